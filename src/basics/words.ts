/**
 * Normalizes a label or text as words: `_` reads as a space, so that labels of two files match however they are
 * written.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(asWords(" crying_baby"), "crying baby");
 * ```
 */
export function asWords(text: string): string {
  return text.replaceAll("_", " ").trim();
}
