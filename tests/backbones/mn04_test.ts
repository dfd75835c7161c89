// Opens a published backbone from its card: an AudioSet-trained network, checked against values of its own reference
// code.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AudioDecoder } from "../../src/audio/decode.ts";
import { prepareInput } from "../../src/audio/front_end/model_input.ts";
import { Resampler } from "../../src/audio/resample.ts";
import type { AudioBackbone } from "../../src/backbones/backbone.ts";
import { openBackbone } from "../../src/backbones/open.ts";
import { goldenArray } from "../golden.ts";
import { sharedPath } from "../shared.ts";

const CARD = fileURLToPath(new URL("./mn04.json", import.meta.url));

async function withBackbone(
  work: (backbone: AudioBackbone, golden: string) => Promise<void>,
): Promise<void> {
  const golden = sharedPath("models/mn04/golden");
  if (golden === undefined) return;
  const backbone = await openBackbone(CARD, { allowOutside: true });
  assert.equal(backbone.modality, "audio");
  try {
    await work(backbone, golden);
  } finally {
    await backbone.close();
  }
}

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, v, i) => sum + v * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

Deno.test("mn04: the golden waveform gives the golden embedding", () =>
  withBackbone(async (backbone, golden) => {
    const embedding = await backbone.embed(goldenArray(golden, "dog_32k").data);
    const expected = goldenArray(golden, "dog_embedding").data;
    const errors = embedding.map((value, i) => Math.abs(value - expected[i]!));
    assert.equal(embedding.length, 384);
    assert.ok(Math.max(...errors) < 1e-4, `${Math.max(...errors)}`);
  }));

Deno.test("mn04: the WAV, resampled by us, gives nearly the golden embedding", () =>
  withBackbone(async (backbone, golden) => {
    using decoder = new AudioDecoder();
    using resampler = await Resampler.open(backbone.preparation.sampleRateHz);
    const path = join(golden, "dog.wav");
    const audio = await decoder.decode(await Deno.readFile(path), path);
    const embedding = await backbone.embed(resampler.resample(audio));
    const similarity = cosine(embedding, goldenArray(golden, "dog_embedding").data);
    assert.ok(similarity > 0.999, `${similarity}`);
  }));

Deno.test("mn04: its ledger lists the labels that it was trained with", () =>
  withBackbone(({ ledger }) => {
    assert.equal(ledger.trainingLabels.length, 527);
    assert.equal(ledger.trainingLabels[0], "Speech");
    return Promise.resolve();
  }));

Deno.test("mn04: batches and single clips give the same embeddings up to their last bits", () =>
  withBackbone(async (backbone) => {
    const clip = (seconds: number) =>
      Float32Array.from({ length: 32_000 * seconds }, (_, i) => Math.sin(i * i / 1e6));
    const clips = [clip(1), clip(2), clip(1)];
    const inputs = clips.map((samples) => prepareInput(samples, backbone.preparation));
    const together = await backbone.embedInputs(inputs);
    assert.deepEqual(together[0], together[2]);
    for (const [i, samples] of clips.entries()) {
      assert.ok(cosine(together[i]!, await backbone.embed(samples)) > 1 - 1e-6);
    }
  }));
