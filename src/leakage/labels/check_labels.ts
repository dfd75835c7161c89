/**
 * Lets a person go through what labels are guessed to mean: questions about what is unsure, and what their answers do.
 * @module
 */
import type { Dictionary } from "../wordnet/dictionary.ts";
import { describeSenses } from "./describe_senses.ts";
import { draftLabels } from "./draft_labels.ts";
import { meaningOfSense, type SenseGuess } from "./guess_sense.ts";
import { listedNames } from "./label_names.ts";
import { type LabelEntry, type LabelSet, type Meaning, wordsOfLabel } from "./label_set.ts";
import type { SenseChoice } from "./sense_candidates.ts";

/** A question about a word of a label. */
export interface SenseQuestion {
  /** The word or expression; the label itself where WordNet has none of its words. */
  readonly words: string;
  /** What it means in the label set; none where it is found by its own words alone. */
  readonly current: readonly SenseChoice[];
  /** What else it may mean, the likelier ones first. */
  readonly others: readonly SenseChoice[];
}

/** What a person says: the senses are right, the n-th other one is (from 0), or none is. */
export type SenseAnswer = "right" | "none" | number;

/**
 * Makes a function that returns the questions about a label of a set that is marked `checked: false`, one for each word
 * whose meaning is unsure; where none is, but WordNet lacks a word, one about the label.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { WordNet } from "../wordnet/wordnet.ts";
 * import { draftLabels } from "./draft_labels.ts";
 * const wordnet = await WordNet.open();
 * const { set } = draftLabels(["crow", "dog"], "pets", wordnet);
 * const ask = questionsAbout(set, wordnet);
 * const [question] = ask(set.labels[0]!);
 * assert.deepEqual(question?.current.map(({ name }) => name), ["crow.n.01"]);
 * const crowing = question.others.findIndex(({ name }) => name === "crow.n.02");
 * const entry = answered(set.labels[0]!, question, crowing, wordnet);
 * assert.equal(entry.senses?.[0], "crow.n.02");
 * ```
 */
export function questionsAbout(
  { labels, name }: LabelSet,
  wordnet: Dictionary,
): (entry: LabelEntry) => SenseQuestion[] {
  const { guesses } = draftLabels(labels.map(({ label }) => label), name, wordnet);
  const byLabel = new Map(guesses.map((guess) => [guess.label, guess]));
  return (entry) => {
    const { guesses } = byLabel.get(entry.label)!;
    const unsure = guesses.filter(({ confidence }) => confidence === "unsure");
    if (unsure.length > 0) return unsure.map((guess) => questionAbout(guess, entry, wordnet));
    const senses = [
      ...entry.senses ?? [],
      ...(entry.parts ?? []).flatMap(({ senses }) => senses ?? []),
    ];
    return [{
      words: entry.label,
      current: senses.map((name) => choiceOf(name, wordnet)),
      others: [],
    }];
  };
}

function questionAbout(guess: SenseGuess, entry: LabelEntry, wordnet: Dictionary): SenseQuestion {
  const { words } = guess;
  const choices = [...guess.senses, ...guess.alternatives];
  const known = new Set(choices.map(({ name }) => name));
  const current = (placeOf(entry, words).senses ?? []).filter((name) => known.has(name));
  return {
    words,
    current: current.map((name) => choiceOf(name, wordnet)),
    others: choices.filter(({ name }) => !current.includes(name)),
  };
}

function choiceOf(name: string, wordnet: Dictionary): SenseChoice {
  return { name, gloss: wordnet.sense(name)?.gloss ?? "not in WordNet" };
}

/** Returns the part that a word is, else the label. */
function placeOf(entry: LabelEntry, words: string): Meaning {
  return entry.parts?.find((part) => part.words === words) ?? entry;
}

/** Returns a label's entry after an answer; its mark stays until all questions are answered. */
export function answered(
  entry: LabelEntry,
  { words, current, others }: SenseQuestion,
  answer: SenseAnswer,
  wordnet: Dictionary,
): LabelEntry {
  if (answer === "right") return entry;
  const chosen = answer === "none" ? [] : meaningOfSense(words, others[answer]!.name, wordnet);
  const place = placeOf(entry, words);
  const old = new Set(current.map(({ name }) => name));
  const senses = [
    ...(place.senses ?? []).filter((name) => !old.has(name)),
    ...chosen.map(({ name }) => name),
  ];
  const names = listedNames(wordsOfLabel(entry), { andParts: false });
  const own = new Set([words, ...names.map((name) => name.toLowerCase())]);
  const changed = withSenses(place, senses, own, wordnet);
  if (place === entry) return changed as LabelEntry;
  return {
    ...entry,
    parts: entry.parts!.map((part) => part === place ? changed as typeof part : part),
  };
}

/** Returns a label or part with other senses, with what they exclude, and with what a person excluded. */
function withSenses(
  { senses: old = [], exclude = [], ...rest }: Meaning,
  senses: readonly string[],
  own: ReadonlySet<string>,
  wordnet: Dictionary,
): Meaning {
  const excludedBy = (some: readonly string[]) =>
    describeSenses(some.filter((name) => wordnet.sense(name)), own, wordnet).exclude ?? [];
  const ofOld = new Set(excludedBy(old));
  const all = new Set([...excludedBy(senses), ...exclude.filter((word) => !ofOld.has(word))]);
  return {
    ...rest,
    ...(senses.length === 0 ? {} : { senses }),
    ...(all.size === 0 ? {} : { exclude: [...all] }),
  };
}

/** Returns a set with an entry in place of an older one; without the entry's mark, and without the set's if none is left. */
export function withChecked({ checked, labels, ...rest }: LabelSet, entry: LabelEntry): LabelSet {
  const { checked: _, ...done } = entry;
  const entries: LabelEntry[] = labels.map((old) => old.label === entry.label ? done : old);
  const isDone = entries.every((entry) => entry.checked !== false);
  return { ...rest, ...(isDone || checked === undefined ? {} : { checked }), labels: entries };
}
