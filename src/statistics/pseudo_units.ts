/**
 * Pseudo-units in the bootstrap: two units beside those that were observed, whose values are the ends of what can be.
 *
 * A bootstrap of few units is too short at the edges: where ten classes are all named right, every resample is 1. An
 * accuracy gets one unit of 0 and one of 1, which is the bootstrap's form of the interval of Agresti and Coull
 * ("Approximate is better than 'exact' for interval estimation of binomial proportions", The American Statistician 52
 * (1998)); a paired difference four of weight one half, 0, 0, 1 and -1, as Agresti and Min add to the table of matched
 * pairs ("Simple improved confidence intervals for comparing matched proportions", Statistics in Medicine 24 (2005)).
 * @module
 */
import { RandomStream } from "../basics/random.ts";
import type { Bounds } from "./bounds.ts";

/** The values of four pseudo-units of weight one half. */
export type PseudoValues = readonly [number, number, number, number];

/** A smaller estimate is 0: sums of trainings in another order differ by some 1e-16. */
const ROUNDING = 1e-12;

/** Weight of all pseudo-units together. */
const PSEUDO_UNITS = 2;

/**
 * Returns the pseudo-values of each interval whose hull is taken: what the accuracies of a unit can be at their ends; and
 * for a difference, which can have either sign, also no difference and the end on the estimate's side, since a rare
 * large effect in that direction is what few units miss.
 *
 * @param value the estimate
 */
export function pseudoValues({ none, all, least, most }: Bounds, value: number): PseudoValues[] {
  const hasBothSigns = least < Math.min(none, all) && Math.abs(value) > ROUNDING;
  const end = value > 0 ? most : least;
  return [
    [none, all, least, most],
    ...(hasBothSigns ? [[none, all, end, end] as const] : []),
  ];
}

/**
 * Adds pseudo-units to the resamples of a mean over units: of as many draws as there are units and pseudo-units, those
 * that hit a pseudo-unit take its value, and the others the resample's mean.
 *
 * @param resamples means over resampled units
 * @param units number of observed units
 *
 * @example Ten classes that were all named right:
 * ```ts
 * import assert from "node:assert/strict";
 * const perfect = new Float64Array(1000).fill(1);
 * const means = addPseudoUnits(perfect, 10, [0, 1, 0, 1]);
 * const center = means.reduce((sum, value) => sum + value) / means.length;
 * assert.ok(Math.abs(center - 11 / 12) < 0.01);
 * ```
 */
export function addPseudoUnits(
  resamples: Float64Array,
  units: number,
  values: PseudoValues,
): Float64Array {
  const random = new RandomStream(units, "pseudo-units");
  const draws = units + PSEUDO_UNITS;
  return resamples.map((mean) => {
    let hits = drawHits(random, draws, PSEUDO_UNITS / draws);
    let sum = (draws - hits) * mean;
    for (; hits > 0; hits--) sum += values[random.below(values.length)]!;
    return sum / draws;
  });
}

/** Draws from the binomial distribution by inversion; the expectation is 2, so it takes a few steps. */
function drawHits(random: RandomStream, draws: number, share: number): number {
  let left = random.uniform();
  let probability = (1 - share) ** draws;
  for (let hits = 0; hits < draws; hits++) {
    if (left < probability) return hits;
    left -= probability;
    probability *= (draws - hits) / (hits + 1) * share / (1 - share);
  }
  return draws;
}
