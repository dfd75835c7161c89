/**
 * What determines the numbers of a card for sound: when its models are open, and, from a set that it made before, without
 * opening them. To open a model takes a core-second, which every process would pay that only reads what is finished.
 * @module
 */
import type { Preparation } from "../audio/front_end/configuration.ts";
import { checkPreparation } from "../audio/front_end/model_input.ts";
import { readPreprocessorConfig } from "../audio/front_end/preprocessor_config.ts";
import { decodeUtf8 } from "../formats/reading.ts";
import type { AudioBackbone } from "./backbone.ts";
import type { AudioCard, CardStage } from "./card.ts";
import type { CardFiles } from "./card_files.ts";
import type { OnnxHashes } from "./onnx_file.ts";
import { onnxIdentity } from "./onnx/runtime.ts";
import type { OnnxOptions } from "./onnx/session.ts";
import type { InputAxis } from "./window_batches.ts";

/** What a backbone for sound is, as the identity of an embedding set has it. */
export type DescribedAudio = Pick<
  AudioBackbone,
  "modality" | "dimensions" | "identity" | "preparation" | "batch"
>;

/** What a model has where its card need not say so. */
interface StagePorts {
  /** Name of its input. */
  readonly input: string;
  /** Name of its output. */
  readonly output: string;
  /** Axes of its input; undefined for a model that takes another's output. */
  readonly shape: readonly InputAxis[] | undefined;
}

/** Returns what determines the numbers of a model. */
export function stageIdentity(
  { input, output, shape, outputShape }: CardStage,
  { model, externalData }: OnnxHashes,
  ports: StagePorts,
): Readonly<Record<string, unknown>> {
  return {
    model,
    externalData,
    ...ports,
    ...(outputShape ? { outputShape } : {}),
    // The ports follow from the model and from this.
    asked: { input: input ?? null, output: output ?? null, shape: shape ?? null },
  };
}

/** Returns what determines the numbers of a card, besides the preparation of its sounds. */
export function cardIdentity(
  { name, pooling, batch }: AudioCard,
  stages: readonly Readonly<Record<string, unknown>>[],
  options: OnnxOptions,
): AudioBackbone["identity"] {
  return { name, stages, ...(stages.length > 0 ? onnxIdentity(options) : {}), pooling, batch };
}

/** Reads how a card prepares sounds. */
export async function preparationOf(card: AudioCard, files: CardFiles): Promise<Preparation> {
  if (card.preprocessor) {
    const { bytes, name } = await files.read(card.preprocessor);
    return readPreprocessorConfig(decodeUtf8(bytes, name), name);
  }
  const preparation = {
    sampleRateHz: card.sampleRateHz!,
    frontEnd: card.frontEnd!,
    ...(card.clip ? { clip: card.clip } : {}),
  };
  checkPreparation(preparation);
  return preparation;
}

/**
 * Describes a card without opening its models, taking the ports of these from an earlier identity of it.
 *
 * @param earlier the `backbone` in the identity of a set that the same code made
 * @returns what the card is if its models are those of the earlier identity; if they are not, it differs from that
 * @throws {InputError} when a file is missing or has another SHA-256 than the card says
 */
export async function describeAudioCard(
  card: AudioCard,
  files: CardFiles,
  options: OnnxOptions,
  earlier: unknown,
): Promise<DescribedAudio> {
  const preparation = await preparationOf(card, files);
  const known = (earlier as { stages?: unknown } | undefined)?.stages;
  const stages = [];
  for (const [i, stage] of card.stages.entries()) {
    const { sha256: model } = await files.check(stage);
    const externalData: Record<string, string> = {};
    for (const external of stage.externalData) {
      externalData[external.path] = (await files.check(external)).sha256;
    }
    const ports = Array.isArray(known) ? known[i] as Partial<StagePorts> | undefined : undefined;
    const { input = "", output = "", shape } = ports ?? {};
    stages.push(stageIdentity(stage, { model, externalData }, { input, output, shape }));
  }
  const { dimensions, batch } = card;
  const identity = cardIdentity(card, stages, options);
  return { modality: "audio", dimensions, identity, preparation, batch };
}
