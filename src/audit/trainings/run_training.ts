/**
 * One cell of an audit: trained, then asked to name the evaluation items of its class fold.
 * @module
 */
import type { Compute, Tensor } from "../../compute/compute.ts";
import type { ZeroShot } from "../../measures/zero_shot/zero_shot.ts";
import { projectRows, type TrainedProjectors } from "../../projector/training.ts";
import {
  type FoldTensors,
  glance,
  namedByEachPrompt,
  nameItems,
  precisionsOf,
  projectFold,
} from "./answers.ts";
import { type CellConfiguration, trainCell, type TrainingTensors } from "./train_projectors.ts";
import type { Fold } from "./folds.ts";
import type { AuditAudio, AuditText } from "../inputs/read_inputs.ts";
import {
  type Matrix,
  measureStandardization,
  selectRows,
  standardize,
} from "../../basics/matrix.ts";
import type { Cell } from "./plan.ts";
import type { CellPool } from "./pool.ts";
import { promptTexts } from "../configuration/prompts.ts";
import { randomCodes } from "./random_text.ts";
import { measureSharedSpace, type SharedSpace } from "./shared_space.ts";

/** How often the evaluation items are looked at on the way: after each tenth of the steps. */
const LOOKS = 10;

/** What a cell gave. */
export interface CellOutcome {
  /** Which cell. */
  readonly cell: Cell;
  /** Number of pairs in the pool, those held out for validation among them; 0 for `untrained`. */
  readonly pairs: number;
  /** Number of different labels among those that are trained on. */
  readonly classes: number;
  /** Loss of the last step, in nats; absent for `untrained`. */
  readonly finalLoss?: number;
  /** The step whose parameters early stopping kept; absent without. */
  readonly chosenStep?: number;
  /** How the items of the class fold were named. */
  readonly zeroShot: ZeroShot;
  /** Average precision of each item: their means over classes make the mean average precision. */
  readonly precisions: Float64Array;
  /** Balanced top-1 of each prompt alone; empty where labels have one. */
  readonly singlePrompts: readonly number[];
  /** The evaluation items looked at on the way, which chooses nothing; empty where nobody looked. */
  readonly looks: readonly Look[];
  /** The shared space, where it is measured. */
  readonly shared?: SharedSpace;
  /** Rows of the shared space for pictures, where they are kept. */
  readonly projected?: ProjectedRows;
}

/** The accuracy on the way. */
export interface Look {
  /** After this step. */
  readonly step: number;
  /** Balanced top-1 of the evaluation items. */
  readonly balancedTop1: number;
}

/** Raw projector outputs, row by row. */
export interface ProjectedRows {
  /** Width of the shared space. */
  readonly dim: number;
  /** The items of the class fold. */
  readonly items: Float32Array;
  /** The texts of the text backbone, in its order. */
  readonly texts: Float32Array;
}

/** What a cell is trained with. */
export interface CellSetting extends CellConfiguration {
  readonly audio: AuditAudio;
  readonly text: AuditText;
  /** Templates of the labels' prompts. */
  readonly prompts: readonly string[];
  readonly fold: Fold;
  /** Source of each item of the fold. */
  readonly sources: readonly (string | undefined)[];
  readonly pool: CellPool;
  /** Row of each training pair's embedding, by id. */
  readonly rowOf: ReadonlyMap<string, number>;
}

/** Trains and evaluates a cell. */
export async function runCell(
  compute: Compute,
  cell: Cell,
  setting: CellSetting,
): Promise<CellOutcome> {
  const { training, fold } = tensorsOf(compute, cell, setting);
  try {
    const looks: Look[] = [];
    const trained = await trainCell(compute, cell, setting, setting.pool, training, {
      after: isCompared(cell) ? tenths(setting.optimizer.steps) : [],
      look: async (step, projectors) => {
        const balancedTop1 = await glance(compute, projectors, fold);
        if (balancedTop1 !== undefined) looks.push({ step, balancedTop1 });
      },
    });
    try {
      return await assess(compute, cell, setting, trained, training, fold, looks);
    } finally {
      trained.release();
    }
  } finally {
    compute.release(training.audio, training.text, fold.items, fold.prompts);
  }
}

