/**
 * Medians and quartiles of repeated timings.
 * @module
 */

/** Repeated timings in short. */
export interface Spread {
  /** The median. */
  readonly median: number;
  /** The lower quartile. */
  readonly lower: number;
  /** The upper quartile. */
  readonly upper: number;
  /** How many there were. */
  readonly count: number;
}

/** A quantile by linear interpolation between the order statistics, as NumPy's default. */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)]!;
  const above = sorted[Math.ceil(at)]!;
  return below + (above - below) * (at - Math.floor(at));
}

/**
 * Median and quartiles.
 * @param values at least one
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(spreadOf([4, 1, 3, 2, 5]), { median: 3, lower: 2, upper: 4, count: 5 });
 * ```
 */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    lower: quantile(sorted, 0.25),
    upper: quantile(sorted, 0.75),
    count: values.length,
  };
}
