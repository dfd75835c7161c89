/**
 * Lists the forms that a label's own words have in texts.
 * @module
 */
import { dictionaryForms } from "../labels/dictionary_form.ts";
import { guessSense } from "../labels/guess_sense.ts";
import type { Dictionary } from "../wordnet/dictionary.ts";
import { formsOf } from "../wordnet/inflection.ts";
import type { PartOfSpeech, Synset } from "../wordnet/synset.ts";

/** A word of a sense. */
export interface Family {
  /** The word. */
  readonly lemma: string;
  /** All its forms, folded. */
  readonly forms: readonly string[];
  /** Its part of speech. */
  readonly partOfSpeech: PartOfSpeech;
}

/**
 * Returns the words of senses that have a label's own word as a form: for "sneezing" the verb `sneeze`, and the noun.
 */
export function familyOf(word: string, senses: readonly Synset[]): Family[] {
  const words = senses.flatMap(({ lemmas, partOfSpeech }) =>
    lemmas.map((lemma) => ({
      lemma,
      forms: formsOf(lemma.toLowerCase(), partOfSpeech),
      partOfSpeech,
    }))
  );
  const own = new Set(words.filter(({ forms }) => forms.includes(word)).map(({ lemma }) => lemma));
  return words.filter(({ lemma }) => own.has(lemma));
}

/** The guessed forms of words, by dictionary: thousands of labels can share a word. */
const guessed = new WeakMap<Dictionary, Map<string, readonly string[]>>();

/**
 * Returns forms of a word without a known sense: plurals, and those of the verb that the word may mean in a label of
 * sounds: "barks" and "barking" for "bark", "speaks" for "speaking", "laughs" for "laughter"; not "trains" and
 * "training" as verbs for "train".
 */
export function guessedForms(word: string, dictionary: Dictionary): readonly string[] {
  let known = guessed.get(dictionary);
  if (known === undefined) guessed.set(dictionary, known = new Map());
  let forms = known.get(word);
  if (forms === undefined) known.set(word, forms = guessForms(word, dictionary));
  return forms;
}

function guessForms(word: string, dictionary: Dictionary): readonly string[] {
  const singulars = dictionaryForms(word, "noun", dictionary);
  const senses = /^\p{L}/u.test(word) ? guessSense(word, dictionary)?.senses ?? [] : [];
  const verbs = senses.flatMap(({ name }) => {
    const lemma = name.slice(0, name.indexOf("."));
    const isOwn = name.includes(".v.") && !lemma.includes("_") &&
      (word.startsWith(lemma) || formsOf(lemma, "verb").includes(word));
    return isOwn ? [lemma] : [];
  });
  // A word in -ing is an action whatever else it means.
  const action = word.endsWith("ing") ? dictionaryForms(word, "verb", dictionary) : [];
  return [
    ...new Set([
      ...[word, ...singulars].flatMap((noun) => formsOf(noun, "noun")),
      ...[...verbs, ...action].flatMap((verb) => formsOf(verb, "verb")),
    ]),
  ];
}

/** Fewest letters of either half of a word of two. */
const SHORTEST_HALF = 3;

/**
 * Returns the other spellings of a name of two words in one, or of one word in two: "gunshot" for "gun shot", "door bell"
 * for "doorbell"; each with its forms. A word is parted only where its meaning speaks of one of its halves, so "carpet" is no "car pet".
 */
export function otherSpellings(words: readonly string[], dictionary: Dictionary): string[][] {
  if (words.length === 2) {
    const closed = words.join("");
    const nouns = dictionaryForms(closed, "noun", dictionary);
    const isLong = words.every((word) => word.length >= SHORTEST_HALF);
    return (nouns.length > 0 ? nouns : isLong ? [closed] : []).map((noun) => formsOf(noun, "noun"));
  }
  const [word] = words;
  if (words.length !== 1 || word === undefined) return [];
  const [noun] = dictionaryForms(word, "noun", dictionary);
  if (noun === undefined) return [];
  const meanings = dictionary.senses(noun, "noun").map(({ gloss }) => gloss).join(" ");
  const isWord = (half: string) => dictionary.senses(half, "noun").length > 0;
  for (let at = SHORTEST_HALF; at <= noun.length - SHORTEST_HALF; at++) {
    const halves = [noun.slice(0, at), noun.slice(at)];
    if (!halves.every(isWord)) continue;
    if (!halves.some((half) => new RegExp(`\\b${half}`, "i").test(meanings))) continue;
    return [formsOf(halves.join(" "), "noun")];
  }
  return [];
}

/**
 * Returns the forms of a phrase that a person listed. Its last word is inflected as noun and as verb ("dripping tap",
 * "car honks"); in a phrase of several words, the first is inflected as verb, too ("take a breath").
 */
export function formsOfListed(phrase: string, dictionary: Dictionary): string[] {
  const folded = phrase.toLowerCase();
  const words = folded.split(/\s+/);
  const first = words[0]!;
  const last = words.at(-1)!;
  const stem = folded.slice(0, folded.length - last.length);
  const isVerb = (word: string) => dictionary.senses(word, "verb").length > 0;
  return [
    phrase,
    ...formsOf(folded, "noun"),
    ...(isVerb(last) ? formsOf(last, "verb").map((form) => stem + form) : []),
    ...(words.length > 1 && isVerb(first) ? formsOf(folded, "verb") : []),
  ];
}
