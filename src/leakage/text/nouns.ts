/**
 * The nouns of a caption, as lemmas: what a pair without a label is about.
 * @module
 */
import type { Dictionary } from "../wordnet/dictionary.ts";
import { formsOf, lemmaOfIrregularNoun } from "../wordnet/inflection.ts";
import { DETERMINERS, isFunctionWord } from "./function_words.ts";
import { lemmasOf, Reader } from "./reading.ts";
import { tokenize } from "./tokens.ts";

/**
 * Makes a function that returns the distinct noun lemmas of a text, in order of appearance: the words that WordNet has
 * as nouns, and not more often as adjectives ("small"), unless the words beside them make them verbs. Without such
 * evidence a verb that can be a noun counts as one ("birds chirp").
 *
 * @param dictionary WordNet; {@link NO_WORDS} knows no noun
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { WordNet } from "../wordnet/wordnet.ts";
 * const nounsOf = nounFinder(await WordNet.open());
 * assert.deepEqual(nounsOf("Two small dogs bark while a plane flies by"), ["dog", "plane"]);
 * assert.deepEqual(nounsOf("Flies land on a trash can"), ["fly", "land", "trash", "can"]);
 * ```
 */
export function nounFinder(dictionary: Dictionary): (text: string) => string[] {
  const reader = new Reader(dictionary);
  const lemmas = new Map<string, string | undefined>();
  const lemmaOf = (word: string) => {
    if (!lemmas.has(word)) lemmas.set(word, nounLemma(word, dictionary));
    return lemmas.get(word);
  };
  return (text) => {
    const tokens = tokenize(text);
    const nouns = new Set<string>();
    for (const [i, word] of tokens.words.entries()) {
      const lemma = lemmaOf(word);
      if (lemma !== undefined && reader.canBe(tokens, i, "noun")) nouns.add(lemma);
    }
    return [...nouns];
  };
}

/** Returns the lemma of a word that is a noun; undefined where it is none, or more often an adjective. */
function nounLemma(word: string, dictionary: Dictionary): string | undefined {
  // WordNet has letters and numbers as nouns, and "a" for a vitamin.
  if (word.length < 2 || /\d/.test(word)) return undefined;
  if (word !== "can" && (isFunctionWord(word) || DETERMINERS.has(word))) return undefined;
  const adjective = dictionary.adjectiveSenses(word);
  const irregular = lemmaOfIrregularNoun(word);
  // Singulars come first: WordNet also has "men" and "falls" as lemmas.
  const lemmas = [...(irregular === undefined ? [] : [irregular]), ...lemmasOf(word).reverse()];
  return lemmas.find((lemma) => {
    if (!formsOf(lemma, "noun").includes(word)) return false;
    const senses = dictionary.senses(lemma, "noun").length;
    return senses > 0 && senses >= adjective;
  });
}
