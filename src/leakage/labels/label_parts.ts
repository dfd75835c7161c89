/**
 * Takes names of several words apart.
 * @module
 */
import { isEmptyInName } from "../text/function_words.ts";
import { withoutAccents } from "../text/words.ts";
import type { Dictionary } from "../wordnet/dictionary.ts";
import { isInIng } from "./dictionary_form.ts";
import { guessSense, type SenseGuess } from "./guess_sense.ts";
import { isName } from "./sense_candidates.ts";

/** Words that say nothing about a sound. */
const EMPTY_WORDS = new Set(["sound", "sounds", "noise", "noises", "other"]);
/** Most parts of a label; longer labels are descriptions. */
const MOST_PARTS = 3;
/** Words that say who sounds: adjectives, but also nouns with narrower ones, such as woman and girl. */
const WHO_SOUNDS: Readonly<Record<string, string>> = {
  male: "male.n.02",
  female: "female.n.02",
};

/** A word of a name that has parts. */
export interface Part {
  readonly words: string;
  readonly guess: SenseGuess | undefined;
  /** Whether it only describes: such a word means itself. */
  readonly isAdjective: boolean;
}

/**
 * Takes a name apart that WordNet lacks: "children playing", "electric piano". Names of more words than labels have are
 * descriptions and have no parts.
 */
export function partsOf(name: string, wordnet: Dictionary): Part[] {
  const written = name.split(/[^\p{L}\p{M}\p{N}'’-]+/u).filter((word) => {
    const folded = word.toLowerCase();
    return word !== "" && !isEmptyInName(folded) && !EMPTY_WORDS.has(folded);
  });
  if (written.length > MOST_PARTS) return [];
  const words = written.map((word) => withoutAccents(word.toLowerCase()));
  return words.map((word, i) => {
    if (Object.hasOwn(WHO_SOUNDS, word)) return whoSounds(word, wordnet);
    const isAdjective = isMostlyAdjective(word, wordnet) && !isInIng(word, wordnet);
    // "Drawer open": an adjective comes before what it describes.
    const isAction = isInIng(word, wordnet) || (isAdjective && i > 0 && i === words.length - 1);
    if (isAdjective && !isAction) return { words: word, guess: undefined, isAdjective };
    const guess = guessPart(i, words, written, isAction, wordnet);
    return { words: word, guess, isAdjective: isAdjective && guess === undefined };
  });
}

/** Guesses what a word of a name means: in a name of several words, a word in -ing says what happens. */
function guessPart(
  i: number,
  words: readonly string[],
  written: readonly string[],
  isAction: boolean,
  wordnet: Dictionary,
): SenseGuess | undefined {
  const word = words[i]!;
  const beside = words.filter((other) => other !== word);
  const hasAction = beside.some((other) => isInIng(other, wordnet));
  const guess = guessSense(word, wordnet, {
    beside,
    written: written[i]!,
    ...(isAction ? { partsOfSpeech: ["verb"] } : hasAction ? { partsOfSpeech: ["noun"] } : {}),
  });
  const isKindOfMusic = word !== "music" && words.at(-1) === "music";
  // "House music" is no music of houses.
  return guess !== undefined && isKindOfMusic && !isMusic(guess)
    ? { ...guess, confidence: "unsure" }
    : guess;
}

function isMusic({ senses }: SenseGuess): boolean {
  return senses.some(({ gloss }) => /\b(?:music|musical|jazz|song|dance)\b/.test(gloss));
}

function whoSounds(word: string, wordnet: Dictionary): Part {
  const name = WHO_SOUNDS[word]!;
  const senses = [{ name, gloss: wordnet.sense(name)!.gloss }];
  const guess = { words: word, senses, confidence: "likely" as const, alternatives: [] };
  return { words: word, guess, isAdjective: false };
}

/** Whether a word has more senses as an adjective than as a noun; people called Young are none of young's. */
export function isMostlyAdjective(word: string, wordnet: Dictionary): boolean {
  const nouns = wordnet.senses(word, "noun").filter((sense) => !isName(sense, word));
  return wordnet.adjectiveSenses(word) > nouns.length;
}
