/**
 * Runs one training of an audit, then classifies the evaluation items of its class fold.
 * @module
 */
import { type Matrix, matrixOf } from "../../basics/matrix.ts";
import type { Compute, Tensor } from "../../compute/compute.ts";
import type { ZeroShot } from "../../measures/zero_shot/zero_shot.ts";
import { projectRows, type TrainedProjectors } from "../../projector/training.ts";
import { glance, namedByEachPrompt, nameItems, precisionsOf, projectFold } from "./answers.ts";
import { isDirtyOrClean, isPermuted, type Training } from "./plan.ts";
import { measureSharedSpace, type SharedSpace } from "./shared_space.ts";
import {
  type PlacedTraining,
  placeTraining,
  releasePlaced,
  type TrainingSetting,
  trainProjectorsOf,
} from "./train_projectors.ts";

/** Number of times that the evaluation items are classified during training: after each tenth of the steps. */
const LOOKS = 10;

/** The outcome of a training. */
export interface TrainingOutcome {
  /** The training. */
  readonly training: Training;
  /** Number of pairs in the pool, including those held out for validation; 0 for `untrained`. */
  readonly pairs: number;
  /** Number of distinct labels of the pairs that are trained on. */
  readonly classes: number;
  /** Loss of the last step, in nats; absent for `untrained`. */
  readonly finalLoss?: number;
  /** The step whose parameters early stopping kept; absent without early stopping. */
  readonly chosenStep?: number;
  /** The zero-shot classification of the class fold's items. */
  readonly zeroShot: ZeroShot;
  /** Average precision of each item; the mean average precision is their mean over classes. */
  readonly precisions: Float64Array;
  /** Balanced top-1 of each prompt alone; empty where labels have one prompt. */
  readonly singlePrompts: readonly number[];
  /** Accuracy during training, by which nothing is chosen; empty where it was not measured. */
  readonly looks: readonly Look[];
  /** The shared space, where it is measured. */
  readonly shared?: SharedSpace;
  /** Rows of the shared space for pictures, where they are kept. */
  readonly projected?: ProjectedRows;
}

/** An accuracy during training. */
export interface Look {
  /** The step after which it was measured. */
  readonly step: number;
  /** Balanced top-1 of the evaluation items. */
  readonly balancedTop1: number;
}

/** Raw projector outputs, row by row. */
export interface ProjectedRows {
  /** The items of the class fold. */
  readonly items: Matrix;
  /** The texts of the text backbone, in its order. */
  readonly texts: Matrix;
}

/** Trains and evaluates. */
export async function runTraining(
  compute: Compute,
  training: Training,
  setting: TrainingSetting,
): Promise<TrainingOutcome> {
  const placed = placeTraining(compute, training, setting);
  try {
    const looks: Look[] = [];
    const trained = await trainProjectorsOf(compute, training, setting, placed.pool, {
      after: isCompared(training) ? tenths(setting.optimizer.steps) : [],
      look: async (step, projectors) => {
        const balancedTop1 = await glance(compute, projectors, placed.fold);
        if (balancedTop1 !== undefined) looks.push({ step, balancedTop1 });
      },
    });
    try {
      return await assess(compute, training, setting, trained, placed, looks);
    } finally {
      trained.release();
    }
  } finally {
    releasePlaced(compute, placed);
  }
}

async function assess(
  compute: Compute,
  training: Training,
  { pool, fold: { sources } }: TrainingSetting,
  trained: TrainedProjectors,
  placed: PlacedTraining,
  looks: readonly Look[],
): Promise<TrainingOutcome> {
  const projected = await projectFold(compute, trained, placed.fold);
  const wasTrained = training.condition.kind !== "untrained";
  const finalLoss = trained.losses.at(-1);
  return {
    training,
    pairs: wasTrained ? pool.pairs.length + (pool.heldOut?.pairs.length ?? 0) : 0,
    classes: wasTrained ? new Set(pool.pairs.flatMap(({ label }) => label ?? [])).size : 0,
    ...(finalLoss === undefined ? {} : { finalLoss }),
    ...(trained.chosen ? { chosenStep: trained.chosen.step } : {}),
    zeroShot: await nameItems(compute, projected),
    precisions: await precisionsOf(compute, projected),
    singlePrompts: await namedByEachPrompt(compute, projected),
    looks,
    ...(hasSharedSpace(training)
      ? { shared: await measureSharedSpace(compute, { ...projected, sources }, training.seed) }
      : {}),
    ...(isPictured(training)
      ? {
        projected: {
          items: matrixOf(projected.items.columns, projected.items.values),
          texts: await projectedTexts(compute, trained, placed.pool.data.text),
        },
      }
      : {}),
  };
}

/** Whether selection leakage is measured: for the pools that are compared, with true texts. */
function isCompared({ condition, randomText }: Training): boolean {
  return !randomText && ["dirty", "clean", "control"].includes(condition.kind);
}

/** Whether the shared space is measured: for the conditions, and for random codes on the clean pool. */
function hasSharedSpace(training: Training): boolean {
  const { condition, randomText } = training;
  if (randomText) return condition.kind === "clean";
  return isCompared(training) || isPermuted(training) || condition.kind === "untrained";
}

/** Whether the shared space is drawn. */
function isPictured(training: Training): boolean {
  return training.fold === 0 && training.rank === 0 && isDirtyOrClean(training);
}

function tenths(steps: number): number[] {
  const after = Array.from({ length: LOOKS }, (_, i) => Math.round((i + 1) * steps / LOOKS));
  return [...new Set(after)].filter((step) => step >= 1);
}

async function projectedTexts(
  compute: Compute,
  trained: TrainedProjectors,
  text: Tensor,
): Promise<Matrix> {
  const projected = projectRows(compute, trained, "text", text);
  try {
    return matrixOf(projected.columns, await compute.read(projected));
  } finally {
    compute.release(projected);
  }
}
