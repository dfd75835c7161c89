/**
 * What stands in the brackets of a label: `clothing` in "Zipper (clothing)".
 * @module
 */
import { isFunctionWord } from "../text/function_words.ts";
import { wordsOf } from "../text/words.ts";

const BRACKETS = /\([^()]*\)|\[[^[\]]*\]/g;

/**
 * Returns the words in the brackets of a label, which say which sense of its name is meant.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(qualifiersIn("Bathtub (filling or washing)"), ["filling", "washing"]);
 * ```
 */
export function qualifiersIn(label: string): string[] {
  return [...label.replaceAll("_", " ").matchAll(BRACKETS)]
    .flatMap(([inside]) => wordsOf(inside))
    .map(({ key }) => key)
    .filter((word) => !isFunctionWord(word));
}

/**
 * Returns a label in words, without what is in brackets; a label of nothing else stays whole.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(withoutBrackets("Zipper_(clothing)"), "Zipper");
 * assert.equal(withoutBrackets("(instrument)"), "(instrument)");
 * ```
 */
export function withoutBrackets(label: string): string {
  const text = label.replaceAll("_", " ");
  const without = text.replaceAll(BRACKETS, " ");
  const told = wordsOf(without).length > 0 ? without : text;
  return told.replaceAll(/\s+/g, " ").trim();
}
