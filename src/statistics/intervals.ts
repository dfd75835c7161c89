/**
 * Differences of bootstrapped quantities, and the 95 % intervals of both.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import type { Estimate } from "./bootstrap.ts";

/** The 95 % bootstrap interval of an estimate, for each of the two estimands. */
export interface Interval {
  /** Lower end for classes like these: classes, sources and trainings resampled. */
  readonly low: number;
  /** Upper end for classes like these. */
  readonly high: number;
  /** Lower end for these classes: sources within classes, and trainings, resampled. */
  readonly low_fixed: number;
  /** Upper end for these classes. */
  readonly high_fixed: number;
}

/**
 * Adds up estimates of one bootstrap, each times its weight, resample by resample: a difference, a mean, an interaction.
 * So the result's interval is paired.
 *
 * @throws {InputError} when there are no terms, or they have different numbers of resamples
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const estimate = (value: number, ...resamples: number[]) => {
 *   const all = Float64Array.from(resamples);
 *   return { value, theseClasses: all, classesLikeThese: all };
 * };
 * const [one, other] = [estimate(0.5, 0.4, 0.6), estimate(0.25, 0.2, 0.4)];
 * const { value, theseClasses } = combine([[0.5, one], [0.5, other]]);
 * assert.equal(value, 0.375);
 * assert.ok(Math.abs(theseClasses[1]! - 0.5) < 1e-12);
 * ```
 */
export function combine(terms: readonly (readonly [weight: number, of: Estimate])[]): Estimate {
  const resamples = terms[0]?.[1].theseClasses.length;
  const other = terms.find(([, { theseClasses: { length } }]) => length !== resamples);
  if (resamples === undefined || other !== undefined) {
    throw new InputError(
      `Estimates of ${resamples ?? "no"} and ${
        other?.[1].theseClasses.length ?? "no"
      } resamples; ` +
        "expected estimates of one bootstrap",
    );
  }
  const sum = (valueOf: (estimate: Estimate) => number) =>
    terms.reduce((total, [weight, estimate]) => total + weight * valueOf(estimate), 0);
  const each = (of: "theseClasses" | "classesLikeThese") =>
    Float64Array.from({ length: resamples }, (_, i) => sum((estimate) => estimate[of][i]!));
  return {
    value: sum(({ value }) => value),
    theseClasses: each("theseClasses"),
    classesLikeThese: each("classesLikeThese"),
  };
}

/**
 * Subtracts two estimates of one bootstrap, resample by resample; or an exactly known number, such as chance, from an
 * estimate.
 *
 * @throws {InputError} when the estimates have different numbers of resamples
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const two = Float64Array.of(0.4, 0.6);
 * const clean = { value: 0.5, theseClasses: two, classesLikeThese: two };
 * const transfer = difference(clean, 0.25);
 * assert.equal(transfer.value, 0.25);
 * assert.deepEqual(difference(clean, clean).theseClasses, Float64Array.of(0, 0));
 * ```
 */
export function difference(minuend: Estimate, subtrahend: Estimate | number): Estimate {
  if (typeof subtrahend !== "number") return combine([[1, minuend], [-1, subtrahend]]);
  return {
    value: minuend.value - subtrahend,
    theseClasses: minuend.theseClasses.map((value) => value - subtrahend),
    classesLikeThese: minuend.classesLikeThese.map((value) => value - subtrahend),
  };
}

/**
 * Returns the 95 % percentile intervals: the 2.5 % and 97.5 % quantiles of the resamples, interpolated linearly between
 * neighbors as in NumPy (Hyndman and Fan's type 7).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const hundredth = Float64Array.from({ length: 101 }, (_, i) => i / 100);
 * const { low, high } = intervalOf({ value: 0.5, theseClasses: hundredth, classesLikeThese: hundredth });
 * assert.deepEqual([low, high], [0.025, 0.975]);
 * ```
 */
export function intervalOf({ theseClasses, classesLikeThese }: Estimate): Interval {
  const [low, high] = central95(classesLikeThese);
  const [low_fixed, high_fixed] = central95(theseClasses);
  return { low, high, low_fixed, high_fixed };
}

function central95(resamples: Float64Array): [number, number] {
  const sorted = resamples.toSorted();
  return [quantile(sorted, 0.025), quantile(sorted, 0.975)];
}

/** Returns the quantile of sorted values, at least one, interpolated linearly between neighbors. */
export function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  return below + (place - Math.floor(place)) * (above - below);
}
