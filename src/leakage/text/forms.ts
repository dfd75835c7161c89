/**
 * Lists the forms that a label's own words have in texts.
 * @module
 */
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

/** Returns forms of a word without a known sense: plurals, and the verb of an action in -ing. */
export function guessedForms(word: string, dictionary: Dictionary): string[] {
  const bases = [word.slice(0, -3), `${word.slice(0, -3)}e`, word.slice(0, -4)];
  const base = bases.find((base) =>
    dictionary.senses(base, "verb").length > 0 && formsOf(base, "verb").includes(word)
  );
  const singular = word.replace(/s$/, "");
  const nouns = dictionary.senses(singular, "noun").length > 0 ? [word, singular] : [word];
  return [
    ...nouns.flatMap((noun) => formsOf(noun, "noun")),
    ...(base === undefined ? [] : formsOf(base, "verb")),
  ];
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
  const isVerb = (word: string) => dictionary.senses(word, "verb").length > 0;
  const stem = folded.slice(0, folded.length - last.length);
  return [
    phrase,
    ...formsOf(folded, "noun"),
    ...(isVerb(last) ? formsOf(last, "verb").map((form) => stem + form) : []),
    ...(words.length > 1 && isVerb(first) ? formsOf(folded, "verb") : []),
  ];
}
