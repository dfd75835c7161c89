/**
 * Compiles a label set and WordNet into all phrases by which texts name labels.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { isCaption } from "../labels/caption_labels.ts";
import { dictionaryForm } from "../labels/dictionary_form.ts";
import { listedNames, type NamingHabit, namingHabit } from "../labels/label_names.ts";
import { type LabelEntry, type LabelSet, wordsOfLabel } from "../labels/label_set.ts";
import type { Dictionary } from "../wordnet/dictionary.ts";
import { formsOf } from "../wordnet/inflection.ts";
import type { PartOfSpeech, Synset } from "../wordnet/synset.ts";
import { otherSenses } from "./compounds.ts";
import { familyOf, otherSpellings } from "./forms.ts";
import { isEmptyInName } from "./function_words.ts";
import { type Hierarchy, hierarchyOf } from "./hierarchy.ts";
import { LEVEL, OTHER, WHOLE } from "./meaning.ts";
import { PhraseTrie } from "./trie.ts";
import { withoutAccents } from "./words.ts";
import { keysOf, Vocabulary } from "./vocabulary.ts";

/** How the parts of a name are put together. */
export interface Composition {
  /** Number of the label in its set. */
  readonly label: number;
  /** Number of parts that must be mentioned together. */
  readonly parts: number;
  /** Number of the label's words that no part has; a mention without them does not use the label's own words. */
  readonly extra: number;
  /** Largest number of words between two parts. */
  readonly reach: number;
  /** Whether only words that join a name may come between: "bells of the church", not "his hand on the saw". */
  readonly isName: boolean;
  /** Whether the name ends with what someone does, so another action may come between: "a woman laughs and speaks". */
  readonly isAction?: boolean;
}

/** A compiled label set. */
export interface Lexicon {
  /** The labels, verbatim. */
  readonly labels: readonly string[];
  /** The names of several parts. */
  readonly compositions: readonly Composition[];
  /** Each label's broader labels by their numbers, nearest first; absent where no label has any. */
  readonly hierarchy?: Hierarchy;
  /** What each phrase means. */
  readonly phrases: PhraseTrie;
}

/** Most words between the parts of a label: "knocks three times on a big wooden door". */
const REACH_OF_PARTS = 6;
/** Most words between the words of a name: "bells of the old church". */
const REACH_OF_WORDS = 3;
/** Most words between who does something and what is done: "a woman and a young man are speaking". */
const REACH_OF_ACTION = 5;
/** Most words of a name that texts may put in another order; longer ones are sentences. */
const MOST_WORDS_OF_NAME = 5;

/**
 * Compiles a label set.
 *
 * @param weakest the weakest level to compile; weaker meanings would never be shown
 * @throws {InputError} when a label has no word, or a sense is not in WordNet
 */
export function compileLexicon(set: LabelSet, dictionary: Dictionary, weakest: number): Lexicon {
  const phrases = new PhraseTrie();
  const compositions: Composition[] = [];
  const habit = namingHabit(set.labels.map(({ label }) => label));
  const namesOfAll = set.labels.map((entry) => namesOf(entry, habit, dictionary));
  const below = namesBelow(set, namesOfAll);
  set.labels.forEach((entry, label) => {
    const vocabulary = new Vocabulary(entry, label, phrases, dictionary, weakest);
    const names = namesOfAll[label]!;
    addWhole(entry, names, vocabulary, dictionary, below.get(entry.label) ?? new Set());
    names.forEach(({ words, ampersand }, i) => {
      const isInParts = i === 0 && entry.parts !== undefined;
      const telling = words.filter((word) => !isEmptyInName(word));
      // The letters of "R&B" are no words of their own.
      const isWhole = telling.length < 2 || words.length > MOST_WORDS_OF_NAME || ampersand ||
        telling.every((word) => word.length === 1);
      if (!isInParts && isWhole) return;
      vocabulary.begin(compositions.length);
      const composition = isInParts
        ? addParts(entry, words, vocabulary, dictionary)
        : addName(telling, vocabulary, dictionary);
      compositions.push({ label, ...composition });
    });
  });
  const hierarchy = hierarchyOf(set, weakest);
  return {
    labels: set.labels.map(({ label }) => label),
    compositions,
    ...(hierarchy === undefined ? {} : { hierarchy }),
    phrases,
  };
}

