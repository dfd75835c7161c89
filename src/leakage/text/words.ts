/**
 * Splits a text into words that compare equal whatever their case, encoding of accents, and separators.
 * @module
 */

/** A word and its place in the raw text. */
export interface Word {
  /** The word after case folding; equal for words that differ in case or in how accents are encoded. */
  readonly key: string;
  /** Its first UTF-16 unit. */
  readonly start: number;
  /** One past its last UTF-16 unit. */
  readonly end: number;
}

/**
 * Returns the words of a text: runs of letters, marks and digits. Everything else separates words, so that
 * `sea_waves`, `Sea-Waves` and `sea waves` have the same words. In scripts without spaces, a whole run is
 * one word.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(wordsOf("Sea_waves!").map((word) => word.key), ["sea", "waves"]);
 * ```
 */
export function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(/[\p{L}\p{M}\p{N}]+/gu), ({ 0: raw, index }) => ({
    key: foldCase(raw),
    start: index,
    end: index + raw.length,
  }));
}

/** Marks on Latin letters; those of other scripts are vowels and the like. */
const ACCENTS = /(?<=\p{Script=Latin})[\u0300-\u036f]+/gu;

/**
 * Returns a text without the accents of its Latin letters, as keys are written.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(withoutAccents("Café"), "Cafe");
 * ```
 */
export function withoutAccents(text: string): string {
  return isAscii(text) ? text : text.normalize("NFD").replaceAll(ACCENTS, "");
}

/** Whether a text has no letter but a to z. */
export function isAscii(text: string): boolean {
  // deno-lint-ignore no-control-regex
  return /^[\x00-\x7f]*$/.test(text);
}

/**
 * Returns a word's canonical caseless form (Unicode 16, D145). JavaScript has no case folding; converting to lower,
 * upper and lower case again also folds `ß` and `ẞ` to `ss`, and the ligature `ﬁ` to `fi`.
 */
function foldCase(word: string): string {
  return word.normalize("NFD").toLowerCase().toUpperCase().toLowerCase().normalize("NFD");
}
