/**
 * Guesses which senses a word has in a label of sounds.
 * @module
 */
import type { PartOfSpeech, Synset } from "../wordnet/synset.ts";
import type { Dictionary } from "../wordnet/dictionary.ts";
import { isCommonWord } from "../text/common_words.ts";
import { isInIng } from "./dictionary_form.ts";
import { derivedSenses, meaningAround } from "./kin_senses.ts";
import {
  type Candidate,
  candidatesOf,
  CLEAR_LEAD,
  type GuessContext,
  isName,
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
  const written = context.written ?? words;
  const all = candidatesOf(words, context, wordnet);
  const candidates = all.filter((candidate) => isSpokenOf(candidate, words, written));
  const [best] = candidates;
  // What a function word or number means in the first place is no sound: then it rather is that word.
  if (best === undefined || (best !== all[0] && isCommonWord(words))) return undefined;
  const chosen = meaningAround(best, candidates, wordnet);
  const derived = derivedSenses(words, chosen, wordnet);
  const isChosen = ({ name }: SenseChoice) =>
    [...chosen, ...derived].some((sense) => sense.name === name);
  const others = candidates.filter((candidate) => !isChosen(candidate));
  return {
    words,
    senses: [...chosen.map(choiceOf), ...derived],
    confidence: others.length === 0 || isQualified(best, context, wordnet)
      ? confidenceOf(words, best, others, wordnet)
      : "unsure",
    alternatives: others.map(choiceOf),
  };
}

/** Kinds of senses for which labels have an abbreviation: a PC, a DVD. */
const ABBREVIATED = new Set("act animal artifact communication event food group person".split(" "));
/** Longest abbreviation or symbol. */
const LONGEST_SYMBOL = 3;

/**
 * Whether a label of sounds may mean a sense: no letter, element or code of a state ("He", "Ga"), no river or person but by
 * the name as it is written ("Forth", not "forth").
 */
function isSpokenOf({ synset, lemma, affinity }: Candidate, words: string, written: string) {
  if (isCommonWord(words) && affinity === AFFINITY.none) return false;
  if (!isName(synset, lemma)) return true;
  if (isCommonWord(words) && !synset.lemmas.includes(written)) return false;
  if (synset.isInstance) return lemma.length > LONGEST_SYMBOL && synset.lemmas.includes(written);
  return lemma.length > LONGEST_SYMBOL || ABBREVIATED.has(synset.kind);
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

function confidenceOf(
  words: string,
  best: Candidate,
  others: readonly Candidate[],
  wordnet: Dictionary,
): SenseGuess["confidence"] {
  if (best.synset.isInstance) return "unsure";
  const isFit = best.affinity > AFFINITY.none || best.synset.kind === "communication";
  const [rival] = others;
  if (rival === undefined) return isFit ? "sure" : "unsure";
  if (best.affinity < AFFINITY.thing || best.score - rival.score < CLEAR_LEAD) return "unsure";
  if (best.affinity >= AFFINITY.source) return "likely";
  const verbs = others.filter(({ synset }) => synset.partOfSpeech === "verb").length;
  // An act in -ing that does not sound is rather the verb: "writing" is not the works of a writer.
  const isVague = best.synset.partOfSpeech === "verb"
    ? verbs >= MOST_VERBS
    : isInIng(words, wordnet);
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

/** A word's likeliest senses, by part of speech and dictionary. */
interface Likeliest {
  /** The one that belongs to the word's likeliest meaning. */
  readonly meant: Synset | undefined;
  /** The likeliest one of the part of speech. */
  readonly best: Synset | undefined;
}

const likeliest = new WeakMap<Dictionary, Map<string, Likeliest>>();

/**
 * Returns what a word of captions of sounds most likely means as a part of speech: "bark" a dog's, not a tree's. Where its
 * likeliest meaning has no sense of that part of speech, `meant` is undefined: "mouse" as a verb.
 */
export function likeliestSense(
  word: string,
  partOfSpeech: PartOfSpeech,
  wordnet: Dictionary,
): Likeliest {
  let known = likeliest.get(wordnet);
  if (known === undefined) likeliest.set(wordnet, known = new Map());
  const key = `${partOfSpeech} ${word}`;
  let found = known.get(key);
  if (found === undefined) {
    const candidates = candidatesOf(word, {}, wordnet);
    const meaning = candidates[0] ? meaningAround(candidates[0], candidates, wordnet) : [];
    const first = (some: readonly Candidate[]) =>
      some.find(({ synset }) => synset.partOfSpeech === partOfSpeech)?.synset;
    known.set(key, found = { meant: first(meaning), best: first(candidates) });
  }
  return found;
}