/** A name that a label gives its class. */
interface Name {
  readonly words: readonly string[];
  /** Whether texts must have "&" between its words. */
  readonly ampersand: boolean;
}

/** Returns the names that a label gives its class; one with "&" is also one with "and", and the other way round. */
function namesOf(entry: LabelEntry, habit: NamingHabit, dictionary: Dictionary): Name[] {
  // What a person wrote down, or a draft, says by commas which names there are.
  const isPlain = entry.words === undefined && entry.senses === undefined &&
    entry.parts === undefined;
  const written = wordsOfLabel(entry);
  // The commas of a caption part no names; many names of a label that is none are no caption.
  const isOne = isCaption(written) && isCaption(entry.label);
  const names = (isOne ? [written] : listedNames(
    written,
    isPlain ? habit : { andParts: false },
    (words) => dictionary.senses(words, "noun").length > 0,
  )).flatMap((name) => isOne ? [{ words: keysOf(name), ampersand: false }] : spellingsOf(name))
    .filter(({ words }) => words.length > 0);
  if (names.length > 0) return names;
  throw new InputError(`Label "${quotable(entry.label)}" has no word; expected a letter or digit`);
}

function spellingsOf(name: string): Name[] {
  const words = keysOf(name);
  if (name.includes("&")) {
    const spelled = keysOf(name.replaceAll("&", " and "));
    return [{ words, ampersand: words.length > 1 }, { words: spelled, ampersand: false }];
  }
  const others = words.filter((word, i) => word !== "and" || i === 0 || i === words.length - 1);
  const isJoined = others.length > 1 && others.length < words.length;
  return [{ words, ampersand: false }, ...(isJoined ? [{ words: others, ampersand: true }] : [])];
}

