/**
 * Means over items and over the items of each class.
 * @module
 */

/**
 * Returns the mean of values; NaN if there are none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(mean([1, 2, 6]), 3);
 * ```
 */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/**
 * Returns the mean of a value over the items of each class; undefined for a class without items.
 *
 * @param classes class number of each item, 0 to `classCount` - 1
 * @param values a value of each item
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(classMeans([0, 2, 0], [1, 5, 2], 3), [1.5, undefined, 5]);
 * ```
 */
export function classMeans(
  classes: ArrayLike<number>,
  values: ArrayLike<number>,
  classCount: number,
): (number | undefined)[] {
  const sums = new Float64Array(classCount);
  const counts = new Uint32Array(classCount);
  for (let item = 0; item < values.length; item++) {
    sums[classes[item]!]! += values[item]!;
    counts[classes[item]!]! += 1;
  }
  return Array.from(sums, (sum, c) => counts[c] === 0 ? undefined : sum / counts[c]!);
}
