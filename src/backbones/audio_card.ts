/**
 * Builds a backbone for sound as its card describes it: front end, ONNX models in sequence, pooling.
 * @module
 */
import { readPreprocessorConfig } from "../audio/front_end/preprocessor_config.ts";
import type { Preparation } from "../audio/front_end/configuration.ts";
import { checkPreparation, type ModelInput } from "../audio/front_end/model_input.ts";
import { InputError } from "../basics/errors.ts";
import { decodeUtf8 } from "../formats/reading.ts";
import { audioBackbone } from "./audio_backbone.ts";
import type { AudioBackbone, BackboneLedger } from "./backbone.ts";
import type { AudioCard } from "./card.ts";
import type { CardFiles } from "./card_files.ts";
import { onnxIdentity } from "./onnx/runtime.ts";
import type { OnnxOptions } from "./onnx/session.ts";
import { type AudioStage, openAudioStage } from "./audio_stage.ts";
import { poolRows } from "./pooling.ts";
import { batchesOf, stack, type Window } from "./window_batches.ts";
import { ModelThread } from "./worker/model_thread.ts";

/**
 * Opens the backbone of a card.
 *
 * @throws {InputError} when a file is missing or has another SHA-256 than the card says, or a model does not fit the
 * card
 * @throws {SurroundingsError} when a file cannot be fetched
 */
export async function openAudioCard(
  card: AudioCard,
  ledger: BackboneLedger,
  files: CardFiles,
  options: OnnxOptions = {},
): Promise<AudioBackbone> {
  const preparation = await preparationOf(card, files);
  const thread = new ModelThread(options);
  const stages: AudioStage[] = [];
  const close = async () => {
    for (const stage of stages) await stage.close();
    await thread.end();
  };
  try {
    for (const [i, stage] of card.stages.entries()) {
      const frontEnd = i === 0 ? preparation.frontEnd : undefined;
      stages.push(await openAudioStage(stage, frontEnd, files, thread, options));
    }
  } catch (thrown) {
    await close();
    throw thrown;
  }
  return audioBackbone({
    ledger,
    preparation,
    batch: card.batch,
    identity: {
      name: card.name,
      stages: stages.map(({ identity }) => identity),
      ...(stages.length > 0 ? onnxIdentity(options) : {}),
      pooling: card.pooling,
      batch: card.batch,
    },
    embedInputs: (inputs) => embedInputs(card, stages, inputs),
    close,
  });
}

async function preparationOf(card: AudioCard, files: CardFiles): Promise<Preparation> {
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

/** Vectors in rows, all of one width. */
interface Vectors {
  readonly columns: number;
  readonly parts: Float32Array[];
}

async function embedInputs(
  card: AudioCard,
  stages: readonly AudioStage[],
  inputs: readonly ModelInput[],
): Promise<Float32Array[]> {
  const vectors: Vectors[] = inputs.map(() => ({ columns: 0, parts: [] }));
  for (const windows of batchesOf(inputs, card.batch)) {
    const { data, columns } = await runStages(card, stages, windows);
    const size = data.length / windows.length;
    windows.forEach(({ input }, i) => {
      vectors[input]!.parts.push(data.subarray(i * size, (i + 1) * size));
      vectors[input] = { ...vectors[input]!, columns };
    });
  }
  return vectors.map(({ columns, parts }) => {
    const embedding = poolRows(concatenated(parts), columns, card.pooling);
    if (embedding.length === card.dimensions) return embedding;
    throw new InputError(
      `The backbone "${card.name}" gives ${embedding.length} numbers for a clip; its card says ` +
        `${card.dimensions} dimensions`,
    );
  });
}

/** Runs the models on windows and returns rows of `columns` numbers, the same number of rows for each window. */
async function runStages(
  card: AudioCard,
  stages: readonly AudioStage[],
  windows: readonly Window[],
): Promise<{ data: Float32Array; columns: number }> {
  const [first, ...others] = stages;
  const { bands } = windows[0]!;
  if (!first) return { data: concatenated(windows.map(({ values }) => values)), columns: bands };
  let tensor = await first.run(stack(windows, first.axes!));
  for (const stage of others) tensor = await stage.run(tensor);
  const { data, shape } = tensor;
  if (!(data instanceof Float32Array) || shape.length < 2 || shape[0] !== windows.length) {
    throw new InputError(
      `The backbone "${card.name}" gives [${shape.join(", ")}] for ${windows.length} windows; ` +
        "expected floating-point numbers, windows along the first axis",
    );
  }
  return { data, columns: shape.at(-1)! };
}

function concatenated(parts: readonly Float32Array[]): Float32Array {
  if (parts.length === 1) return parts[0]!;
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
