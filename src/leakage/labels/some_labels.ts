/**
 * Names labels in sentences.
 * @module
 */
import { quotable } from "../../basics/printable.ts";

/** Most labels that a sentence names. */
const MOST_NAMED = 5;

/**
 * Names labels, the first ones of many.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(someOf(["dog", "cat"]), '"dog", "cat"');
 * assert.equal(someOf([..."abcdef"]), '"a", "b", "c", "d", "e" and 1 other');
 * ```
 */
export function someOf(labels: readonly string[]): string {
  const named = labels.slice(0, MOST_NAMED).map((label) => `"${quotable(label)}"`);
  const others = labels.length - named.length;
  return `${named.join(", ")}${others > 0 ? ` and ${others} other${others === 1 ? "" : "s"}` : ""}`;
}
