/**
 * Numbers classes.
 * @module
 */

/**
 * Maps each name to its class number, its position among the classes, which are distinct.
 *
 * @param classes contains every name; by default the names themselves, in order of first appearance
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
