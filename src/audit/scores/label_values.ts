/**
 * Average precisions of labels, of which an item may have several, over class folds and trainings, with their intervals.
 * @module
 */
import { bootstrapLabels, type LabelValues } from "../../statistics/label_bootstrap.ts";
import type { Estimate } from "../../statistics/bootstrap.ts";
import { mean } from "../../statistics/means.ts";
import type { Fold } from "../trainings/folds.ts";
import type { TrainingOutcome } from "../trainings/run_training.ts";
import type { Resampling } from "./resampling.ts";

/** A class fold, or what is left of one. */
type Ranked = Pick<Fold, "labels" | "ranked">;

/** Joins the values of class folds, fold after fold. */
export function joinFolds(folds: readonly LabelValues[]): LabelValues {
  const [first] = folds;
  if (folds.length === 1) return first!;
  const labels = folds.reduce((sum, { values }) => sum + values.length, 0);
  const blocks = first!.influences.length / first!.values.length;
  const values = Float64Array.from(folds.flatMap(({ values }) => [...values]));
  const influences = new Float64Array(blocks * labels);
  for (let block = 0, place = 0; block < blocks; block++) {
    for (const { values: { length }, influences: own } of folds) {
      influences.set(own.subarray(block * length, (block + 1) * length), place);
      place += length;
    }
  }
  return { values, influences };
}

/** Returns the mean of the values of the same labels. */
export function meanValues(all: readonly LabelValues[]): LabelValues {
  if (all.length === 1) return all[0]!;
  const meanOf = (of: keyof LabelValues) =>
    Float64Array.from(all[0]![of], (_, i) => mean(all.map((one) => one[of][i]!)));
  return { values: meanOf("values"), influences: meanOf("influences") };
}

/**
 * Names the values of labels, in the order of results of items with one label.
 *
 * @param labels the labels of all class folds, fold after fold
 * @param values a value of each; a label whose value is NaN has none
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const values = Float64Array.of(0.5, NaN, 0.25);
 * assert.deepEqual(Object.entries(byLabel(["dog", "cat", "bee"], { values })), [["bee", 0.25], ["dog", 0.5]]);
 * ```
 */
export function byLabel(
  labels: readonly string[],
  { values }: Pick<LabelValues, "values">,
): Record<string, number> {
  const named = labels.map((label, at) => [label, values[at]!] as const)
    .filter(([, value]) => !Number.isNaN(value));
  return Object.fromEntries(named.toSorted(([a], [b]) => a < b ? -1 : 1));
}

/** Returns the values of some of the labels. */
export function onlyLabels(
  { values, influences }: LabelValues,
  kept: readonly number[],
): LabelValues {
  const { length } = values;
  const blocks = influences.length / length;
  return {
    values: Float64Array.from(kept, (label) => values[label]!),
    influences: Float64Array.from(
      { length: blocks * kept.length },
      (_, at) => influences[Math.floor(at / kept.length) * length + kept[at % kept.length]!]!,
    ),
  };
}

/**
 * Gathers the values of the labels of all class folds, fold after fold, for each rank of seeds; the mean over draws of a
 * control pool.
 */
export function gatherLabels(
  outcomes: readonly TrainingOutcome[],
  valuesOf: (outcome: TrainingOutcome) => LabelValues = ({ ranking }) => ranking!,
): LabelValues[] {
  const ranks = Map.groupBy(outcomes, ({ training }) => training.rank);
  return Array.from(ranks.values(), (own) => {
    const folds = Map.groupBy(own, ({ training }) => training.fold);
    const order = [...folds.keys()].sort((a, b) => a - b);
    return joinFolds(order.map((fold) => meanValues(folds.get(fold)!.map(valuesOf))));
  });
}

/**
 * Estimates means over labels; all quantities have as many labels.
 *
 * @param quantities for each, the values of each training, and the list of its seeds
 */
export function estimateLabels(
  quantities: readonly { readonly trainings: readonly LabelValues[]; readonly seedList: string }[],
  { options, blocks }: Pick<Resampling, "options" | "blocks">,
): Estimate[] {
  if (quantities.length === 0) return [];
  const labels = quantities[0]!.trainings[0]!.values.length;
  return bootstrapLabels(quantities, { ...blocks!, labels }, options);
}

/** Returns the labels of class folds, fold after fold. */
export function labelsOf(folds: readonly Ranked[]): string[] {
  return folds.flatMap(({ labels }) => labels);
}
