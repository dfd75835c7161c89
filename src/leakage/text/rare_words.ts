/**
 * Words that captions seldom use for what a sense of them says.
 * @module
 */
import { likeliestSense } from "../labels/guess_sense.ts";
import { AFFINITY, soundAffinity } from "../labels/sound_affinity.ts";
import type { Dictionary } from "../wordnet/dictionary.ts";
import type { PartOfSpeech, Synset } from "../wordnet/synset.ts";
import { PREPOSITIONS } from "./function_words.ts";

/** Whether the word of a verb is a noun for a thing in captions of sounds. */
export function isMostlyNoun(
  word: string,
  { partOfSpeech }: Synset,
  dictionary: Dictionary,
): boolean {
  if (partOfSpeech !== "verb") return false;
  const { meant } = likeliestSense(word, "noun", dictionary);
  return meant !== undefined && soundAffinity(meant, dictionary) >= AFFINITY.thing &&
    likeliestSense(word, "verb", dictionary).meant === undefined;
}

/** Whether a word is mostly a sound as a noun and as a verb: "caw", not "bear" or "duck". */
export function isSoundVerb(word: string, dictionary: Dictionary): boolean {
  return (["noun", "verb"] as const).every((kind) => {
    const { meant } = likeliestSense(word, kind, dictionary);
    return meant !== undefined && soundAffinity(meant, dictionary) >= AFFINITY.sound;
  });
}

/** Whether a word is more often an adjective than a noun or verb: "electric" is a car, but seldom. */
export function isAdjective(
  word: string,
  partOfSpeech: PartOfSpeech,
  dictionary: Dictionary,
): boolean {
  const adjectives = dictionary.adjectiveSenses(word.replaceAll(" ", "-"));
  if (adjectives === 0) return false;
  // Names, such as people who are called Young, are no nouns of a caption.
  const senses = dictionary.senses(word, partOfSpeech)
    .filter(({ lemmas }) => lemmas.includes(word));
  return adjectives > senses.length;
}

/**
 * Whether a word more often means something outside the family: an "admiral" is seldom a butterfly, and what barks is
 * seldom a person who speaks. Senses that are names ("WASP", "Chihuahua") do not count.
 */
export function isRare(
  word: string,
  partOfSpeech: PartOfSpeech,
  family: ReadonlySet<Synset>,
  dictionary: Dictionary,
): boolean {
  const folded = word.toLowerCase();
  const common = dictionary.senses(word, partOfSpeech).filter((sense) => {
    if (family.has(sense)) return true;
    const written = sense.lemmas.find((lemma) => lemma.toLowerCase() === folded);
    return written === undefined || written === folded;
  });
  if (common[0] === undefined || !family.has(common[0])) return true;
  const [verb = "", particle = ""] = folded.split(" ");
  if (partOfSpeech === "verb" && PREPOSITIONS.has(particle)) {
    // "The train rattles on the tracks" has a preposition, and nobody who rattles on.
    const alone = likeliestSense(verb, "verb", dictionary).meant;
    if (alone !== undefined && !family.has(alone)) return true;
  }
  if (common.length === 1) return false;
  const { meant } = likeliestSense(folded, partOfSpeech, dictionary);
  if (meant !== undefined) return !family.has(meant);
  // A drone is what drones, and to squawk is to make that sound: the other part of speech has the meaning.
  const otherPart = partOfSpeech === "verb" ? "noun" : "verb";
  const { meant: other } = likeliestSense(folded, otherPart, dictionary);
  return other !== undefined && soundAffinity(other, dictionary) >= AFFINITY.sound;
}
