/**
 * Finds the senses of a word that are one meaning in a label of sounds: a dog's bark and to bark.
 * @module
 */
import type { Dictionary } from "../wordnet/dictionary.ts";
import type { Synset } from "../wordnet/synset.ts";
import { isInIng } from "./dictionary_form.ts";
import { type Candidate, CLEAR_LEAD, type SenseChoice, senseName } from "./sense_candidates.ts";
import { AFFINITY, meaningOf, soundAffinity } from "./sound_affinity.ts";

/** Letters that the verb of a sound or an act shares with its noun: speak and speech, converse and conversation. */
const SHORTEST_STEM = 3;
const LONGEST_STEM = 5;
/** Most senses of other words that belong to a meaning. */
const MOST_DERIVED = 2;
/** Most senses of one meaning. */
const MOST_SENSES = 6;
/** How far apart two sounds may score that are one meaning. */
const NEAR_SOUND = 2;
/** How far below the best a sense that belongs to it may score. */
const FARTHEST_KIN = 3.2;

/**
 * Returns the senses that are one meaning with the best, such as a sound as a noun and as a verb. Where none of the
 * other part of speech is, and the best is a sound, the likeliest that happens is: "drip" and to drip.
 */
export function meaningAround(
  best: Candidate,
  candidates: readonly Candidate[],
  wordnet: Dictionary,
): Candidate[] {
  const near = candidates.filter(({ score }) => best.score - score <= FARTHEST_KIN);
  const chosen = [best];
  for (const candidate of near) {
    if (candidate === best || chosen.length >= MOST_SENSES) continue;
    if (chosen.some((kin) => areOne(kin, candidate, wordnet))) chosen.push(candidate);
  }
  const isSoundEvent = best.affinity >= AFFINITY.sound &&
    (best.synset.partOfSpeech === "verb" || isEvent(best));
  if (
    !isSoundEvent || chosen.some((kin) => !isLike(kin, best))
  ) return chosen;
  const other = near.find((candidate) =>
    !isLike(candidate, best) && candidate.affinity >= AFFINITY.event &&
    candidate.synset.kind !== "artifact"
  );
  return other === undefined ? chosen : [...chosen, other];
}

function isLike(one: Candidate, other: Candidate): boolean {
  return one.synset.partOfSpeech === other.synset.partOfSpeech;
}

/** Kinds of nouns that are no things. */
const HAPPENS = new Set(
  "act event process phenomenon state communication attribute cognition".split(" "),
);

/** Whether two senses are one meaning; a noun in -ing must be that of the verb: "whispering" is seldom a rustle. */
function areOne(one: Candidate, other: Candidate, wordnet: Dictionary): boolean {
  const isOtherWord = one.lemma !== other.lemma && !isLike(one, other);
  return areKin(one, other, wordnet) && (!isOtherWord || areDerived(one, other, wordnet));
}

function areDerived(one: Candidate, other: Candidate, wordnet: Dictionary): boolean {
  return wordnet.derived(one.synset).includes(other.synset) ||
    wordnet.derived(other.synset).includes(one.synset);
}

