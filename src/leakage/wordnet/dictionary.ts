/**
 * What the leak rules ask a dictionary.
 * @module
 */
import type { PartOfSpeech, Synset } from "./synset.ts";

/** Senses of words, and what is broader or narrower. */
export interface Dictionary {
  /** The senses of a lemma, the most frequent first; none where it is not known. */
  senses(lemma: string, partOfSpeech: PartOfSpeech): readonly Synset[];
  /** The sense of a name such as `dog.n.01`. */
  sense(name: string): Synset | undefined;
  /** The synsets right above one. */
  broader(synset: Synset): readonly Synset[];
  /** The synsets right below one. */
  narrower(synset: Synset): readonly Synset[];
  /** Number of a word's senses as an adjective. */
  adjectiveSenses(word: string): number;
  /** The nouns of several words that have a word among theirs, separated by spaces. */
  namesWith(word: string): readonly string[];
}

/** A dictionary without words: enough for `TEXT-EXACT` and labels of which no senses are known. */
export const NO_WORDS: Dictionary = {
  senses: () => [],
  sense: () => undefined,
  broader: () => [],
  narrower: () => [],
  adjectiveSenses: () => 0,
  namesWith: () => [],
};
