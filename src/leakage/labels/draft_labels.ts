/**
 * Drafts label sets: guesses what every label means, for a person to check.
 * @module
 */
import { ancestry } from "../wordnet/ancestry.ts";
import type { WordNet } from "../wordnet/wordnet.ts";
import { wordsOf } from "../text/words.ts";
import { guessSense, type SenseGuess } from "./guess_sense.ts";
import type { LabelEntry, LabelPart, LabelSet } from "./label_set.ts";

/** What a label was guessed to mean. */
export interface LabelGuess {
  /** The label, verbatim. */
  readonly label: string;
  /** The senses that were guessed; several where the label has several names or parts. */
  readonly senses: readonly SenseGuess[];
  /** Words of the label that WordNet does not know. */
  readonly unknown: readonly string[];
}

/** A guessed label set and its guesses. */
export interface LabelDraft {
  /** The label set, for {@link formatLabelSet} and for a person to check. */
  readonly set: LabelSet;
  /** The guesses, in the order of the labels. */
  readonly guesses: readonly LabelGuess[];
}

/** Words that say nothing about a sound. */
const EMPTY_WORDS = new Set(
  ("a an and as at by for from in into of on or other out over the to up with sound sounds noise noises")
    .split(" "),
);
/** Most parts of a label; longer labels are descriptions. */
const MOST_PARTS = 3;

/**
 * Drafts a label set. A label that WordNet has, also as one word (`gun_shot`), gets its sense; another label of two or
 * three words is split into parts, each with its sense. Names after a comma or "and" become senses or synonyms. Words
 * of a sense that more often mean something else are excluded: most horns are not a car's.
 *
 * @param labels the labels, verbatim, each once
 * @param name the name of the label set
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { WordNet } from "../wordnet/wordnet.ts";
 * const { set } = draftLabels(["car_horn", "dog_bark"], "urban", await WordNet.open());
 * assert.deepEqual(set.labels[0]?.senses, ["car_horn.n.01"]);
 * assert.deepEqual(set.labels[1]?.parts?.[0], { words: "dog", senses: ["dog.n.01"] });
 * ```
 */
export function draftLabels(
  labels: readonly string[],
  name: string,
  wordnet: WordNet,
): LabelDraft {
  const drafts = labels.map((label) => draftLabel(label, wordnet));
  return {
    set: { name, labels: drafts.map(({ entry }) => entry) },
    guesses: drafts.map(({ guess }) => guess),
  };
}

function draftLabel(label: string, wordnet: WordNet): { entry: LabelEntry; guess: LabelGuess } {
  const [first = [], ...others] = namesOf(label);
  const whole = guessWhole(first, wordnet);
  const otherSenses = others.map((words) => guessWhole(words, wordnet));
  const synonyms = others.filter((_, i) => otherSenses[i] === undefined)
    .map((words) => words.join(" "));
  const parts = whole === undefined ? draftParts(first, wordnet) : [];
  const senses = [whole ?? [], ...otherSenses.map((sense) => sense ?? [])].flat();
  const isCompound = parts.length > 1;
  const [only] = parts;
  if (!isCompound && only?.guess) senses.unshift(only.guess);
  const doing = senses.flatMap((sense) => asDoing(sense, wordnet));
  const entry = {
    label,
    ...described([...senses.map(({ name }) => name), ...doing], wordnet),
    ...(isCompound ? { parts: parts.map(({ part }) => part) } : {}),
    ...(synonyms.length > 0 ? { synonyms } : {}),
  };
  const guessed = isCompound ? [...parts.flatMap(({ guess }) => guess ?? []), ...senses] : senses;
  const unknown = parts.filter(({ guess }) => guess === undefined).map(({ part }) => part.words);
  const nothing = guessed.length === 0 && unknown.length === 0;
  return {
    entry,
    guess: { label, senses: guessed, unknown: nothing ? [first.join(" ")] : unknown },
  };
}

/** Returns the words of each name that a label gives its class: "Gunshot, gunfire", "Chirp_and_tweet". */
function namesOf(label: string): string[][] {
  return label.replaceAll("_", " ").split(/[,;/()]|\band\b/i)
    .map((name) => wordsOf(name).map(({ key }) => key))
    .filter((words) => words.length > 0);
}

/** Guesses the sense of a name that WordNet has, unchanged or written as one word. */
function guessWhole(words: readonly string[], wordnet: WordNet): SenseGuess | undefined {
  return guessSense(words.join(" "), wordnet) ??
    (words.length === 2 ? guessSense(words.join(""), wordnet) : undefined);
}

function draftParts(
  words: readonly string[],
  wordnet: WordNet,
): { part: LabelPart; guess: SenseGuess | undefined }[] {
  const telling = words.filter((word) => !EMPTY_WORDS.has(word));
  if (telling.length > MOST_PARTS) return [];
  return telling.map((word) => {
    // In a label of several words, a word in -ing says what happens: "children playing".
    const action = word.endsWith("ing") ? guessSense(word, wordnet, ["verb"]) : undefined;
    const guess = action ?? guessSense(word, wordnet);
    const senses = guess === undefined ? [] : [guess.name, ...asVerb(word, guess, wordnet)];
    return { part: { words: word, ...described(senses, wordnet) }, guess };
  });
}

/** Returns the verbs that belong to a sound: a dog's bark, and dogs that bark. */
function asVerb(word: string, guess: SenseGuess, wordnet: WordNet): string[] {
  if (guess.name.includes(".v.")) return [];
  const verb = guessSense(word, wordnet, ["verb"]);
  return verb !== undefined && verb.isTopical && guess.isTopical && isSound(guess, wordnet)
    ? [verb.name]
    : [];
}

/**
 * Returns the verb of a noun in -ing: snoring, and someone who snores. Of the 1,074 of AudioCaps' validation captions in
 * which a form of one of ESC-50's plain labels is flagged, drafts miss 5; without these verbs they missed 41.
 */
function asDoing({ words, name, isTopical }: SenseGuess, wordnet: WordNet): string[] {
  if (!words.endsWith("ing") || name.includes(".v.")) return [];
  const verb = guessSense(words, wordnet, ["verb"]);
  // "ring" is a verb, too, but not what "ring" as a noun does.
  if (verb === undefined || verb.name.startsWith(`${words}.`)) return [];
  return isTopical || verb.isTopical ? [verb.name] : [];
}

/** Whether a sense is a sound, not a thing. */
function isSound({ name }: SenseGuess, wordnet: WordNet): boolean {
  return ancestry(wordnet.sense(name)!, wordnet).some(({ lemmas }) => lemmas.includes("sound"));
}

/** Describes senses and excludes words that more often mean something else: a car horn is a "horn", few horns are. */
function described(
  names: readonly string[],
  wordnet: WordNet,
): Pick<LabelPart, "senses" | "exclude"> {
  if (names.length === 0) return {};
  const senses = [...new Set(names)];
  const own = new Set(
    senses.map((name) => name.slice(0, name.indexOf(".")).replaceAll("_", " ").toLowerCase()),
  );
  const exclude = senses.flatMap((name) => {
    const sense = wordnet.sense(name)!;
    return sense.lemmas.filter((lemma) =>
      !own.has(lemma.toLowerCase()) &&
      wordnet.senses(lemma, sense.partOfSpeech)[0]?.id !== sense.id
    );
  });
  return { senses, ...(exclude.length > 0 ? { exclude: [...new Set(exclude)] } : {}) };
}
