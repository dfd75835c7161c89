/**
 * Guesses which senses a word has in a label of sounds.
 * @module
 */
import type { PartOfSpeech, Synset } from "../wordnet/synset.ts";
import type { Dictionary } from "../wordnet/dictionary.ts";
import { derivedSenses, meaningAround } from "./kin_senses.ts";
import {
  type Candidate,
  candidatesOf,
  CLEAR_LEAD,
  type GuessContext,
  type SenseChoice,
  speaksOf,
} from "./sense_candidates.ts";
import { AFFINITY } from "./sound_affinity.ts";

/** The guessed meaning of a word: senses that belong together, such as a dog's bark and to bark. */
export interface SenseGuess {
  /** The word or expression that was looked up. */
  readonly words: string;
  /** The senses, the likeliest first; never empty. */
  readonly senses: readonly SenseChoice[];
  /**
   * `sure` where the word has no other meaning, `likely` where the meaning is a sound or makes one and leads clearly,
   * else `unsure`.
   */
  readonly confidence: "sure" | "likely" | "unsure";
  /** The word's other senses, the likelier ones first. */
  readonly alternatives: readonly SenseChoice[];
}

/** Other senses with which a verb that does not sound means too much to be likely: run, flush, start. */
const MOST_VERBS = 4;
/**
 * Guesses what a word means, or an expression of several words that WordNet has.
 *
 * @param words lower case, separated by spaces
 * @returns undefined where WordNet does not know it
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { WordNet } from "../wordnet/wordnet.ts";
 * const wordnet = await WordNet.open();
 * const rooster = guessSense("rooster", wordnet);
 * assert.deepEqual(rooster?.senses, [{ name: "rooster.n.01", gloss: "adult male chicken" }]);
 * assert.equal(rooster?.confidence, "sure");
 * const bark = guessSense("bark", wordnet)?.senses.map(({ name }) => name);
 * assert.deepEqual(bark, ["bark.n.02", "bark.n.04", "bark.v.04"]);
 * ```
 */
export function guessSense(
  words: string,
  wordnet: Dictionary,
  context: GuessContext = {},
): SenseGuess | undefined {
  const candidates = candidatesOf(words, context, wordnet);
  const [best] = candidates;
  if (best === undefined) return undefined;
  const chosen = meaningAround(best, candidates, wordnet);
  const derived = derivedSenses(words, chosen, wordnet);
  const isChosen = ({ name }: SenseChoice) =>
    [...chosen, ...derived].some((sense) => sense.name === name);
  const others = candidates.filter((candidate) => !isChosen(candidate));
  return {
    words,
    senses: [...chosen.map(choiceOf), ...derived],
    confidence: others.length === 0 || isQualified(best, context, wordnet)
      ? confidenceOf(best, others)
      : "unsure",
    alternatives: others.map(choiceOf),
  };
}

function choiceOf({ name, gloss }: Candidate): SenseChoice {
  return { name, gloss };
}

/** Whether a sense fits the label's qualifiers, if there are any. */
function isQualified(
  { synset }: Candidate,
  { qualifiers = [] }: GuessContext,
  wordnet: Dictionary,
): boolean {
  return qualifiers.length === 0 || speaksOf(synset, qualifiers, wordnet);
}

function confidenceOf(best: Candidate, others: readonly Candidate[]): SenseGuess["confidence"] {
  const isFit = best.affinity > AFFINITY.none || best.synset.kind === "communication";
  const [rival] = others;
  if (rival === undefined) return isFit ? "sure" : "unsure";
  if (best.affinity < AFFINITY.thing || best.score - rival.score < CLEAR_LEAD) return "unsure";
  const isVague = best.affinity < AFFINITY.source && best.synset.partOfSpeech === "verb" &&
    others.filter(({ synset }) => synset.partOfSpeech === "verb").length >= MOST_VERBS;
  return isVague ? "unsure" : "likely";
}

/** Returns a sense of a word with those that are one meaning with it; none where the word has no such sense. */
export function meaningOfSense(
  words: string,
  name: string,
  wordnet: Dictionary,
): SenseChoice[] {
  const candidates = candidatesOf(words, {}, wordnet);
  const best = candidates.find((candidate) => candidate.name === name);
  return best === undefined ? [] : meaningAround(best, candidates, wordnet).map(choiceOf);
}

/** The first guesses of words, by dictionary. */
const firsts = new WeakMap<Dictionary, Map<string, Synset | undefined>>();

/**
 * Returns what a word of captions of sounds most likely means as a part of speech: "bark" a dog's, not a tree's;
 * undefined where the dictionary does not know it.
 */
export function likeliestSense(
  word: string,
  partOfSpeech: PartOfSpeech,
  wordnet: Dictionary,
): Synset | undefined {
  let known = firsts.get(wordnet);
  if (known === undefined) firsts.set(wordnet, known = new Map());
  const key = `${partOfSpeech} ${word}`;
  if (!known.has(key)) {
    const guessed = guessSense(word, wordnet)?.senses.map(({ name }) => wordnet.sense(name)!) ?? [];
    known.set(key, guessed.find((sense) => sense.partOfSpeech === partOfSpeech));
  }
  return known.get(key);
}
