import assert from "node:assert/strict";
import { openCompute } from "../../src/compute/open.ts";
import { formatVariants, parseVariants } from "../../src/compute/variants_file.ts";
import { SHIPPED_VARIANTS } from "../../src/compute/webgpu/variants.ts";

const device = { class: "software", name: "an adapter", variants: SHIPPED_VARIANTS.software };
const content = { schema: "earnest/variants/1", origin: "shipped", device };

Deno.test("a written file is read back", () => {
  const measurements = [
    { shapes: "small", variant: "shared32", microseconds: 12.5, leastMicroseconds: 12 },
    { shapes: "small", variant: "textures", problem: "wrong" },
  ] as const;
  const kept = { device, origin: "tuned", measurements } as Parameters<typeof formatVariants>[0];
  assert.deepEqual(parseVariants(formatVariants(kept), "variants.json"), kept);
});

Deno.test("each fault of the file has its message", () => {
  const withVariants = (variants: unknown) => ({ ...content, device: { ...device, variants } });
  const cases: [string, RegExp][] = [
    ["{", /^Cannot read "v\.json": it is not JSON/],
    [
      "null",
      /^"v\.json" is not a variants\.json of an earlier run: its schema is missing; expected/,
    ],
    ['{"schema":"earnest/variants/2"}', /its schema is "earnest\/variants\/2"; expected "/],
    [
      JSON.stringify(withVariants({ ...device.variants, large: "shard64" })),
      /^Cannot use "v\.json": "device\.variants\.large" is "shard64"; did you mean "shared64"\?$/,
    ],
    [
      JSON.stringify(withVariants({ ...device.variants, small: "vector" })),
      /"device\.variants\.small" is "vector"; known: textures, registers, shared32, shared64$/,
    ],
    [
      JSON.stringify(withVariants({ small: "textures", large: "textures" })),
      /"device\.variants\.vector" is nothing; known: vector, textures,/,
    ],
    [JSON.stringify({ ...content, origin: "made up" }), /"origin" is "made up"; .*"shipped"/],
    [JSON.stringify({ ...content, more: 1 }), /"" is .*; unknown key "more"/],
  ];
  for (const [text, message] of cases) {
    assert.throws(() => parseVariants(text, "v.json"), { name: "InputError", message });
  }
});

Deno.test("a device opens with the kernels of an earlier run, and no other device does", async () => {
  const { compute: first } = await openCompute("auto");
  const { class: deviceClass, name, variants } = first.device;
  const another = variants && { ...variants, large: "registers" as const };
  const { compute: again } = await openCompute("auto", { ...first.device, variants: another });
  assert.deepEqual(again.device, { ...first.device, ...(another && { variants: another }) });
  first.close();
  again.close();
  await assert.rejects(openCompute("auto", { class: deviceClass, name: "Old Card" }), {
    name: "OtherDeviceError",
    message: `The kernels were chosen for Old Card (${deviceClass}), but this is ${name} ` +
      `(${deviceClass}); choose that device with --device, or leave out --variants and --resume`,
  });
});
