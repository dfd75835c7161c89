import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DOORS } from "../../scripts/write_public_surface.ts";
import { ROOT } from "../architecture/module_graph.ts";
import { inFolder } from "../temporary_folder.ts";
import { codeGraphOf } from "./code_graph.ts";

const MB = 1e6;
/** Doors that reach no package, and nothing of Node or of Deno alone. */
const LIGHT = ["./compute", "./projector", "./measures"];
/** The packages that an import of everything fetches: 36 and 38 KB, which functions that do not wait use. */
const OF_ALL = ["fastest-levenshtein@1.0.16", "fft.js@4.0.4"];

for (const door of LIGHT) {
  Deno.test(`${door} reaches no package, no module of Node, and little code`, async () => {
    const { packages, ofNode, bytes, modules } = await codeGraphOf(DOORS[door]!);
    assert.deepEqual({ packages, ofNode }, { packages: [], ofNode: [] });
    assert.ok(modules > 20 && bytes > 0.1 * MB && bytes < 2 * MB, `${modules}: ${bytes} bytes`);
  });
}

Deno.test("everything together reaches two small packages", async () => {
  const { packages, bytes } = await codeGraphOf(DOORS["."]!);
  assert.deepEqual(packages, OF_ALL);
  assert.ok(bytes < 3 * MB, `${bytes} bytes`);
});

Deno.test("no door reaches other packages than everything does", async () => {
  for (const file of Object.values(DOORS)) {
    const { packages } = await codeGraphOf(file);
    assert.ok(packages.every((one) => OF_ALL.includes(one)), `${file}: ${packages}`);
  }
});

Deno.test("the walk finds the packages of a command, and what a dynamic import names", async () => {
  const { packages } = await codeGraphOf("cli/audit.ts");
  assert.ok(packages.some((one) => one.startsWith("zod@")), packages.join());
  assert.ok((await codeGraphOf("src/leakage/labels/shipped.ts")).bytes > MB);
});

/** Runs a script without any permission; modules may be imported all the same. */
async function runWithout(script: string): Promise<{ code: number; text: string }> {
  return await inFolder(async (folder) => {
    const path = join(folder, "script.ts");
    await Deno.writeTextFile(path, script);
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "--no-check", "--config", join(ROOT, "deno.json"), path],
    }).output();
    return { code, text: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
  });
}

const urlOf = (door: string) => pathToFileURL(join(ROOT, DOORS[door]!)).href;

Deno.test("an import of a door opens no file, socket or device: no permission is asked for", async () => {
  const names = Object.keys(DOORS);
  const imports = names.map((door, i) => `import * as m${i} from "${urlOf(door)}";`).join("\n");
  const counts = names.map((_, i) => `Object.keys(m${i}).length > 4`).join(" && ");
  assert.deepEqual(await runWithout(`${imports}\nconsole.log(${counts});`), {
    code: 0,
    text: "true\n",
  });
  const read = await runWithout('import "node:fs"; Deno.readTextFileSync("/etc/hostname");');
  assert.notEqual(read.code, 0, "without permissions a read fails");
});

Deno.test("compute, projector and measures load and compute where there is no Deno", async () => {
  const script = `
    delete globalThis.Deno;
    const { openCompute } = await import("${urlOf("./compute")}");
    const projector = await import("${urlOf("./projector")}");
    const { measureSeparability, tsne } = await import("${urlOf("./measures")}");
    const { compute } = await openCompute("cpu");
    const data = {
      audio: compute.tensor(2, 3, Float32Array.of(1, 0, 0, 0, 1, 0)),
      text: compute.tensor(2, 2, Float32Array.of(1, 0, 0, 1)),
      audioRows: Uint32Array.of(0, 1),
      textRows: Uint32Array.of(0, 1),
    };
    const { losses } = await projector.trainProjectors(compute, data, {
      projector: { ...projector.DEFAULT_PROJECTOR, dim: 4 },
      optimizer: { ...projector.DEFAULT_OPTIMIZER, steps: 20, batch: 2 },
      seed: 0,
    });
    console.log(losses.at(-1) < losses[0], typeof measureSeparability, typeof tsne, typeof Deno);`;
  assert.deepEqual(await runWithout(script), {
    code: 0,
    text: "true function function undefined\n",
  });
});
