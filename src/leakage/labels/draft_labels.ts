/**
 * Drafts label sets: guesses what every label means, for a person to check.
 * @module
 */
import type { Dictionary } from "../wordnet/dictionary.ts";
import { isCommonWord } from "../text/common_words.ts";
import { isEmptyInName } from "../text/function_words.ts";
import { withoutAccents, wordsOf } from "../text/words.ts";
import { qualifiersIn } from "./brackets.ts";
import { describeSenses } from "./describe_senses.ts";
import { dictionaryForms } from "./dictionary_form.ts";
import { guessSense, type SenseGuess } from "./guess_sense.ts";
import { namesIn, type NamingHabit, namingHabit } from "./label_names.ts";
import { isMostlyAdjective, type Part, partsOf } from "./label_parts.ts";
import type { LabelEntry, LabelPart, LabelSet, Meaning } from "./label_set.ts";
import { AFFINITY, soundAffinity } from "./sound_affinity.ts";

/** What a label was guessed to mean. */
export interface LabelGuess {
  /** The label, verbatim. */
  readonly label: string;
  /** The guessed meanings; several where the label has several names or parts. */
  readonly guesses: readonly SenseGuess[];
  /** Words of the label that WordNet does not know. */
  readonly unknown: readonly string[];
  /** Words of the senses that are left out: they more often mean something else, or are names of other labels. */
  readonly excluded: readonly string[];
  /** Whether a person should look at it: a meaning is unsure, or a part of the label has none. */
  readonly isUnsure: boolean;
}

/** A guessed label set and its guesses. */
export interface LabelDraft {
  /** The label set, for {@link formatLabelSet} and for a person to check. */
  readonly set: LabelSet;
  /** The guesses, in the order of the labels. */
  readonly guesses: readonly LabelGuess[];
}

/** Implements {@link draftLabels}, which `doors/leakage/draft_labels.ts` documents. */
export function draftLabels(
  labels: readonly string[],
  name: string,
  wordnet: Dictionary,
): LabelDraft {
  const habit = namingHabit(labels);
  const named = namedBy(labels, habit, wordnet);
  const drafts = labels.map((label) => draftLabel(label, habit, named, wordnet));
  return {
    set: { name, checked: false, labels: drafts.map(({ entry }) => entry) },
    guesses: drafts.map(({ guess }) => guess),
  };
}

/** Returns how many labels have a word as a name, by the word: the dictionary's forms of all names of one word. */
function namedBy(
  labels: readonly string[],
  habit: NamingHabit,
  wordnet: Dictionary,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const label of labels) {
    const lemmas = namesIn(label, habit).flatMap((name) => {
      const folded = name.toLowerCase();
      const forms = (["noun", "verb"] as const)
        .flatMap((partOfSpeech) => dictionaryForms(folded, partOfSpeech, wordnet));
      return [folded, ...forms];
    });
    for (const lemma of new Set(lemmas)) counts.set(lemma, (counts.get(lemma) ?? 0) + 1);
  }
  return counts;
}

function draftLabel(
  label: string,
  habit: NamingHabit,
  named: ReadonlyMap<string, number>,
  wordnet: Dictionary,
): { entry: LabelEntry; guess: LabelGuess } {
  const names = namesIn(label, habit, (words) => wordnet.senses(words, "noun").length > 0);
  const wholes = guessWholes(names, qualifiersIn(label), wordnet);
  const parts = wholes[0] === undefined && !INITIALS.test(names[0]!)
    ? partsOf(names[0]!, wordnet)
    : [];
  const isCompound = parts.length > 1;
  // "Traffic noise" is about traffic, which may not be all that it says.
  const only = isCompound ? undefined : parts[0]?.guess;
  const meanings = [only, ...wholes].filter((guess) => guess !== undefined);
  const own = new Set(names.map((name) => name.toLowerCase()));
  // A list that has both "Yell" and "Scream" tells them apart.
  const ownForms = namedBy([label], habit, wordnet);
  const isOther = (word: string) => (named.get(word) ?? 0) > (ownForms.get(word) ?? 0);
  const described = describe(meanings, own, wordnet, isOther);
  const describedParts = isCompound ? parts.map((part) => describePart(part, wordnet)) : [];
  const guesses = [...(isCompound ? parts.flatMap(({ guess }) => guess ?? []) : []), ...meanings];
  const unknown = parts.filter(({ guess, isAdjective }) => guess === undefined && !isAdjective)
    .map(({ words }) => words);
  const isUnsure = guesses.length === 0 || unknown.length > 0 || only !== undefined ||
    guesses.some(({ confidence }) => confidence === "unsure") || names.some(isMostlyFunctionWord);
  return {
    entry: {
      label,
      ...wordsFor(label, [...names, ...otherSpellings(names, wholes)]),
      ...described,
      ...(isCompound ? { parts: describedParts } : {}),
      ...(isUnsure ? { checked: false } : {}),
    },
    guess: {
      label,
      guesses,
      unknown: guesses.length === 0 && unknown.length === 0 ? [names[0]!] : unknown,
      excluded: [described, ...describedParts].flatMap(({ exclude = [] }) => exclude),
      isUnsure,
    },
  };
}