/** Whether two senses of a word are akin. */
function areKin(one: Candidate, other: Candidate, wordnet: Dictionary): boolean {
  const areSounds = Math.min(one.affinity, other.affinity) >= AFFINITY.sound;
  const areSources = Math.min(one.affinity, other.affinity) >= AFFINITY.source;
  const areLike = isMusic(one.synset, wordnet) === isMusic(other.synset, wordnet);
  if (areSounds && areLike && Math.abs(one.score - other.score) < NEAR_SOUND) return true;
  const derived = new Set(wordnet.derived(one.synset));
  if (isLike(one, other)) {
    const broader = new Set(wordnet.broader(one.synset));
    const areSiblings = wordnet.broader(other.synset).some((above) =>
      broader.has(above) || above === one.synset
    ) || broader.has(other.synset);
    const shareVerb = wordnet.derived(other.synset).some((verb) => derived.has(verb));
    if (areSounds && (areSiblings || shareVerb)) return true;
    if (shareVerb && isEvent(one) && isEvent(other)) return one.score - other.score < 2;
    // "The sound of a bell", "the noise caused by an explosion".
    const isSoundOf = [[one, other], [other, one]].some(([thing, sound]) =>
      thing!.commoner === 0 && thing!.affinity >= AFFINITY.thing &&
      sound!.affinity >= AFFINITY.sound &&
      new RegExp(`\\b(?:of|by|from) (?:an? |the )?${RegExp.escape(thing!.lemma)}`).test(
        sound!.gloss,
      )
    );
    return isSoundOf || (areSources && areSiblings && one.score - other.score < CLEAR_LEAD) ||
      (areLike && Math.min(one.affinity, other.affinity) > AFFINITY.source &&
        one.score - other.score < CLEAR_LEAD);
  }
  if (!areDerived(one, other, wordnet)) return false;
  const [noun, verb] = one.synset.partOfSpeech === "noun" ? [one, other] : [other, one];
  if (HAPPENS.has(noun.synset.kind)) {
    return verb.affinity >= AFFINITY.action || noun.affinity >= AFFINITY.event;
  }
  if (noun.synset.kind === "animal" || noun.synset.kind === "group") return false;
  if (isEvent(one) || verb.commoner > 1) return false;
  // What is done with a thing, or what a thing does, says so ("beat with or as if with a hammer"), or is its verb's first
  // sense, if the thing sounds: a drill.
  const isFirst = noun.affinity >= AFFINITY.source && verb.commoner === 0;
  return verb.affinity >= AFFINITY.sound ||
    (verb.affinity >= AFFINITY.action && (isFirst || mentions(verb, noun.lemma)) &&
      !SUPPLIES.test(verb.gloss));
}

/** Whether a sense is music: a pop is none, but pop music is. */
function isMusic(synset: Synset, wordnet: Dictionary): boolean {
  return /\b(?:music|song|jazz)/.test(synset.gloss) ||
    wordnet.broader(synset).some(({ lemmas }) => lemmas.some((lemma) => /\bmusic\b/.test(lemma)));
}

/** Verbs that say that something gets a thing, or is hunted, and not what the thing does. */
const SUPPLIES = /^(?:furnish|supply|provide|enclose|cover|attach|fit|equip|hunt)\b/;

/** Whether a sense is a noun for something that happens. */
function isEvent({ synset }: Candidate): boolean {
  return ["act", "event", "phenomenon"].includes(synset.kind);
}

function mentions({ synset }: Candidate, lemma: string): boolean {
  return new RegExp(`\\b${RegExp.escape(lemma)}`, "i").test(meaningOf(synset));
}

/**
 * Returns the verbs of other words that say the same of a sound or an act (laugh for laughter, speak for speech), and the
 * nouns that say the same of a word in -ing: a click for clicking.
 */
export function derivedSenses(
  words: string,
  chosen: readonly Candidate[],
  wordnet: Dictionary,
): SenseChoice[] {
  const hasVerb = chosen.some(({ synset }) => synset.partOfSpeech === "verb");
  const isAction = hasVerb && isInIng(words, wordnet);
  if (hasVerb && !isAction) return [];
  const wanted = isAction ? "noun" : "verb";
  const stem = words.slice(0, Math.max(SHORTEST_STEM, Math.min(LONGEST_STEM, words.length - 4)));
  const found = new Map<string, SenseChoice>();
  for (const { synset, lemma, affinity } of chosen) {
    const isVerb = synset.partOfSpeech === "verb";
    if (!isVerb && affinity < AFFINITY.sound && !["act", "event"].includes(synset.kind)) continue;
    for (const other of wordnet.derived(synset)) {
      const derived = other.lemmas.find((word) =>
        isAction ? word === lemma : word.startsWith(stem)
      );
      if (other.partOfSpeech !== wanted || derived === undefined) continue;
      const isThing = ["artifact", "animal", "person"].includes(other.kind);
      if (isAction && (isThing || soundAffinity(other, wordnet) < AFFINITY.event)) continue;
      const name = senseName(derived, wanted, wordnet.senses(derived, wanted).indexOf(other));
      found.set(name, { name, gloss: other.gloss });
    }
  }
  return [...found.values()].slice(0, MOST_DERIVED);
}
