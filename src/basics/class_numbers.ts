/**
 * Numbers of classes.
 * @module
 */

/**
 * The number of each name: its place among the classes, which are distinct.
 *
 * @param classes hold every name; by default the names themselves, in the order in which they first come
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(classNumbers(["rain", "dog", "rain"]), [0, 1, 0]);
 * assert.deepEqual(classNumbers(["rain", "dog", "rain"], ["cat", "dog", "rain"]), [2, 1, 2]);
 * ```
 */
export function classNumbers(
  names: readonly string[],
  classes: readonly string[] = [...new Set(names)],
): number[] {
  const numbers = new Map(classes.map((name, number) => [name, number]));
  return names.map((name) => numbers.get(name)!);
}