/** Letters of words, such as "Q&A": they mean no word by themselves. */
const INITIALS = /^\p{L}{1,3}(?:\s*&\s*\p{L}{1,3})+$/u;

/** Whether a name is a word that texts mostly use as a function word: "Will", "May", "back". */
function isMostlyFunctionWord(name: string): boolean {
  const [word, ...others] = wordsOf(name);
  return word !== undefined && others.length === 0 && isCommonWord(word.key);
}

/** Returns the names as a person writes them, where the label itself does not say them. */
function wordsFor(label: string, names: readonly string[]): Pick<LabelEntry, "words"> {
  const words = names.join(", ");
  return words === label.replaceAll("_", " ") ? {} : { words };
}

/** Returns the names as WordNet spells them, where it has them as one word only: "gunshot" for "gun shot". */
function otherSpellings(
  names: readonly string[],
  wholes: readonly (SenseGuess | undefined)[],
): string[] {
  const keysOf = (name: string) => withoutAccents(wordsOf(name).map(({ key }) => key).join(" "));
  return wholes.flatMap((guess, i) =>
    guess === undefined || keysOf(guess.words) === keysOf(names[i]!) ? [] : [guess.words]
  );
}

/** Guesses the meaning of each name that WordNet has, unchanged or written as one word. */
function guessWholes(
  names: readonly string[],
  qualifiers: readonly string[],
  wordnet: Dictionary,
): (SenseGuess | undefined)[] {
  const written = names.map((name) => spellingsOf(name, wordnet));
  return written.map((spellings, i) => {
    const others = written.filter((_, other) => other !== i).flat();
    for (const words of spellings) {
      const beside = others.flatMap((other) => other.split(" ")).filter((word) =>
        !isEmptyInName(word)
      );
      const context = { qualifiers, others, beside, written: names[i]!.trim() };
      const guess = guessSense(words, wordnet, context);
      if (guess !== undefined) return isOnlyAdjective(words, guess, wordnet) ? undefined : guess;
    }
    return undefined;
  });
}

/**
 * Returns the ways to write a name: "tick-tock", "tick tock", "ticktock"; "r&b", "r and b", but not the symbol "rb"; a
 * word that WordNet has in two alone, such as "hiphop", is parted.
 */
function spellingsOf(name: string, wordnet: Dictionary): string[] {
  // WordNet has no accents.
  const bare = withoutAccents(name);
  const words = wordsOf(bare).map(({ key }) => key);
  const asWritten = bare.toLowerCase().trim();
  const isOneWord = words.length === 2 && words.join("").length > 2;
  return [
    ...new Set([
      asWritten,
      ...(name.includes("&") ? [asWritten.replaceAll(/\s*&\s*/g, " and ")] : []),
      words.join(" "),
      ...(words.length === 2 ? [words.join("-")] : []),
      ...(isOneWord ? [words.join("")] : []),
      ...(words.length === 1 ? partedSpellings(words[0]!, wordnet) : []),
    ]),
  ];
}

/** Fewest letters of either half of a word that is parted. */
const SHORTEST_HALF = 3;

/** Returns the spellings in two words of one that WordNet lacks: "hip-hop" for "hiphop", "car horn" for "carhorn". */
function partedSpellings(word: string, wordnet: Dictionary): string[] {
  const isKnown = (spelling: string) =>
    (["noun", "verb"] as const).some((kind) => dictionaryForms(spelling, kind, wordnet).length > 0);
  if (isKnown(word) || wordnet.adjectiveSenses(word) > 0) return [];
  const spellings: string[] = [];
  for (let at = SHORTEST_HALF; at <= word.length - SHORTEST_HALF; at++) {
    const [before, after] = [word.slice(0, at), word.slice(at)];
    spellings.push(...[`${before}-${after}`, `${before} ${after}`].filter(isKnown));
  }
  return spellings;
}

/** Whether a word is more often an adjective, and no sound: "electric" is a car, but seldom. */
function isOnlyAdjective(words: string, { senses }: SenseGuess, wordnet: Dictionary): boolean {
  const sense = wordnet.sense(senses[0]!.name)!;
  return isMostlyAdjective(words, wordnet) && soundAffinity(sense, wordnet) < AFFINITY.thing;
}

function describePart({ words, guess }: Part, wordnet: Dictionary): LabelPart {
  return { words, ...(guess ? describe([guess], new Set([words]), wordnet) : {}) };
}

function describe(
  guesses: readonly SenseGuess[],
  own: ReadonlySet<string>,
  wordnet: Dictionary,
  isOther: (word: string) => boolean = () => false,
): Pick<Meaning, "senses" | "exclude"> {
  const names = new Set(guesses.flatMap(({ senses }) => senses.map(({ name }) => name)));
  return describeSenses([...names], own, wordnet, isOther);
}
