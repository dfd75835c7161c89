/**
 * The paired bootstrap of means over labels, of which an item may have several.
 *
 * Labels share their items, so sources belong to no label. A measure of a label depends on all items; how, to first
 * order, its derivatives say. The estimands are those of classes: of *these labels* the sources of all items are drawn
 * with replacement; of *labels like these* labels and sources together. As with classes, deviations of sources and of
 * trainings are multiplied by √(n / (n - 1)).
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { RandomStream } from "../basics/random.ts";
import type { BootstrapOptions, Estimate } from "./bootstrap.ts";
import { accuracyBounds } from "./bounds.ts";
import { drawCounts, drawWeights } from "./draws.ts";
import { mean } from "./means.ts";

/** The measure of each label in one training. */
export interface LabelValues {
  /** A value from 0 to 1 for each label. */
  readonly values: Float64Array;
  /** blocks × labels: the derivative of a label's value with respect to the weight of a block of sources. */
  readonly influences: Float64Array;
}

/** A mean over labels and trainings whose uncertainty is estimated. */
export interface LabelQuantity {
  /** The trainings, at least one. */
  readonly trainings: readonly LabelValues[];
  /** Quantities that name the same list share its draws: training i of one is paired with training i of the other. */
  readonly seedList: string;
}

/** What is resampled. */
export interface LabelUnits {
  /** Number of labels. */
  readonly labels: number;
  /** Number of blocks of sources that are drawn. */
  readonly blocks: number;
  /** Number of sources. */
  readonly sources: number;
}

/**
 * Draws the resamples and evaluates every quantity on each of them.
 *
 * @throws {InputError} when quantities with one seed list have different numbers of trainings
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { intervalOf } from "./intervals.ts";
 * const values = Float64Array.of(0.5, 0.7);
 * const influences = Float64Array.of(0.1, 0, -0.1, 0);
 * const quantity = { trainings: [{ values, influences }], seedList: "seeds" };
 * const units = { labels: 2, blocks: 2, sources: 2 };
 * const [estimate] = bootstrapLabels([quantity], units, { resamples: 100, seed: 0 });
 * assert.equal(estimate!.value, 0.6);
 * const { low, high } = intervalOf(estimate!);
 * assert(low < 0.6 && 0.6 < high);
 * ```
 */
export function bootstrapLabels(
  quantities: readonly LabelQuantity[],
  units: LabelUnits,
  { resamples, seed }: BootstrapOptions,
): Estimate[] {
  const labels = new RandomStream(seed, "bootstrap labels");
  const blocks = new RandomStream(seed, "bootstrap sources of labels");
  const lists = seedLists(quantities, seed);
  const estimates = quantities.map(({ trainings }) => ({
    value: mean(trainings.map(({ values }) => mean(values))),
    theseClasses: new Float64Array(resamples),
    classesLikeThese: new Float64Array(resamples),
    bounds: accuracyBounds(units.labels, units.sources),
  }));
  const means = quantities.map(({ trainings }) => trainings.map((one) => overLabels(one, units)));
  for (let resample = 0; resample < resamples; resample++) {
    const drawn = drawCounts(labels, units.labels);
    const weights = drawWeights(blocks, units.blocks);
    const trainingsOf = new Map(
      Array.from(lists, ([name, { length, random }]) => [name, drawWeights(random, length)]),
    );
    quantities.forEach(({ trainings, seedList }, at) => {
      const own = trainingsOf.get(seedList)!;
      const { theseClasses, classesLikeThese } = estimates[at]!;
      trainings.forEach((training, i) => {
        const weight = own[i]! / trainings.length;
        if (weight === 0) return;
        theseClasses[resample]! += weight * ofThese(means[at]![i]!, weights);
        classesLikeThese[resample]! += weight * likeThese(training, drawn, weights);
      });
    });
  }
  return estimates;
}

/** Returns the length and random numbers of each seed list. */
function seedLists(quantities: readonly LabelQuantity[], seed: number) {
  const lists = new Map<string, { length: number; random: RandomStream }>();
  for (const { seedList, trainings: { length } } of quantities) {
    const known = lists.get(seedList);
    if (length === 0 || (known !== undefined && known.length !== length)) {
      throw new InputError(
        `A quantity of seed list "${seedList}" has ${length} trainings; expected ${
          known?.length ?? "some"
        }`,
      );
    }
    const random = new RandomStream(seed, `bootstrap trainings ${seedList}`);
    if (known === undefined) lists.set(seedList, { length, random });
  }
  return lists;
}

/** The mean over labels of a training, and its derivatives. */
interface LabelMeans {
  readonly value: number;
  readonly influences: Float64Array;
}

function overLabels({ values, influences }: LabelValues, { labels, blocks }: LabelUnits) {
  return {
    value: mean(values),
    influences: Float64Array.from(
      { length: blocks },
      (_, block) => mean(influences.subarray(block * labels, (block + 1) * labels)),
    ),
  };
}

function ofThese({ value, influences }: LabelMeans, weights: Float64Array): number {
  return influences.reduce((sum, one, block) => sum + (weights[block]! - 1) * one, value);
}

function likeThese(
  { values, influences }: LabelValues,
  drawn: Uint32Array,
  weights: Float64Array,
): number {
  const { length } = values;
  let sum = 0;
  for (let label = 0; label < length; label++) sum += drawn[label]! * values[label]!;
  for (let block = 0; block < weights.length; block++) {
    let own = 0;
    for (let label = 0; label < length; label++) {
      own += drawn[label]! * influences[block * length + label]!;
    }
    sum += (weights[block]! - 1) * own;
  }
  return sum / length;
}

/**
 * Evaluates each label of one training on the draws of sources of {@link bootstrapLabels}.
 *
 * @param sourcesOf the number of sources of each label's own items
 * @returns an estimate for each label, of that label alone
 */
export function eachLabel(
  { values, influences }: LabelValues,
  { labels, blocks }: Pick<LabelUnits, "labels" | "blocks">,
  sourcesOf: readonly number[],
  { resamples, seed }: BootstrapOptions,
): Estimate[] {
  const random = new RandomStream(seed, "bootstrap sources of labels");
  const resampled = Array.from(values, (value) => new Float64Array(resamples).fill(value));
  for (let resample = 0; resample < resamples; resample++) {
    const weights = drawWeights(random, blocks);
    for (let block = 0; block < blocks; block++) {
      for (let label = 0; label < labels; label++) {
        resampled[label]![resample]! += (weights[block]! - 1) *
          influences[block * labels + label]!;
      }
    }
  }
  return resampled.map((theseClasses, label) => ({
    value: values[label]!,
    theseClasses,
    classesLikeThese: theseClasses,
    bounds: accuracyBounds(1, sourcesOf[label]!),
  }));
}
