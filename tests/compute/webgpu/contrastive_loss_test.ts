import assert from "node:assert/strict";
import { classOf } from "../../../src/compute/webgpu/adapter_class.ts";
import { ContrastiveLossRecorder } from "../../../src/compute/webgpu/contrastive_loss.ts";
import { SHIPPED_VARIANTS } from "../../../src/compute/webgpu/variants.ts";
import { MatrixMultiply } from "../../../src/compute/webgpu/matrix_multiply.ts";
import { Recorder } from "../../../src/compute/webgpu/recorder.ts";
import { Scratch } from "../../../src/compute/webgpu/scratch.ts";
import { openWebGpu } from "../../../src/compute/webgpu/open_webgpu.ts";
import { lossOn, valuesOf } from "../losses.ts";
import { assertClose, sample, upload } from "../matrices.ts";
import { build, contrastiveLossGradients } from "../oracle.ts";

/** Runs a body with an adapter, where one answers. */
function testWithAdapter(name: string, body: (adapter: GPUAdapter) => Promise<void>): void {
  Deno.test(name, async () => {
    if (!Deno.env.get("XDG_RUNTIME_DIR")) Deno.env.set("XDG_RUNTIME_DIR", "/tmp");
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
    if (adapter) return await body(adapter);
    assert.notEqual(Deno.env.get("EARNEST_REQUIRE_GPU"), "1", "no WebGPU adapter answers");
    console.warn("SKIPPED: no WebGPU adapter answers");
  });
}

for (const deviceClass of ["software", "hardware"] as const) {
  const name = `batches larger than a binding, kernels for ${deviceClass}`;
  testWithAdapter(name, async (adapter) => {
    // Tiles of 64 × 64, five a side, the last of an odd size.
    const compute = await openWebGpu(adapter, { deviceClass, bindingBytes: 64 * 64 * 4 });
    const { random, stream } = sample(301, 20, 1);
    const audio = random(301, 20), text = random(301, 20);
    const ids = audio.map(() => stream.below(50));
    const [rawAudio, rawText] = [upload(compute, audio), upload(compute, text)];
    for (const options of [{}, { ids }]) {
      const kept = await lossOn(compute, rawAudio, rawText, 2, { ...options, logits: "kept" });
      const found = await lossOn(compute, rawAudio, rawText, 2, {
        ...options,
        logits: "recomputed",
      });
      assert.deepEqual(valuesOf(found), valuesOf(kept));
      const expected = contrastiveLossGradients(audio, text, 2, options.ids);
      assertClose(Float32Array.of(found.loss), [[expected.loss]]);
      assertClose(Float32Array.of(found.logScaleGradient), [[expected.logScale]], 1e-4);
      assertClose(found.audioGradient, expected.audio, 1e-4);
      assertClose(found.textGradient, expected.text, 1e-4);
    }
    const rows = upload(compute, build(301, 3, (i, j) => i % 7 === 0 ? 0 : j + 1));
    const found = await lossOn(compute, rows, rows, Math.log(100), { logits: "recomputed" });
    // The 43 rows of zeros have logits 0; of the logits of the 258 others, equally many are 100.
    assertClose(Float32Array.of(found.loss), [[
      (258 * Math.log(258) + 43 * Math.log(301)) / 301,
    ]]);
    assert.ok(valuesOf(found).every(Number.isFinite));
    compute.close();
  });
}

/** Records losses on their own device. */
async function openLosses(adapter: GPUAdapter) {
  const device = await adapter.requestDevice();
  const recorder = new Recorder(device, "the device under test", 2 ** 27);
  const scratch = new Scratch(recorder);
  const adapterClass = classOf(adapter);
  const products = new MatrixMultiply(recorder, scratch, SHIPPED_VARIANTS[adapterClass]);
  const losses = new ContrastiveLossRecorder(recorder, scratch, products, adapterClass);
  return { recorder, scratch, losses };
}

/** Creates operands of zeros. */
function zeros(recorder: Recorder, n: number, width: number) {
  const tensor = (rows: number, columns: number) => recorder.tensor(rows, columns, "float32");
  return {
    audio: tensor(n, width),
    text: tensor(n, width),
    logScale: tensor(1, 1),
    loss: tensor(1, 1),
    lossIndex: 0,
    audioGradient: tensor(n, width),
    textGradient: tensor(n, width),
    logScaleGradient: tensor(1, 1),
  };
}

/** Returns the bytes that the loss of n pairs takes besides its operands. */
async function scratchBytes(adapter: GPUAdapter, n: number, width: number): Promise<number> {
  const { recorder, losses } = await openLosses(adapter);
  const operands = zeros(recorder, n, width);
  const operandBytes = recorder.mostHeldBytes;
  losses.record({ ...operands, logits: "recomputed" });
  const [loss] = new Float32Array(await recorder.read(operands.loss));
  assert.ok(Math.abs(loss! - Math.log(n)) < 1e-4, `the loss of rows of zeros is ${loss}`);
  recorder.close();
  return recorder.mostHeldBytes - operandBytes;
}

testWithAdapter("recomputed logits take memory in proportion to n", async (adapter) => {
  const again = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
  const smaller = await scratchBytes(adapter, 2304, 64);
  const larger = await scratchBytes(again!, 8192, 64);
  // A tile of 4 or 16 MiB, its copy where there is one, its unit rows and products; the logits would take 256 MiB.
  assert.ok(larger < 64 * 2 ** 20, `8,192 pairs took ${larger} bytes`);
  // Five numbers for each row and each column of the logits.
  assert.equal(larger - smaller, (8192 - 2304) * 2 * 5 * 4);
});

testWithAdapter(
  "kept logits use the same memory, however they are cut into tiles",
  async (adapter) => {
    const { recorder, scratch, losses } = await openLosses(adapter);
    const tensor = scratch.tensor.bind(scratch);
    const purposes = new Set<string>();
    scratch.tensor = (purpose, rows, columns) => {
      purposes.add(purpose);
      return tensor(purpose, rows, columns);
    };
    // Tiles have at most as many rows as fit in 4 or 16 MiB at this width.
    const known: number[] = [];
    for (const width of [8, 1600]) {
      const operands = zeros(recorder, 1100, width);
      losses.record({ ...operands, logits: "kept" });
      await recorder.read(operands.loss);
      known.push(purposes.size);
    }
    recorder.close();
    assert.equal(known[0], known[1]);
  },
);
