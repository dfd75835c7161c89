/**
 * Guesses which of its senses a word has in a label of sounds.
 * @module
 */
import type { PartOfSpeech, Synset } from "../wordnet/synset.ts";
import type { WordNet } from "../wordnet/wordnet.ts";
import { dictionaryForm } from "./dictionary_form.ts";

/** A sense that a word may have. */
export interface SenseChoice {
  /** The sense as label sets name it: `dog.n.01`. */
  readonly name: string;
  /** What WordNet says it means. */
  readonly gloss: string;
}

/** The guessed sense of a word. */
export interface SenseGuess extends SenseChoice {
  /** The word or expression that was looked up. */
  readonly words: string;
  /** Whether the sense is about something that makes sound. */
  readonly isTopical: boolean;
  /**
   * `sure` where the word has no other sense, `likely` where the sense is about something that makes sound and leads
   * clearly, else `unsure`.
   */
  readonly confidence: "sure" | "likely" | "unsure";
  /** The word's other senses, the likelier ones first. */
  readonly alternatives: readonly SenseChoice[];
}

/** Senses above everything that labels of sounds are about. */
const TOPICS = [
  "animal.n.01",
  "vehicle.n.01",
  "musical_instrument.n.01",
  "machine.n.01",
  "motor.n.01",
  "device.n.01",
  "home_appliance.n.01",
  "tool.n.01",
  "weather.n.01",
  "atmospheric_phenomenon.n.01",
  "sound.n.01",
  "sound.n.04",
  "utterance.n.01",
  "music.n.01",
  "speech.n.02",
  "symptom.n.01",
  "bodily_process.n.01",
  "reflex.n.01",
  "make_noise.v.01",
  "sound.v.02",
  "utter.v.02",
  "breathe.v.01",
  "express_emotion.v.01",
  "act_involuntarily.v.01",
];
const ABOUT_SOUND = /\b(?:sounds?|nois(?:e|es|ily|y)|loud|cry|cries|music|audible)\b/i;

// These scores let a topical sense win over two commoner ones that are not, and the commoner of two topical ones win.
const FOR_TOPIC = 2;
const FOR_GLOSS = 0.5;
const FOR_EACH_COMMONER = 0.75;
/** The lead in score that makes a sense likely. */
const CLEAR_LEAD = 1;
/** Most alternatives to keep. */
const MOST_ALTERNATIVES = 5;

interface Scored extends SenseChoice {
  readonly isTopical: boolean;
  readonly score: number;
}

/**
 * Guesses the sense of a word, or of an expression of several words that WordNet has.
 *
 * @param words lower case, separated by spaces
 * @param partsOfSpeech the parts of speech to consider; default noun and verb
 * @returns undefined where WordNet does not know it
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { WordNet } from "../wordnet/wordnet.ts";
 * const guess = guessSense("rooster", await WordNet.open());
 * assert.equal(guess?.name, "rooster.n.01");
 * assert.equal(guess?.gloss, "adult male chicken");
 * assert.equal(guess?.confidence, "sure");
 * ```
 */
export function guessSense(
  words: string,
  wordnet: WordNet,
  partsOfSpeech: readonly PartOfSpeech[] = ["noun", "verb"],
): SenseGuess | undefined {
  const isTopical = topicalSenses(wordnet);
  const scored = partsOfSpeech
    .flatMap((partOfSpeech) => scoredSenses(words, partOfSpeech, wordnet, isTopical))
    .sort((a, b) => b.score - a.score);
  const [best, ...others] = scored;
  if (best === undefined) return undefined;
  const lead = best.score - (others[0]?.score ?? -Infinity);
  return {
    words,
    isTopical: best.isTopical,
    name: best.name,
    gloss: best.gloss,
    confidence: others.length === 0
      ? "sure"
      : best.isTopical && lead >= CLEAR_LEAD
      ? "likely"
      : "unsure",
    alternatives: others.slice(0, MOST_ALTERNATIVES).map(({ name, gloss }) => ({ name, gloss })),
  };
}

function scoredSenses(
  words: string,
  partOfSpeech: PartOfSpeech,
  wordnet: WordNet,
  isTopical: (synset: Synset) => boolean,
): Scored[] {
  const lemma = dictionaryForm(words, partOfSpeech, wordnet);
  if (lemma === undefined) return [];
  return wordnet.senses(lemma, partOfSpeech).map((synset, commoner) => {
    const topical = isTopical(synset);
    const number = String(commoner + 1).padStart(2, "0");
    return {
      name: `${lemma.replaceAll(" ", "_")}.${partOfSpeech[0]}.${number}`,
      gloss: synset.gloss,
      isTopical: topical,
      score: (topical ? FOR_TOPIC : 0) + (ABOUT_SOUND.test(synset.gloss) ? FOR_GLOSS : 0) -
        FOR_EACH_COMMONER * commoner,
    };
  });
}

/** The topics' ids, cached since looking them up takes longer than a guess. */
const topicsOf = new WeakMap<WordNet, ReadonlySet<string | undefined>>();

/** Makes a function that says whether a sense is one of the topics or below one. */
function topicalSenses(wordnet: WordNet): (synset: Synset) => boolean {
  const topics = topicsOf.get(wordnet) ??
    new Set(TOPICS.map((name) => wordnet.sense(name)?.id));
  topicsOf.set(wordnet, topics);
  return (synset) => {
    const seen = new Set<string>();
    const pending = [synset];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (topics.has(next.id)) return true;
      if (seen.has(next.id)) continue;
      seen.add(next.id);
      pending.push(...wordnet.broader(next));
    }
    return false;
  };
}
