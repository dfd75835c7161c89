/**
 * Trains the projectors of one training.
 * @module
 */
import type { Doing } from "../../basics/do_all.ts";
import { type Matrix, selectRows, type Standardization, standardize } from "../../basics/matrix.ts";
import type { Compute } from "../../compute/compute.ts";
import { moveMatrix } from "../../compute/place_matrix.ts";
import {
  type HowTrained,
  type PlacedPool,
  placePool,
  trainRows,
} from "../../projector/files/train_rows.ts";
import type { DrawnPairs } from "../../projector/batches.ts";
import { drawOf, type TrainedProjectors, untrainedProjectors } from "../../projector/training.ts";
import type { AuditOptimizer } from "../configuration/configuration.ts";
import type { FoldCaptions, FoldTensors } from "./answers.ts";
import type { Training } from "./plan.ts";
import { randomCodes } from "./random_text.ts";
import type { CaptionRows, EmbeddedTraining, TrainingRows } from "./training_rows.ts";

/**
 * Most bytes of a training's rows in the shared space whose measures are taken at once. Each measure copies them once or
 * twice; taken one after the other, each waits for the device by itself, over 10 ms, which is nothing beside larger rows.
 */
const MOST_BYTES_AT_ONCE = 4 * 2 ** 20;

/** What a training is evaluated on. */
type Evaluated = Pick<EmbeddedTraining, "audio" | "fold">;

/** The data of a training on the device; the caller that placed them releases them. */
export interface PlacedTraining {
  readonly pool: PlacedPool;
  /** The class fold of each evaluation. */
  readonly folds: readonly FoldTensors[];
  /** How their measures are taken. */
  readonly doing: Doing;
}

/**
 * Puts the embeddings of a training's pool and of class folds on the device.
 *
 * @param evaluations for each evaluation, the class fold and the sounds
 */
export function placeTraining(
  compute: Compute,
  training: Training,
  { projector, optimizer, audio, text, pool }: EmbeddedTraining,
  evaluations: readonly Evaluated[],
): PlacedTraining {
  const vectors = training.randomText ? randomCodes(text, training.seed) : text.vectors;
  const stopsEarly = isStoppedEarly(training, optimizer);
  const drawn = drawnOf(training, optimizer, pool);
  const placed = placePool(compute, audio.training, vectors, pool, stopsEarly, drawn);
  const folds = evaluations.map((evaluation) =>
    placeFold(compute, evaluation, vectors, placed.standardization)
  );
  const doing = doingWith(folds, projector.dim);
  return { pool: placed, folds: folds.map((fold) => ({ ...fold, doing })), doing };
}

/** Draws the pairs of a training's steps; of an untrained one, which needs the width of sounds alone, one pair. */
function drawnOf(
  { condition, seed }: Training,
  optimizer: AuditOptimizer,
  { training, classes }: TrainingRows["pool"],
): DrawnPairs {
  if (condition.kind === "untrained") return { batch: 1, pairs: Uint32Array.of(0) };
  return drawOf({ ...training, classes }, { optimizer, seed });
}

function placeFold(
  compute: Compute,
  { audio, fold }: Evaluated,
  vectors: Matrix,
  standardization: Standardization,
): Omit<FoldTensors, "doing"> {
  const { labels, sounds, truths, ranked, prompts, promptLabels, captions } = fold;
  const items = standardize(audio.evaluation, standardization, sounds);
  return {
    items: moveMatrix(compute, items),
    truths,
    prompts: moveMatrix(compute, selectRows(vectors, prompts)),
    promptLabels,
    labels,
    ...(ranked ? { ranked } : {}),
    captions: captions && placeCaptions(compute, captions, vectors),
  };
}

/** Returns how measures are taken of the rows of class folds in a shared space of some width. */
function doingWith(folds: readonly Omit<FoldTensors, "doing">[], width: number): Doing {
  const rows = folds.reduce(
    (sum, { items, prompts, captions }) =>
      sum + items.rows + prompts.rows + (captions?.texts.rows ?? 0),
    0,
  );
  const bytes = rows * width * Float32Array.BYTES_PER_ELEMENT;
  return bytes <= MOST_BYTES_AT_ONCE ? "at once" : "in turn";
}

/** Puts the captions of a class fold on the device. */
function placeCaptions(
  compute: Compute,
  { items, rows, soundOf }: CaptionRows,
  vectors: Matrix,
): FoldCaptions {
  return { texts: moveMatrix(compute, selectRows(vectors, rows)), items, soundOf };
}

/** Releases the data of a training on the device. */
export function releasePlaced(compute: Compute, { pool: { data }, folds }: PlacedTraining): void {
  compute.release(data.audio, data.text);
  for (const { items, prompts, captions } of folds) {
    compute.release(items, prompts, ...(captions ? [captions.texts] : []));
  }
}

/**
 * Trains the projectors of a training, or initializes those of an untrained one.
 *
 * @param how the observers of the projectors during training, and what ends it
 * @throws {InputError} when the loss becomes infinite
 */
export async function trainProjectorsOf(
  compute: Compute,
  training: Training,
  { projector, optimizer: all }: Pick<TrainingRows, "projector" | "optimizer">,
  { data }: PlacedPool,
  { looks, signal }: Pick<HowTrained, "looks" | "signal">,
): Promise<TrainedProjectors> {
  const { condition, seed } = training;
  if (condition.kind === "untrained") {
    const inputs = { audio: data.audio.columns, text: data.text.columns };
    return untrainedProjectors(compute, { projector, inputs, seed });
  }
  const { validation: _, validationShare: __, validateEvery: every, patience, ...optimizer } = all;
  const earlyStopping = isStoppedEarly(training, all) ? { every, patience } : undefined;
  const configuration = { projector, optimizer, seed, earlyStopping };
  const how = { learningRate: "optimizer.learningRate", looks, signal };
  return await trainRows(compute, data, configuration, how);
}

/**
 * Whether held-out pairs decide when training stops. Random codes and shuffled texts carry no information about them,
 * so the loss on them is noise: dirty trainings with random codes ended after 5 of 150 steps at 0.13, where 15 steps
 * give 0.92.
 */
export function isStoppedEarly(
  { randomText, condition }: Training,
  { validation }: AuditOptimizer,
): boolean {
  return validation !== "none" && !randomText && condition.kind !== "shuffled";
}
