import assert from "node:assert/strict";
import { findAdapter } from "../../../src/compute/open.ts";
import { Contestant } from "../../../src/compute/webgpu/contestant.ts";
import {
  chooseVariants,
  tuneVariants,
  type VariantMeasurement,
} from "../../../src/compute/webgpu/tuning.ts";
import {
  SHAPE_CLASSES,
  SHIPPED_VARIANTS,
  type VariantName,
  variantsFor,
} from "../../../src/compute/webgpu/variants.ts";

const SHIPPED = SHIPPED_VARIANTS.software;

/** Medians, with the least time 2 below, or problems. */
type Times = Partial<Record<VariantName, number | string>>;

/** Measurements of the large products; all other variants take equal times. */
function largeProducts(times: Times): VariantMeasurement[] {
  return SHAPE_CLASSES.flatMap((shapes) =>
    variantsFor(shapes).map((variant) => {
      const found = shapes === "large" ? times[variant] ?? 1000 : 1000;
      return typeof found === "string"
        ? { shapes, variant, problem: found }
        : { shapes, variant, microseconds: found, leastMicroseconds: found - 2 };
    })
  );
}

Deno.test("a variant is chosen only where it is clearly faster than the shipped one", () => {
  const choose = (times: Times) => chooseVariants(largeProducts(times), SHIPPED, "an adapter");
  assert.deepEqual(choose({ textures: 100, registers: 94 }), SHIPPED);
  assert.deepEqual(choose({ textures: 100, registers: 93, shared32: 92 }), {
    ...SHIPPED,
    large: "shared32",
  });
});

Deno.test("a variant with a problem is never chosen, the shipped one included", () => {
  const problems = { textures: "wrong", registers: "lost", shared32: "wrong" };
  const table = chooseVariants(largeProducts(problems), SHIPPED, "an adapter");
  assert.deepEqual(table, { ...SHIPPED, large: "shared64" });
  const none = largeProducts({ ...problems, shared64: "wrong" });
  assert.throws(() => chooseVariants(none, SHIPPED, "an adapter"), {
    name: "DeviceError",
    message: /^No kernel multiplies large matrices right on an adapter; /,
  });
});

/** Opens this machine's adapter; `change` receives each one before its device is opened. */
async function openAdapter(change: (adapter: GPUAdapter) => void): Promise<GPUAdapter | undefined> {
  const adapter = await findAdapter("gpu") ?? await findAdapter("software");
  if (adapter) change(adapter);
  return adapter;
}

/** Registers a test where an adapter answers. */
function testWithAdapter(name: string, body: () => Promise<void>): void {
  Deno.test(name, async () => {
    if (await openAdapter(() => {})) return await body();
    assert.notEqual(Deno.env.get("EARNEST_REQUIRE_GPU"), "1", "no WebGPU adapter answers");
    console.warn("SKIPPED: no WebGPU adapter answers");
  });
}

/** Makes the driver compile other code than the kernels' own. */
function miscompile(adapter: GPUAdapter, change: (code: string) => string): void {
  const request = adapter.requestDevice.bind(adapter);
  adapter.requestDevice = async (descriptor) => {
    const device = await request(descriptor);
    const compile = device.createShaderModule.bind(device);
    device.createShaderModule = ({ code, ...rest }) => compile({ ...rest, code: change(code) });
    return device;
  };
}

testWithAdapter("a tuning run on an adapter that miscompiles kernels", async () => {
  const reported: number[] = [];
  let total = 0;
  const wrong = (adapter: GPUAdapter) =>
    miscompile(adapter, (code) => {
      if (/texture_storage_2d/.test(code)) return `${code}\nfn broken() { nothing }`;
      return code.replace("depth < parameters.depth", "depth + DEPTH < parameters.depth");
    });
  const { variants, measurements } = await tuneVariants(() => openAdapter(wrong), (report) => {
    reported.push(report.done);
    total = report.total;
  });
  assert.deepEqual(reported, Array.from({ length: total + 1 }, (_, done) => done));
  const problemOf = (variant: VariantName) =>
    measurements.find((one) => one.variant === variant && one.shapes === "large")!.problem;
  assert.match(problemOf("textures")!, /^kernels\/matrix_multiply_textures\.wgsl line \d+: /);
  assert.match(problemOf("shared32")!, /^element \d+ of a product \(transpose: none\) is .*; exp/);
  assert.equal(problemOf("registers"), undefined);
  for (const shapes of SHAPE_CLASSES) {
    assert.doesNotMatch(variants[shapes], /textures|shared/);
    for (const variant of variantsFor(shapes)) {
      const [found] = measurements.filter((one) =>
        one.variant === variant && one.shapes === shapes
      );
      assert.equal(found!.microseconds === undefined, found!.problem !== undefined);
    }
  }
});

testWithAdapter("the adapter's clock and the wall clock agree", async () => {
  const [rows, columns, depth] = [256, 256, 64];
  const left = new Float32Array(rows * depth).fill(1), right = new Float32Array(depth * columns);
  const task = { rows, columns, depth, left, right, expected: new Float32Array(rows * columns) };
  const nanoseconds = async (change: (adapter: GPUAdapter) => void) => {
    const contestant = await Contestant.open((await openAdapter(change))!, "registers");
    const clock = await contestant.prove([task]);
    const found = [];
    for (let i = 0; i < 5; i++) found.push(await clock.measure(16) / 16);
    contestant.close();
    return found.sort((a, b) => a - b)[2]!;
  };
  const adapters = await nanoseconds(() => {});
  const wall = await nanoseconds((adapter) => {
    Object.defineProperty(adapter, "features", { value: new Set() });
  });
  assert.ok(wall / adapters > 1 / 4 && wall / adapters < 4, `${wall} ns, ${adapters} ns`);
});
