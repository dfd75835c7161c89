/**
 * The lemmas of a text's words, so that "dogs barking" and "a dog barks" share two.
 * @module
 */
import { dictionaryForm } from "../labels/dictionary_form.ts";
import type { Dictionary } from "../wordnet/dictionary.ts";
import { tokenize } from "./tokens.ts";

/**
 * Makes a function that returns the distinct lemmas of all words of a text, in order of appearance. A word that is a
 * form of a verb has the verb's lemma ("barking", "barks" and "a bark" are `bark`), else the noun's; a word that the
 * dictionary has as neither is its own lemma.
 *
 * @param dictionary WordNet
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { WordNet } from "../wordnet/wordnet.ts";
 * const lemmasOf = lemmaFinder(await WordNet.open());
 * assert.deepEqual(lemmasOf("Two dogs are barking; a dog barks"), ["two", "dog", "be", "bark", "a"]);
 * ```
 */
export function lemmaFinder(dictionary: Dictionary): (text: string) => string[] {
  const known = new Map<string, string>();
  const lemmaOf = (word: string): string => {
    const lemma = known.get(word) ?? dictionaryForm(word, "verb", dictionary) ??
      dictionaryForm(word, "noun", dictionary) ?? word;
    known.set(word, lemma);
    return lemma;
  };
  return (text) => [...new Set(tokenize(text).words.map(lemmaOf))];
}
