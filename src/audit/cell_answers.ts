/**
 * How projectors answer a class fold: each item is named after the label whose prompts are nearest.
 * @module
 */
import type { Compute, Tensor } from "../compute/compute.ts";
import { precisionOfItems } from "../evaluation/average_precision.ts";
import { ensembleOf, singlePrompts } from "../evaluation/prompts.ts";
import { classifyZeroShot, type ZeroShot } from "../evaluation/zero_shot.ts";
import { projectRows, type TrainedProjectors } from "../projector/training.ts";
import { type LabeledVectors, unitRows } from "../separability/labeled_vectors.ts";

/** A class fold on the device. */
export interface FoldTensors {
  /** Audio embeddings of its items, standardized. */
  readonly items: Tensor;
  /** Label of each item. */
  readonly truths: readonly number[];
  /** Text embeddings of its labels' prompts, label by label. */
  readonly prompts: Tensor;
  /** Label of each prompt. */
  readonly promptLabels: readonly number[];
  /** Number of labels. */
  readonly labels: number;
}

/** Items, prompts and labels in the shared space. */
export interface Projected {
  /** The items and their labels. */
  readonly items: LabeledVectors;
  /** The prompts and their labels. */
  readonly prompts: LabeledVectors;
  /** A row for each label: its prompt's, or the mean of its prompts' unit vectors. */
  readonly labels: Float32Array;
  /** How the items are named. */
  readonly zeroShot: ZeroShot;
}

type Projectors = Pick<TrainedProjectors, "projector" | "parameters">;

/** Projects a class fold and names its items. */
export async function nameItems(
  compute: Compute,
  projectors: Projectors,
  fold: FoldTensors,
): Promise<Projected> {
  const items = projectRows(compute, projectors, "audio", fold.items);
  const prompts = projectRows(compute, projectors, "text", fold.prompts);
  try {
    const [itemRows, promptRows] = await Promise.all([compute.read(items), compute.read(prompts)]);
    const dim = items.columns;
    const ofPrompts = {
      values: promptRows,
      dim,
      classes: fold.promptLabels,
      classCount: fold.labels,
    };
    const hasSeveral = fold.promptLabels.length > fold.labels;
    const labels = hasSeveral ? ensembleOf(ofPrompts) : promptRows;
    return {
      items: { values: itemRows, dim, classes: fold.truths, classCount: fold.labels },
      prompts: ofPrompts,
      labels,
      zeroShot: hasSeveral
        ? await classify(compute, items, labels, fold)
        : await classifyZeroShot(compute, items, prompts, fold.truths),
    };
  } finally {
    compute.release(items, prompts);
  }
}

async function classify(
  compute: Compute,
  items: Tensor,
  labels: Float32Array,
  { truths, labels: count }: FoldTensors,
): Promise<ZeroShot> {
  const uploaded = compute.tensor(count, items.columns, labels);
  try {
    return await classifyZeroShot(compute, items, uploaded, truths);
  } finally {
    compute.release(uploaded);
  }
}

/** Balanced top-1 on the way; undefined of a training that has diverged, which says so itself at its end. */
export async function glance(
  compute: Compute,
  projectors: Projectors,
  fold: FoldTensors,
): Promise<number | undefined> {
  const parameters = await compute.read(projectors.parameters.values);
  if (!parameters.every(Number.isFinite)) return undefined;
  return (await nameItems(compute, projectors, fold)).zeroShot.balancedTop1;
}

/** Balanced top-1 of each prompt alone; nothing where labels have one. */
export async function namedByEachPrompt(
  compute: Compute,
  { items, prompts }: Projected,
  fold: FoldTensors,
): Promise<number[]> {
  if (fold.promptLabels.length === fold.labels) return [];
  const uploaded = compute.tensor(items.classes.length, items.dim, items.values);
  const accuracies: number[] = [];
  try {
    for (const labels of singlePrompts(prompts)) {
      accuracies.push((await classify(compute, uploaded, labels, fold)).balancedTop1);
    }
    return accuracies;
  } finally {
    compute.release(uploaded);
  }
}

/** The precision of each item: their means over classes make the mean average precision. */
export async function precisionsOf(
  compute: Compute,
  { items, labels }: Projected,
): Promise<Float64Array> {
  const { values, dim, classes, classCount } = items;
  const x = compute.tensor(classes.length, dim, unitRows(values, dim));
  const y = compute.tensor(classCount, dim, unitRows(labels, dim));
  const scores = compute.tensor(classes.length, classCount);
  try {
    compute.matrixMultiply(x, y, scores, { transpose: "right" });
    return precisionOfItems(await compute.read(scores), classes, classCount);
  } finally {
    compute.release(x, y, scores);
  }
}
