/**
 * Compiles a label set and WordNet into all phrases by which texts name labels.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { isCaption } from "../labels/caption_labels.ts";
import { type LabelEntry, type LabelSet, wordsOfLabel } from "../labels/label_set.ts";
import type { Dictionary } from "../wordnet/dictionary.ts";
import { formsOf } from "../wordnet/inflection.ts";
import type { PartOfSpeech, Synset } from "../wordnet/synset.ts";
import { otherSenses } from "./compounds.ts";
import { LEVEL, OTHER, WHOLE } from "./meaning.ts";
import { PhraseTrie } from "./trie.ts";
import { keysOf, Vocabulary } from "./vocabulary.ts";

/** How the parts of a label are put together. */
export interface Composition {
  /** Number of parts that must be mentioned together; 1 for a label that is only ever named as a whole. */
  readonly parts: number;
  /** Number of the label's words that no part has; a mention without them does not use the label's own words. */
  readonly extra: number;
  /** Largest number of words between two parts. */
  readonly reach: number;
  /** Whether only words that join a name may come between: "bells of the church", not "his hand on the saw". */
  readonly isName: boolean;
}

/** A compiled label set. */
export interface Lexicon {
  /** The labels, verbatim. */
  readonly labels: readonly string[];
  /** Each label's composition. */
  readonly compositions: readonly Composition[];
  /** What each phrase means. */
  readonly phrases: PhraseTrie;
}

/** Most words between the parts of a label: "knocks three times on a big wooden door". */
const REACH_OF_PARTS = 6;
/** Most words between the words of a name: "bells of the old church". */
const REACH_OF_WORDS = 3;

/**
 * Compiles a label set.
 *
 * @param weakest the weakest level to compile; weaker meanings would never be shown
 * @throws {InputError} when a label has no word, or a sense is not in WordNet
 */
export function compileLexicon(set: LabelSet, dictionary: Dictionary, weakest: number): Lexicon {
  const phrases = new PhraseTrie();
  const compositions = set.labels.map((entry, label) => {
    const vocabulary = new Vocabulary(entry, label, phrases, dictionary, weakest);
    return addEntry(entry, vocabulary, dictionary);
  });
  return { labels: set.labels.map(({ label }) => label), compositions, phrases };
}

function addEntry(entry: LabelEntry, vocabulary: Vocabulary, dictionary: Dictionary): Composition {
  const words = keysOf(wordsOfLabel(entry));
  if (words.length === 0) {
    throw new InputError(
      `Label "${quotable(entry.label)}" has no word; expected a letter or digit`,
    );
  }
  addWhole(entry, words, vocabulary, dictionary);
  for (const phrase of entry.broader ?? []) {
    vocabulary.addListed(phrase, WHOLE, LEVEL.hypernym, [], `${words.join(" ")} > ${phrase}`);
  }
  for (const phrase of entry.not ?? []) {
    for (const form of [phrase, ...formsOf(phrase, "noun")]) vocabulary.add(form, OTHER, 0);
  }
  return entry.parts === undefined
    ? addName(words, vocabulary)
    : addParts(entry, words, vocabulary, dictionary);
}

function addWhole(
  entry: LabelEntry,
  words: readonly string[],
  vocabulary: Vocabulary,
  dictionary: Dictionary,
): void {
  const senses = sensesOf(entry, entry.label, dictionary);
  const name = words.join(" ");
  const isOne = words.length === 1;
  for (const kind of isOne ? kindsOf(senses) : [undefined]) {
    vocabulary.add(name, WHOLE, LEVEL.exact, kind);
  }
  vocabulary.addForms(name, isOne ? senses : [], WHOLE);
  vocabulary.addDescribed(entry, senses, WHOLE, name);
  for (const alternative of alternativesOf(entry)) {
    vocabulary.addListed(alternative, WHOLE, LEVEL.synonym, [], `${alternative} = ${name}`);
  }
  if (!isOne) return;
  const listed = new Set([...entry.synonyms ?? [], ...entry.narrower ?? []]);
  for (const phrase of otherSenses(name, senses, dictionary)) {
    if (!listed.has(phrase)) vocabulary.add(phrase, OTHER, 0);
  }
}

/** Returns the names that a label without senses gives its class: "Gunshot, gunfire", "Waves, surf (sea)". */
function alternativesOf(entry: LabelEntry): string[] {
  const { senses, parts, synonyms } = entry;
  const name = wordsOfLabel(entry);
  if (
    senses !== undefined || parts !== undefined || synonyms !== undefined ||
    !name.includes(",") || isCaption(name)
  ) {
    return [];
  }
  return name.replaceAll(/\([^()]*\)/g, " ").split(",").map((words) => words.trim())
    .filter((words) => keysOf(words).length > 0);
}

/** Adds a name; a name of several words is also found in the plural and in another order. */
function addName(words: readonly string[], vocabulary: Vocabulary): Composition {
  if (words.length > 1) {
    words.forEach((word, part) => {
      for (const form of formsOf(word, "noun")) vocabulary.add(form, part, LEVEL.lemma);
    });
  }
  return { parts: words.length, extra: 0, reach: REACH_OF_WORDS, isName: true };
}

function addParts(
  { label, parts = [] }: LabelEntry,
  words: readonly string[],
  vocabulary: Vocabulary,
  dictionary: Dictionary,
): Composition {
  const covered = new Set<string>();
  parts.forEach((part, number) => {
    const senses = sensesOf(part, label, dictionary);
    const keys = keysOf(part.words);
    for (const key of keys) covered.add(key);
    const own = keys.join(" ");
    for (const kind of kindsOf(senses)) vocabulary.add(own, number, LEVEL.lemma, kind);
    vocabulary.addForms(own, senses, number);
    vocabulary.addDescribed(part, senses, number, own);
  });
  const extra = words.filter((word) => !covered.has(word));
  extra.forEach((word, i) => {
    vocabulary.addForms(word, [], parts.length + i);
    // A word that only describes, such as "wood", gets its commonest sense: an oak door is a kind of wood door.
    const [sense] = dictionary.senses(word, "noun");
    if (sense !== undefined) vocabulary.addDescribed({}, [sense], parts.length + i, word);
  });
  return { parts: parts.length, extra: extra.length, reach: REACH_OF_PARTS, isName: false };
}

/** Returns the parts of speech of senses; undefined, which matches any, where no sense is known. */
function kindsOf(senses: readonly Synset[]): readonly (PartOfSpeech | undefined)[] {
  if (senses.length === 0) return [undefined];
  return [...new Set(senses.map(({ partOfSpeech }) => partOfSpeech))];
}

function sensesOf(
  { senses = [] }: Pick<LabelEntry, "senses">,
  label: string,
  dictionary: Dictionary,
): Synset[] {
  return senses.map((name) => {
    const synset = dictionary.sense(name);
    if (synset !== undefined) return synset;
    throw new InputError(
      `Label "${quotable(label)}" has sense "${quotable(name)}", which WordNet 3.1 does not ` +
        "know; expected one such as dog.n.01",
    );
  });
}
