/**
 * Trains the projectors of one training.
 * @module
 */
import type { Doing } from "../../basics/do_all.ts";
import { type Matrix, selectRows, type Standardization, standardize } from "../../basics/matrix.ts";
import type { Compute } from "../../compute/compute.ts";
import { placeMatrix } from "../../compute/place_matrix.ts";
import type { ProjectorConfiguration } from "../../projector/configuration.ts";
import {
  type HowTrained,
  type PlacedPool,
  placePool,
  trainRows,
} from "../../projector/files/train_rows.ts";
import type { DrawnPairs } from "../../projector/batches.ts";
import type { PoolRows } from "../../projector/files/pool_rows.ts";
import { drawOf, type TrainedProjectors, untrainedProjectors } from "../../projector/training.ts";
import type { AuditOptimizer } from "../configuration/configuration.ts";
import { promptTexts } from "../configuration/prompts.ts";
import type { AuditAudio, AuditEvaluation, AuditText } from "../inputs/shape.ts";
import type { FoldCaptions, FoldTensors } from "./answers.ts";
import { captionedItems, type Fold } from "./folds.ts";
import type { Training } from "./plan.ts";
import { placePairs, type TrainingPool } from "./pool.ts";
import { randomCodes } from "./random_text.ts";

/** Least number of sounds among which a caption can find its own. */
const LEAST_SOUNDS = 2;

/**
 * Most bytes of a training's rows in the shared space whose measures are taken at once. Each measure copies them once or
 * twice; taken one after the other, each waits for the device by itself, over 10 ms, which is nothing beside larger rows.
 */
const MOST_BYTES_AT_ONCE = 4 * 2 ** 20;

/** The settings and data of a training. */
export interface TrainingSetting {
  /** The projectors. */
  readonly projector: ProjectorConfiguration;
  /** How they are trained. */
  readonly optimizer: AuditOptimizer;
  /** The audio backbone. */
  readonly audio: AuditAudio;
  /** The text backbone. */
  readonly text: AuditText;
  /** Templates of the labels' prompts. */
  readonly prompts: readonly string[];
  /** The class fold that is held out. */
  readonly fold: Fold;
  /** The captions of each evaluation item, where retrieval is measured. */
  readonly captions?: AuditEvaluation["captions"];
  /** The pairs to train on. */
  readonly pool: TrainingPool;
  /** Row of the embedding of each training pair's sound, by the pair's id. */
  readonly rowOf: ReadonlyMap<string, number>;
}

/** What a training is evaluated on. */
type Evaluated = Pick<TrainingSetting, "audio" | "prompts" | "fold" | "captions">;

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
 * @param evaluations for each evaluation, the setting whose fold, items and prompts it has
 */
export function placeTraining(
  compute: Compute,
  training: Training,
  setting: TrainingSetting,
  evaluations: readonly Evaluated[],
): PlacedTraining {
  const { audio, text, pool, rowOf } = setting;
  const vectors = training.randomText ? randomCodes(text, training.seed) : text.vectors;
  const textRow = new Map(text.texts.map((words, row) => [words, row]));
  const rows = placePairs(pool, rowOf, textRow);
  const stopsEarly = isStoppedEarly(training, setting.optimizer);
  const drawn = drawnOf(training, setting, rows);
  const placed = placePool(compute, audio.training, vectors, rows, stopsEarly, drawn);
  const folds = evaluations.map((evaluation) =>
    placeFold(compute, evaluation, vectors, textRow, placed.standardization)
  );
  const doing = doingWith(folds, setting.projector.dim);
  return { pool: placed, folds: folds.map((fold) => ({ ...fold, doing })), doing };
}

/** Draws the pairs of a training's steps; of an untrained one, which needs the width of sounds alone, one pair. */
function drawnOf(
  { condition, seed }: Training,
  { optimizer }: Pick<TrainingSetting, "optimizer">,
  { training, classes }: PoolRows,
): DrawnPairs {
  if (condition.kind === "untrained") return { batch: 1, pairs: Uint32Array.of(0) };
  return drawOf({ ...training, classes }, { optimizer, seed });
}

function placeFold(
  compute: Compute,
  { audio, prompts, captions, fold }: Evaluated,
  vectors: Matrix,
  textRow: ReadonlyMap<string, number>,
  standardization: Standardization,
): Omit<FoldTensors, "doing"> {
  const { labels, itemRows, truths, ranked } = fold;
  const promptRows = labels.flatMap((label) =>
    promptTexts(label, prompts).map((words) => textRow.get(words)!)
  );
  const items = standardize(audio.evaluation, standardization, ranked?.rows ?? itemRows);
  return {
    items: placeMatrix(compute, items),
    truths,
    prompts: placeMatrix(compute, selectRows(vectors, promptRows)),
    promptLabels: labels.flatMap((_, label) => prompts.map(() => label)),
    labels: labels.length,
    ...(ranked ? { ranked } : {}),
    captions: captions && placeCaptions(compute, fold, captions, vectors, textRow),
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

/** Puts the captions of a class fold on the device; undefined where fewer than two of its sounds have any. */
function placeCaptions(
  compute: Compute,
  fold: Fold,
  captions: readonly (readonly string[])[],
  vectors: Matrix,
  textRow: ReadonlyMap<string, number>,
): FoldCaptions | undefined {
  const items = captionedItems(fold, captions);
  if (items.length < LEAST_SOUNDS) return undefined;
  const own = items.map((item) => captions[fold.itemRows[item]!]!);
  const rows = own.flatMap((texts) => texts.map((words) => textRow.get(words)!));
  return {
    texts: placeMatrix(compute, selectRows(vectors, rows)),
    items,
    soundOf: own.flatMap((texts, sound) => texts.map(() => sound)),
  };
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
  { projector, optimizer: all }: Pick<TrainingSetting, "projector" | "optimizer">,
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
