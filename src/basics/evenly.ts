/**
 * Takes some of many things.
 * @module
 */

/**
 * Takes some values at even steps, the first and the last among them; all where there are no more.
 *
 * @param most number of values to take, at least 2
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(evenly([0, 1, 2, 3, 4, 5, 6], 3), [0, 3, 6]);
 * assert.deepEqual(evenly(["a", "b"], 3), ["a", "b"]);
 * ```
 */
export function evenly<Value>(values: readonly Value[], most: number): readonly Value[] {
  if (values.length <= most) return values;
  const step = (values.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, i) => values[Math.round(i * step)]!);
}
