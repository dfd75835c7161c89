/**
 * An audio backbone trained on speech: Google's speech_embedding, as it comes with openWakeWord.
 * @module
 */
import type { Preparation } from "../audio/front_end/configuration.ts";
import { audioBackbone } from "./audio_backbone.ts";
import type { DescribedAudio } from "./audio_identity.ts";
import type { AudioBackbone } from "./backbone.ts";
import { onnxIdentity } from "./onnx/runtime.ts";
import { FRAME_LENGTH, HOP_LENGTH, openMelStage } from "./openwakeword_mel.ts";
import { OPEN_WAKE_WORD, WINDOW_DIMENSIONS } from "./openwakeword_ledger.ts";
import { openEmbeddingStage, WINDOW_FRAMES } from "./openwakeword_model.ts";
import { OPEN_WAKE_WORD_PACKAGE, type Stage } from "./openwakeword_onnx.ts";
import { meanAndDeviation } from "./pooling.ts";
import { ModelThread, type ThreadOptions } from "./worker/model_thread.ts";

const SAMPLE_RATE_HZ = 16_000;
/** Samples in one window of the network: 0.782 s. */
const WINDOW_SAMPLES = FRAME_LENGTH + (WINDOW_FRAMES - 1) * HOP_LENGTH;

const PREPARATION = {
  sampleRateHz: SAMPLE_RATE_HZ,
  clip: { seconds: WINDOW_SAMPLES / SAMPLE_RATE_HZ, short: "pad", long: "keep" },
  frontEnd: { kind: "waveform" },
} as const satisfies Preparation;

/** Describes the backbone without opening its models. */
export function describeOpenWakeWord(): DescribedAudio {
  const { name, dimensions } = OPEN_WAKE_WORD;
  const identity = { name, package: OPEN_WAKE_WORD_PACKAGE, ...onnxIdentity({}) };
  return { modality: "audio", dimensions, identity, preparation: PREPARATION, batch: 1 };
}

/** Implements {@link openOpenWakeWord}, which `doors/backbones/openwakeword.ts` documents. */
export async function openOpenWakeWord(options: ThreadOptions = {}): Promise<AudioBackbone> {
  const thread = new ModelThread(options);
  const { mel, model } = await openStages(thread).catch(async (thrown) => {
    await thread.end();
    throw thrown;
  });
  return audioBackbone({
    ledger: OPEN_WAKE_WORD,
    ...describeOpenWakeWord(),
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
