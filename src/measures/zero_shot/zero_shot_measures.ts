/**
 * Computes every zero-shot measure of items and prompts in one space, with intervals.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { stepper, type WorkOptions } from "../../basics/progress.ts";
import type { Compute } from "../../compute/compute.ts";
import type { Matrix } from "../../basics/matrix.ts";
import { type LabeledVectors, requireLabeledVectors, unitRows } from "../labeled_vectors.ts";
import {
  bootstrap,
  type BootstrapOptions,
  type Quantity,
  untrainedQuantity,
} from "../../statistics/bootstrap.ts";
import { classMeans, mean } from "../../statistics/means.ts";
import { type Measured, measuredOf } from "../../statistics/measured.ts";
import { groupSources } from "../../statistics/sources.ts";
import { associateClasses, type ClassAssociations } from "./associations.ts";
import { precisionOfItems } from "../average_precision.ts";
import { ensembleOf, singlePrompts } from "./ensembles.ts";
import { classifyByScores, type ZeroShot } from "./zero_shot.ts";

/** One label. */
export interface LabelMeasures {
  /** Number of its items; without items, it has no measures. */
  readonly items: number;
  /** Share of its items named correctly, with the interval over resampled sources. */
  readonly accuracy?: {
    readonly value: number;
    readonly low_fixed: number;
    readonly high_fixed: number;
  };
  /** Its average precision. */
  readonly average_precision?: number;
  /** Mean cosine silhouette of its items, in this space. */
  readonly silhouette?: number;
  /** Cosine similarity of its text, or ensemble, to the nearest other label's. */
  readonly nearest_text?: number;
}

/** How much the accuracy depends on the prompt: balanced top-1 with one prompt for each label. */
export interface PromptSpread {
  /** Balanced top-1 of each set of single prompts. */
  readonly balanced_top1: readonly number[];
  /** Their mean. */
  readonly mean: number;
  /** Their standard deviation, with denominator n - 1. */
  readonly sd: number;
}

/** Every measure. */
export interface ZeroShotMeasures {
  /** Mean over classes of the share of a class's items that are named correctly: the headline. */
  readonly balanced_top1: Measured;
  /** Share of items named correctly. */
  readonly top1: Measured;
  /** Share of items whose label is among the five nearest (of all labels if there are fewer). */
  readonly top5: Measured;
  /** Mean over classes of average precision; resampling does not change the items that an item is ranked among. */
  readonly mean_average_precision: Measured;
  /** Rank correlations, over classes, of the accuracy with the last two of their measures, if they exist. */
  readonly associations?: Pick<ClassAssociations, "silhouette" | "nearest_text">;
  /** Each label, by its number. */
  readonly labels: readonly LabelMeasures[];
  /** labels × labels counts, row by row: the row is the true label, the column the predicted one. */
  readonly confusion: Uint32Array;
  /** Only if a label has several prompts. */
  readonly single_prompts?: PromptSpread;
}

/** Items and prompts in one space. */
export interface ZeroShotData {
  /** The items and their labels; labels without items compete, too. */
  readonly items: LabeledVectors;
  /** The prompts and their labels: at least one for each label. */
  readonly prompts: LabeledVectors;
  /** Source of each item; an item without one is its own source. */
  readonly sources: readonly (string | undefined)[];
}

/**
 * Measures a zero-shot classification by cosine similarity to each label's prompts, or their ensemble.
 *
 * @param options the bootstrap's; progress counts a unit for the ensemble, for each set of single prompts, and for the
 * intervals
 * @throws {InputError} when widths differ, vectors do not match their labels or sources, or a label has no prompt
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCpu } from "../../compute/cpu/cpu_compute.ts";
 * const compute = openCpu();
 * const sounds = { rows: 3, columns: 2, values: Float32Array.of(1, 0, 0, 1, 1, 2) };
 * const texts = { rows: 2, columns: 2, values: Float32Array.of(2, 1, 1, 3) };
 * const items = { ...sounds, classes: [0, 1, 1], classCount: 2 };
 * const prompts = { ...texts, classes: [0, 1], classCount: 2 };
 * const sources = ["a", "b", "c"];
 * const measured = await measureZeroShot(compute, { items, prompts, sources }, { resamples: 100, seed: 0 });
 * assert.equal(measured.balanced_top1.value, 1);
 * compute.close();
 * ```
 */
