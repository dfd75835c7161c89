/**
 * Names of several words in which a label's word means something else: a hot dog is no dog, a train station is
 * about trains.
 * @module
 */
import { formsOf } from "../wordnet/inflection.ts";
import type { Synset } from "../wordnet/synset.ts";
import type { WordNet } from "../wordnet/wordnet.ts";
import { narrowerThan } from "./kinship.ts";

/**
 * The names in WordNet that have a word among theirs, but whose senses are no narrower ones of the word's and whose
 * glosses do not mention it, with their plurals.
 *
 * @param word a label of one word
 * @param senses what it means; without any nothing is known to be another sense
 */
export function otherSenses(word: string, senses: readonly Synset[], wordnet: WordNet): string[] {
  if (senses.length === 0) return [];
  const own = new Set(senses.flatMap((sense) => [
    sense,
    ...narrowerThan(sense, wordnet, new Set()).map(({ synset }) => synset),
  ]));
  const forms = [...formsOf(word, "noun"), ...formsOf(word, "verb")];
  const mentions = new RegExp(`\\b(?:${forms.map(RegExp.escape).join("|")})\\b`, "i");
  const isOther = (name: string) =>
    wordnet.senses(name, "noun").every((sense) => !own.has(sense) && !mentions.test(sense.gloss));
  return wordnet.namesWith(word).filter(isOther).flatMap((name) => formsOf(name, "noun"));
}