async function assess(
  compute: Compute,
  cell: Cell,
  { pool, sources }: CellSetting,
  trained: TrainedProjectors,
  { text }: TrainingTensors,
  fold: FoldTensors,
  looks: readonly Look[],
): Promise<CellOutcome> {
  const projected = await projectFold(compute, trained, fold);
  const wasTrained = cell.condition !== "untrained";
  const finalLoss = trained.losses.at(-1);
  return {
    cell,
    pairs: wasTrained ? pool.pairs.length + (pool.heldOut?.pairs.length ?? 0) : 0,
    classes: wasTrained ? new Set(pool.pairs.flatMap(({ label }) => label ?? [])).size : 0,
    ...(finalLoss === undefined ? {} : { finalLoss }),
    ...(trained.chosen ? { chosenStep: trained.chosen.step } : {}),
    zeroShot: await nameItems(compute, projected),
    precisions: await precisionsOf(compute, projected),
    singlePrompts: await namedByEachPrompt(compute, projected),
    looks,
    ...(hasSharedSpace(cell)
      ? { shared: await measureSharedSpace(compute, { ...projected, sources }, cell.seed) }
      : {}),
    ...(isPictured(cell)
      ? {
        projected: {
          dim: projected.items.dim,
          items: projected.items.values,
          texts: await projectedTexts(compute, trained, text),
        },
      }
      : {}),
  };
}

/** A cell of the pools that are compared, with true texts: what choosing by evaluation items would give is measured. */
function isCompared({ condition, randomText }: Cell): boolean {
  return !randomText && ["dirty", "clean", "control"].includes(condition);
}

/** Whether the shared space is measured: of the conditions, and of random codes on the clean pool, beside it. */
function hasSharedSpace(cell: Cell): boolean {
  const { condition, randomText } = cell;
  if (randomText) return condition === "clean";
  return isCompared(cell) || condition === "shuffled" || condition === "untrained";
}

/** Whether the shared space is drawn. */
function isPictured({ condition, randomText, fold, rank }: Cell): boolean {
  return fold === 0 && rank === 0 && !randomText &&
    (condition === "dirty" || condition === "clean");
}

function tenths(steps: number): number[] {
  const after = Array.from({ length: LOOKS }, (_, i) => Math.round((i + 1) * steps / LOOKS));
  return [...new Set(after)].filter((step) => step >= 1);
}

function tensorsOf(
  compute: Compute,
  cell: Cell,
  { audio, text, prompts, fold, pool, rowOf }: CellSetting,
): { training: TrainingTensors; fold: FoldTensors } {
  const poolRows = pool.pairs.map(({ id }) => rowOf.get(id)!);
  const standardization = measureStandardization(audio.training, poolRows);
  const fromEvaluation = standardize(selectRows(audio.evaluation, fold.itemRows), standardization);
  const vectors = cell.randomText ? randomCodes(text, cell.seed) : text.vectors;
  const textRow = new Map(text.texts.map((words, row) => [words, row]));
  const promptRows = fold.labels.flatMap((label) =>
    promptTexts(label, prompts).map((words) => textRow.get(words)!)
  );
  return {
    training: {
      audio: upload(compute, standardize(audio.training, standardization)),
      text: upload(compute, vectors),
      rowOf,
      textRow,
    },
    fold: {
      items: upload(compute, fromEvaluation),
      truths: fold.truths,
      prompts: upload(compute, selectRows(vectors, promptRows)),
      promptLabels: fold.labels.flatMap((_, label) => prompts.map(() => label)),
      labels: fold.labels.length,
    },
  };
}

function upload(compute: Compute, { rows, columns, values }: Matrix): Tensor {
  return compute.tensor(rows, columns, values);
}

async function projectedTexts(
  compute: Compute,
  trained: TrainedProjectors,
  text: Tensor,
): Promise<Float32Array> {
  const projected = projectRows(compute, trained, "text", text);
  try {
    return await compute.read(projected);
  } finally {
    compute.release(projected);
  }
}