export async function measureZeroShot(
  compute: Compute,
  { items, prompts, sources }: ZeroShotData,
  options: BootstrapOptions & WorkOptions,
): Promise<ZeroShotMeasures> {
  requireLabeledVectors(items);
  requireLabeledVectors(prompts);
  if (items.columns !== prompts.columns) {
    throw new InputError(
      `Items of width ${items.columns} and prompts of width ${prompts.columns}; expected one space`,
    );
  }
  const most = Math.max(...countBy(prompts));
  const total = 2 + (most === 1 ? 0 : most);
  const step = stepper("evaluating", total, options);
  await step(0);
  const texts = ensembleOf(prompts);
  const ensemble = await classify(compute, items, texts);
  await step(1);
  const singles: number[] = [];
  if (most > 1) {
    for (const labels of singlePrompts(prompts)) {
      singles.push((await classify(compute, items, labels)).zeroShot.balancedTop1);
      await step(1 + singles.length);
    }
  }
  const measured = withAssociations(
    items,
    texts,
    withIntervals(items, ensemble, sources, options),
    options,
  );
  await step(total);
  return { ...measured, ...(most > 1 ? { single_prompts: spreadOf(singles) } : {}) };
}

interface Scored {
  readonly zeroShot: ZeroShot;
  /** Computes the cosines, items × labels. */
  readonly scores: Float32Array;
}

async function classify(
  compute: Compute,
  items: LabeledVectors,
  labels: Matrix,
): Promise<Scored> {
  const { columns, classes, classCount } = items;
  const x = compute.tensor(classes.length, columns, unitRows(items).values);
  const y = compute.tensor(classCount, columns, unitRows(labels).values);
  const scores = compute.tensor(classes.length, classCount);
  try {
    compute.matrixMultiply(x, y, scores, { transpose: "right" });
    const zeroShot = await classifyByScores(compute, { scores, classes });
    return { zeroShot, scores: await compute.read(scores) };
  } finally {
    compute.release(x, y, scores);
  }
}

function withIntervals(
  items: LabeledVectors,
  { zeroShot, scores }: Scored,
  sources: readonly (string | undefined)[],
  options: BootstrapOptions,
): ZeroShotMeasures {
  const { classes, classCount } = items;
  const { hits, top5Hits, confusion } = zeroShot;
  const precisions = precisionOfItems(scores, classes, classCount);
  const table = groupSources(classes, sources);
  const quantity = (mean: Quantity["mean"], perItem: ArrayLike<number>) =>
    untrainedQuantity(table, mean, perItem);
  const [balanced, top1, top5, precision] = bootstrap(table, [
    quantity("classes", hits),
    quantity("items", hits),
    quantity("items", top5Hits),
    quantity("classes", precisions),
  ], options).map(measuredOf);
  const averages = classMeans(classes, precisions, classCount);
  const labels = averages.map((average, label): LabelMeasures => {
    const own = [...hits.keys()].filter((item) => classes[item] === label);
    if (average === undefined) return { items: 0 };
    const accuracy = labelAccuracy(own.map((i) => hits[i]!), own.map((i) => sources[i]), options);
    return { items: own.length, accuracy, average_precision: average };
  });
  return {
    balanced_top1: balanced!,
    top1: top1!,
    top5: top5!,
    mean_average_precision: precision!,
    labels,
    confusion,
  };
}

function withAssociations(
  items: LabeledVectors,
  texts: Matrix,
  measured: ZeroShotMeasures,
  options: BootstrapOptions,
): ZeroShotMeasures {
  const accuracies = measured.labels.map(({ accuracy }) => accuracy?.value);
  const found = associateClasses(items, texts, accuracies, options);
  if (found === undefined) return measured;
  const { silhouette, nearest_text, silhouettes, similarities } = found;
  const labels = measured.labels.map((one, label): LabelMeasures => {
    const own = silhouettes[label];
    if (own === undefined) return one;
    return { ...one, silhouette: own, nearest_text: similarities[label]! };
  });
  return { ...measured, labels, associations: { silhouette, nearest_text } };
}

/** The share of correct items of one class, over resampled sources. */
function labelAccuracy(
  hits: readonly number[],
  sources: readonly (string | undefined)[],
  options: BootstrapOptions,
): NonNullable<LabelMeasures["accuracy"]> {
  const table = groupSources(hits.map(() => 0), sources);
  const one = untrainedQuantity(table, "items", hits);
  const { value, low_fixed, high_fixed } = measuredOf(bootstrap(table, [one], options)[0]!);
  return { value, low_fixed, high_fixed };
}

/** The mean and standard deviation of the accuracies of single prompts. */
export function spreadOf(singles: readonly number[]): PromptSpread {
  return { balanced_top1: singles, mean: mean(singles), sd: deviationOf(singles) };
}

/** The standard deviation, with denominator n - 1. */
export function deviationOf(values: readonly number[]): number {
  const center = mean(values);
  const squares = values.map((value) => (value - center) ** 2);
  return Math.sqrt(mean(squares) * values.length / (values.length - 1));
}

function countBy({ classes, classCount }: LabeledVectors): Uint32Array {
  const counts = new Uint32Array(classCount);
  for (let item = 0; item < classes.length; item++) counts[classes[item]!]! += 1;
  return counts;
}
