/**
 * Builds a backbone for sound as its card describes it: front end, ONNX models in sequence, pooling.
 * @module
 */
import type { Preparation } from "../audio/front_end/configuration.ts";
import type { ModelInput } from "../audio/front_end/model_input.ts";
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { audioBackbone } from "./audio_backbone.ts";
import { cardIdentity, preparationOf } from "./audio_identity.ts";
import type { AudioBackbone, BackboneLedger } from "./backbone.ts";
import type { AudioCard } from "./card.ts";
import type { CardFiles } from "./card_files.ts";
import type { OnnxOptions, OnnxTensor } from "./onnx/session.ts";
import { type AudioStage, openAudioStage } from "./audio_stage.ts";
import { layoutOf, type OutputLayout, rowsOf } from "./output_rows.ts";
import { poolRows } from "./pooling.ts";
import { silence } from "./silence.ts";
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
    const layout = await tryOut(card, stages, preparation);
    return audioBackbone({
      ledger,
      preparation,
      batch: card.batch,
      identity: cardIdentity(card, stages.map(({ identity }) => identity), options),
      embedInputs: (inputs) => embedInputs(card, { stages, layout }, inputs),
      close,
    });
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

/** The models of a card. */
interface Models {
  readonly stages: readonly AudioStage[];
  /** Where the rows lie in the last one's output; undefined where it gives one row, or there is no model. */
  readonly layout: OutputLayout | undefined;
}

/**
 * Runs the models on silence, so that what does not fit is known before the first sound is decoded.
 *
 * @returns where the rows lie in the output
 * @throws {InputError} when the models do not fit their input, or the output does not fit the card
 */
async function tryOut(
  card: AudioCard,
  stages: readonly AudioStage[],
  preparation: Preparation,
): Promise<OutputLayout | undefined> {
  const last = stages.at(-1);
  if (last === undefined) return undefined;
  const output = await runModels(card, stages, silence(preparation, stages[0]!.samples));
  const { outputShape: axes } = card.stages.at(-1)!;
  const isOneRow = output.data.length === card.dimensions;
  if (axes === undefined && card.pooling === "none" && isOneRow) return undefined;
  return layoutOf(last.output, output.shape, 1, {
    place: last.place,
    axes,
    columns: rowLength(card),
  });
}

async function embedInputs(
  card: AudioCard,
  { stages, layout }: Models,
  inputs: readonly ModelInput[],
): Promise<Float32Array[]> {
  const parts: Float32Array[][] = inputs.map(() => []);
  const batch = Math.min(card.batch, stages[0]?.mostWindows ?? card.batch);
  for (const windows of batchesOf(inputs, batch)) {
    const data = stages.length > 0
      ? await rowsOfModels(card, { stages, layout }, windows)
      : concatenated(windows.map(({ values }) => values));
    const size = data.length / windows.length;
    windows.forEach(({ input }, i) => {
      parts[input]!.push(data.subarray(i * size, (i + 1) * size));
    });
  }
  return parts.map((ofInput, input) => {
    // Without a model, the front end's frames are pooled.
    const columns = stages.length === 0 ? inputs[input]!.bands : rowLength(card);
    const embedding = poolRows(concatenated(ofInput), columns, card.pooling);
    if (embedding.length === card.dimensions) return embedding;
    throw otherLength(card, embedding.length);
  });
}

function otherLength({ name, dimensions, pooling }: AudioCard, length: number): InputError {
  const rows = length / dimensions;
  return new InputError(
    pooling === "none" && Number.isInteger(rows)
      ? `The backbone "${name}" gives ${rows} rows of ${dimensions} numbers for a clip; expected a ` +
        '"pooling" that makes one of them, such as "mean"'
      : `The backbone "${name}" gives ${length} numbers for a clip; its card says ${dimensions} dimensions`,
  );
}

/** Numbers of a model's row before it is pooled. */
function rowLength({ dimensions, pooling }: AudioCard): number {
  return dimensions / (pooling === "mean-deviation" ? 2 : 1);
}

/** Runs the models on windows and returns rows, the same number of them for each window. */
async function rowsOfModels(
  card: AudioCard,
  { stages, layout }: Models,
  windows: readonly Window[],
): Promise<Float32Array> {
  const output = await runModels(card, stages, windows);
  const { shape } = output;
  const hasRank = layout === undefined || shape.length === layout.rank;
  const isOfAll = layout === undefined
    ? shape[0] === windows.length || windows.length === 1
    : !layout.hasBatch || shape[0] === windows.length;
  if (hasRank && isOfAll) return layout ? rowsOf(output, layout) : output.data as Float32Array;
  throw new InputError(
    `The backbone "${card.name}" gives [${shape.join(", ")}] for ${windows.length} windows; ` +
      "expected windows along the first axis",
  );
}

/** Runs the models one after another on windows. */
async function runModels(
  card: AudioCard,
  [first, ...others]: readonly AudioStage[],
  windows: readonly Window[],
): Promise<OnnxTensor> {
  let tensor: OnnxTensor = stack(windows, first!.axes!);
  expectLength(card, first!, tensor);
  tensor = await first!.run(tensor);
  for (const stage of others) tensor = await stage.run(tensor);
  if (tensor.data instanceof Float32Array) return tensor;
  throw new InputError(
    `The backbone "${card.name}" gives whole numbers; expected floating-point ones`,
  );
}

/** Refuses sounds of other lengths than the first model's, where the card's clips may be what is wrong. */
function expectLength(
  card: AudioCard,
  { axes, place, samples, frames }: AudioStage,
  { shape }: OnnxTensor,
): void {
  const { clip, sampleRateHz, preprocessor, frontEnd } = card;
  const isCut = frontEnd?.kind === "log-mel" && (frontEnd.frames || frontEnd.patches);
  if (preprocessor || isCut) return;
  for (const [axis, fixed] of [["samples", samples], ["frames", frames]] as const) {
    const given = shape[axes!.indexOf(axis)];
    if (fixed === undefined || given === fixed) continue;
    const name = quotable(place.card);
    const reason = clip
      ? `, by the "clip" of "${name}": ${JSON.stringify(clip)} at ${sampleRateHz} Hz`
      : `; give "${name}" a "clip" of as many seconds, whose "short" and "long" bring every sound ` +
        "to that length, or export the model for any length";
    throw new InputError(
      `"${
        quotable(place.model)
      }" takes ${fixed} ${axis} at a time, and was given ${given}${reason}`,
    );
  }
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
