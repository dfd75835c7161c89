/**
 * The labels of a sound that has several, as one value.
 * @module
 */

/**
 * Returns labels as a JSON list, which is taken apart wherever labels are read, even where a name has a comma in it.
 * Empty where there is none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(labelList(["Dog", " Inside, small room"]), '["Dog","Inside, small room"]');
 * ```
 */
export function labelList(labels: readonly string[]): string {
  const known = labels.map((label) => label.trim()).filter((label) => label !== "");
  return known.length === 0 ? "" : JSON.stringify([...new Set(known)]);
}