/** Returns the names of the narrower labels of each label: a wind chime is a chime where the set says so. */
function namesBelow(
  { labels }: LabelSet,
  names: readonly (readonly Name[])[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const below = new Map<string, Set<string>>();
  labels.forEach(({ above = [], perhapsAbove = [] }, i) => {
    for (const label of [...above, ...perhapsAbove]) {
      const known = below.get(label) ?? new Set<string>();
      for (const { words } of names[i]!) {
        for (const form of formsOf(words.join(" "), "noun")) known.add(form);
      }
      below.set(label, known);
    }
  });
  return below;
}

function addWhole(
  entry: LabelEntry,
  names: readonly Name[],
  vocabulary: Vocabulary,
  dictionary: Dictionary,
  below: ReadonlySet<string>,
): void {
  const senses = sensesOf(entry, entry.label, dictionary);
  const [first] = names;
  const target = first!.words.join(" ");
  for (const { words, ampersand } of names) {
    if (ampersand) addWithAmpersand(words, vocabulary);
    else addOwn(entry, words, senses, vocabulary, dictionary, below);
  }
  // Phrases that are listed beside parts are nouns where all parts are: "bears" are wild animals, and "bore" is none.
  const told = senses.length > 0
    ? senses
    : (entry.parts ?? []).flatMap((part) => sensesOf(part, entry.label, dictionary));
  vocabulary.addDescribed(entry, senses, WHOLE, target, told);
  for (const phrase of entry.broader ?? []) {
    vocabulary.addListed(phrase, WHOLE, LEVEL.hypernym, [], `${target} > ${phrase}`);
  }
  for (const phrase of entry.not ?? []) {
    for (const form of [phrase, ...formsOf(phrase, "noun")]) vocabulary.add(form, OTHER, 0);
  }
}

function addWithAmpersand(words: readonly string[], vocabulary: Vocabulary): void {
  const name = words.join(" ");
  vocabulary.add(name, WHOLE, LEVEL.exact, undefined, { ampersand: true });
  for (const form of formsOf(name, "noun")) {
    vocabulary.add(form, WHOLE, LEVEL.lemma, undefined, { ampersand: true });
  }
}

/** Adds a name as it is written, its other spellings, and the forms of a name of one word. */
function addOwn(
  entry: LabelEntry,
  words: readonly string[],
  senses: readonly Synset[],
  vocabulary: Vocabulary,
  dictionary: Dictionary,
  below: ReadonlySet<string>,
): void {
  const name = words.join(" ");
  const isOne = words.length === 1;
  const bare = withoutAccents(name);
  // WordNet has no accents.
  if (bare !== name) vocabulary.addForms(bare, isOne ? senses : [], WHOLE);
  const kinds = isOne ? kindsOf(name, senses) : [undefined];
  // The name of an action is a noun, too, where it has no sense as one: "the stir of a spoon".
  const isAction = kinds.every((kind) => kind === "verb");
  for (const kind of isAction ? [undefined] : kinds) vocabulary.add(name, WHOLE, LEVEL.exact, kind);
  vocabulary.addForms(name, isOne ? senses : [], WHOLE);
  // A spelling that is a word of a sense counts as its other words do.
  const known = new Set(senses.flatMap(({ lemmas }) => lemmas));
  for (const [spelling, ...forms] of otherSpellings(words, dictionary)) {
    if (known.has(spelling!)) continue;
    for (const form of [spelling!, ...forms]) vocabulary.add(form, WHOLE, LEVEL.lemma);
  }
  if (!isOne) return;
  const listed = new Set([...entry.synonyms ?? [], ...entry.narrower ?? [], ...below]);
  const own = familyOf(name, senses).length > 0 ? senses : [];
  for (const phrase of otherSenses(name, own, dictionary)) {
    if (!listed.has(phrase)) vocabulary.add(phrase, OTHER, 0);
  }
}

/** Adds the words of a name, which texts also inflect and put in another order: "a man is speaking". */
function addName(
  words: readonly string[],
  vocabulary: Vocabulary,
  dictionary: Dictionary,
): Omit<Composition, "label"> {
  // The words of a known noun are no verbs: who washes the machine has no washing machine.
  const isNoun = dictionaryForm(words.join(" "), "noun", dictionary) !== undefined;
  words.forEach((word, part) => {
    if (!isNoun) return vocabulary.addForms(word, [], part);
    for (const form of formsOf(word, "noun")) vocabulary.add(form, part, LEVEL.lemma);
  });
  const isAction = !isNoun && words.at(-1)!.endsWith("ing");
  const reach = isAction ? REACH_OF_ACTION : REACH_OF_WORDS;
  return { parts: words.length, extra: 0, reach, isName: true, isAction };
}

function addParts(
  { label, parts = [] }: LabelEntry,
  words: readonly string[],
  vocabulary: Vocabulary,
  dictionary: Dictionary,
): Omit<Composition, "label"> {
  const covered = new Set<string>();
  parts.forEach((part, number) => {
    const senses = sensesOf(part, label, dictionary);
    const keys = keysOf(part.words);
    for (const key of keys) covered.add(withoutAccents(key));
    const own = keys.join(" ");
    for (const kind of kindsOf(own, senses)) vocabulary.add(own, number, LEVEL.lemma, kind);
    vocabulary.addForms(own, senses, number);
    vocabulary.addDescribed(part, senses, number, own);
  });
  const extra = words.filter((word) => !covered.has(withoutAccents(word)) && !isEmptyInName(word));
  extra.forEach((word, i) => {
    vocabulary.addForms(word, [], parts.length + i);
    // A word that only describes, such as "wood", gets its commonest sense: an oak door is a kind of wood door.
    const [sense] = dictionary.senses(word, "noun");
    if (sense !== undefined) vocabulary.addDescribed({}, [sense], parts.length + i, word);
  });
  return { parts: parts.length, extra: extra.length, reach: REACH_OF_PARTS, isName: false };
}

/** Returns the parts of speech that a word has in senses; undefined, which matches any, where it is in none. */
function kindsOf(
  word: string,
  senses: readonly Synset[],
): readonly (PartOfSpeech | undefined)[] {
  const family = familyOf(word, senses);
  return family.length === 0
    ? [undefined]
    : [...new Set(family.map(({ partOfSpeech }) => partOfSpeech))];
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
