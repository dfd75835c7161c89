/**
 * The interface of a dictionary for the leak rules.
 * @module
 */
import type { PartOfSpeech, Synset } from "./synset.ts";

/** Looks up senses of words, and broader and narrower senses. */
export interface Dictionary {
  /** Returns the senses of a lemma, the most frequent first; none where it is not known. */
  senses(lemma: string, partOfSpeech: PartOfSpeech): readonly Synset[];
  /** Returns the sense of a name such as `dog.n.01`. */
  sense(name: string): Synset | undefined;
  /** Returns the synsets right above one. */
  broader(synset: Synset): readonly Synset[];
  /** Returns the synsets right below one. */
  narrower(synset: Synset): readonly Synset[];
  /** Returns the nouns and verbs that are derived from one's words or from which they are. */
  derived(synset: Synset): readonly Synset[];
  /** Returns the number of a word's senses as an adjective. */
  adjectiveSenses(word: string): number;
  /** Returns the nouns of several words that contain a word, separated by spaces. */
  namesWith(word: string): readonly string[];
}

/** A dictionary without words, which is enough for `TEXT-EXACT` and labels without known senses. */
export const NO_WORDS: Dictionary = {
  senses: () => [],
  sense: () => undefined,
  broader: () => [],
  narrower: () => [],
  derived: () => [],
  adjectiveSenses: () => 0,
  namesWith: () => [],
};
