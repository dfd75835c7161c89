/**
 * Classifies a class fold with projectors: each item gets the label whose prompts are nearest.
 * @module
 */
import { type Matrix, matrixOf } from "../../basics/matrix.ts";
import type { Compute, Tensor } from "../../compute/compute.ts";
import { placeMatrix } from "../../compute/place_matrix.ts";
import { precisionOfItems } from "../../measures/average_precision.ts";
import { ensembleOf, singlePrompts } from "../../measures/zero_shot/ensembles.ts";
import { classifyZeroShot, type ZeroShot } from "../../measures/zero_shot/zero_shot.ts";
import { projectRows, type TrainedProjectors } from "../../projector/training.ts";
import { type LabeledVectors, unitRows } from "../../measures/labeled_vectors.ts";

/** The data of a class fold on the device. */
export interface FoldTensors {
  /** Audio embeddings of its items, standardized. */
  readonly items: Tensor;
  /** Index of the label of each item. */
  readonly truths: readonly number[];
  /** Text embeddings of its labels' prompts, label by label. */
  readonly prompts: Tensor;
  /** Index of the label of each prompt. */
  readonly promptLabels: readonly number[];
  /** Number of labels. */
  readonly labels: number;
  /** The captions of its items, where retrieval is measured. */
  readonly captions?: FoldCaptions | undefined;
}

/** The captions of a class fold's items. */
export interface FoldCaptions {
  /** Their embeddings on the device. */
  readonly texts: Tensor;
  /** The items that have captions, by their positions in the class fold. */
  readonly items: readonly number[];
  /** For each caption the position of its item in `items`. */
  readonly soundOf: readonly number[];
}

/** Items, prompts and labels in the shared space. */
export interface Projected {
  /** The items and their labels. */
  readonly items: LabeledVectors;
  /** The prompts and their labels. */
  readonly prompts: LabeledVectors;
  /** A row for each label: its prompt's, or the mean of its prompts' unit vectors. */
  readonly labels: Matrix;
}

type Projectors = Pick<TrainedProjectors, "projector" | "parameters">;

/** Projects a class fold. */
export async function projectFold(
  compute: Compute,
  projectors: Projectors,
  fold: FoldTensors,
): Promise<Projected> {
  const items = projectRows(compute, projectors, "audio", fold.items);
  const prompts = projectRows(compute, projectors, "text", fold.prompts);
  try {
    const read = async (tensor: Tensor) => matrixOf(tensor.columns, await compute.read(tensor));
    const [itemRows, promptRows] = await Promise.all([read(items), read(prompts)]);
    const ofPrompts = { ...promptRows, classes: fold.promptLabels, classCount: fold.labels };
    return {
      items: { ...itemRows, classes: fold.truths, classCount: fold.labels },
      prompts: ofPrompts,
      labels: hasSeveral(ofPrompts) ? ensembleOf(ofPrompts) : promptRows,
    };
  } finally {
    compute.release(items, prompts);
  }
}

function hasSeveral({ classes, classCount }: LabeledVectors): boolean {
  return classes.length > classCount;
}

/** Gives each item the nearest label. */
export async function nameItems(
  compute: Compute,
  { items, labels }: Pick<Projected, "items" | "labels">,
): Promise<ZeroShot> {
  const x = placeMatrix(compute, items);
  const y = placeMatrix(compute, labels);
  try {
    return await classifyZeroShot(compute, x, y, items.classes);
  } finally {
    compute.release(x, y);
  }
}

/** Computes balanced top-1 during training; undefined for a diverged training, which throws at its end. */
export async function glance(
  compute: Compute,
  projectors: Projectors,
  fold: FoldTensors,
): Promise<number | undefined> {
  const projected = await projectFold(compute, projectors, fold);
  const { items, prompts } = projected;
  if (![items, prompts].every(({ values }) => values.every(Number.isFinite))) return undefined;
  return (await nameItems(compute, projected)).balancedTop1;
}

/** Computes balanced top-1 of each prompt alone; empty where labels have one prompt. */
export async function namedByEachPrompt(
  compute: Compute,
  { items, prompts }: Projected,
): Promise<number[]> {
  if (!hasSeveral(prompts)) return [];
  const accuracies: number[] = [];
  for (const labels of singlePrompts(prompts)) {
    accuracies.push((await nameItems(compute, { items, labels })).balancedTop1);
  }
  return accuracies;
}

/** Computes the average precision of each item; the mean average precision is their mean over classes. */
export async function precisionsOf(
  compute: Compute,
  { items, labels }: Projected,
): Promise<Float64Array> {
  const { rows, classes, classCount } = items;
  const x = placeMatrix(compute, unitRows(items));
  const y = placeMatrix(compute, unitRows(labels));
  const scores = compute.tensor(rows, classCount);
  try {
    compute.matrixMultiply(x, y, scores, { transpose: "right" });
    return precisionOfItems(await compute.read(scores), classes, classCount);
  } finally {
    compute.release(x, y, scores);
  }
}
