/**
 * Differences of bootstrapped quantities, and the 95 % intervals of both.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import type { Estimate } from "./bootstrap.ts";
import { type Bounds, combineBounds, shiftBounds } from "./bounds.ts";
import { addPseudoUnits, pseudoValues } from "./pseudo_units.ts";

/** The 95 % bootstrap interval of an estimate, for each of the two estimands. */
export interface Interval {
  /** Lower end for classes like these: classes, whose means are taken as they are, and trainings resampled. */
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
  // What stands on both sides of a difference takes no part in it.
  const weights = new Map<Estimate, number>();
  for (const [weight, of] of terms) weights.set(of, (weights.get(of) ?? 0) + weight);
  const bounds = combineBounds(Array.from(weights, ([{ bounds }, weight]) => [weight, bounds]));
  return {
    value: sum(({ value }) => value),
    theseClasses: each("theseClasses"),
    classesLikeThese: each("classesLikeThese"),
    ...(bounds === undefined ? {} : { bounds }),
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
  const { bounds } = minuend;
  return {
    value: minuend.value - subtrahend,
    theseClasses: minuend.theseClasses.map((value) => value - subtrahend),
    classesLikeThese: minuend.classesLikeThese.map((value) => value - subtrahend),
    ...(bounds === undefined ? {} : { bounds: shiftBounds(bounds, -subtrahend) }),
  };
}

/**
 * Returns the 95 % intervals: the 2.5 % and 97.5 % quantiles of the resamples, interpolated linearly between neighbors as
 * in NumPy (Hyndman and Fan's type 7). Of accuracies and their contrasts it is the hull of these, of those with
 * {@link pseudoValues} among the units (classes for classes like these, sources for these classes), and of the estimate;
 * its ends keep to the bounds. Percentiles alone covered a truth of 0.98 with ten classes in 36 % of
 * simulated audits, the hull in 98 %.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const hundredth = Float64Array.from({ length: 101 }, (_, i) => i / 100);
 * const { low, high } = intervalOf({ value: 0.5, theseClasses: hundredth, classesLikeThese: hundredth });
 * assert.deepEqual([low, high], [0.025, 0.975]);
 * ```
 */
export function intervalOf(
  { value, theseClasses, classesLikeThese, bounds }: Estimate,
): Interval {
  const [low, high] = hullOf(value, classesLikeThese, bounds, bounds?.classes, LEVEL);
  const [low_fixed, high_fixed] = hullOf(value, theseClasses, bounds, bounds?.sources, LEVEL);
  return { low, high, low_fixed, high_fixed };
}

/**
 * Returns intervals for classes like these that hold together: each is as much wider as it must be for all of `count` to
 * hold with 95 % (Bonferroni).
 *
 * @param count number of estimates that are looked at together
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const hundredth = Float64Array.from({ length: 101 }, (_, i) => i / 100);
 * const estimate = { value: 0.5, theseClasses: hundredth, classesLikeThese: hundredth };
 * assert.deepEqual(simultaneousEnds(estimate, 5), [0.005, 0.995]);
 * ```
 */
export function simultaneousEnds(
  { value, classesLikeThese, bounds }: Estimate,
  count: number,
): [low: number, high: number] {
  return hullOf(value, classesLikeThese, bounds, bounds?.classes, LEVEL / count);
}

/** Share of intervals that may miss. */
const LEVEL = 0.05;

function hullOf(
  value: number,
  resamples: Float64Array,
  bounds: Bounds | undefined,
  units = 0,
  level: number,
): [number, number] {
  if (bounds === undefined) return central(resamples, level);
  const intervals = [
    [value, value] as const,
    central(resamples, level),
    ...pseudoValues(bounds, value).map((values) =>
      central(addPseudoUnits(resamples, units, values), level)
    ),
  ];
  const { least, most } = bounds;
  return [
    settled(Math.max(least, Math.min(...intervals.map(([low]) => low)))),
    settled(Math.min(most, Math.max(...intervals.map(([, high]) => high)))),
  ];
}

/** Removes rounding, so that an end that is 0 is exactly 0: claims ask on which side of it an interval lies. */
function settled(end: number): number {
  return Math.round(end * 1e12) / 1e12;
}

function central(resamples: Float64Array, level: number): [number, number] {
  const sorted = resamples.toSorted();
  return [quantile(sorted, level / 2), quantile(sorted, 1 - level / 2)];
}

/** Returns the quantile of sorted values, at least one, interpolated linearly between neighbors. */
export function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  return below + (place - Math.floor(place)) * (above - below);
}
