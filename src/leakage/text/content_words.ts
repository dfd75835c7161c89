/**
 * What a caption is about where no dictionary tells its nouns.
 * @module
 */
import { DETERMINERS, isFunctionWord } from "./function_words.ts";
import { tokenize } from "./tokens.ts";

/**
 * Returns the distinct content words of a text, without the ending of plurals and of the third person. Verbs and
 * adjectives are among them.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(contentWords("Two dogs bark at a train, the train passes"), ["dog", "bark", "train", "pass"]);
 * ```
 */
export function contentWords(text: string): string[] {
  const words = tokenize(text).words.filter((word) =>
    word.length > 2 && !/\d/.test(word) && !isFunctionWord(word) && !DETERMINERS.has(word)
  );
  return [...new Set(words.map(withoutEnding))];
}

function withoutEnding(word: string): string {
  return word.replace(/(ss|sh|ch|x)es$/, "$1").replace(/([^s])s$/, "$1");
}
