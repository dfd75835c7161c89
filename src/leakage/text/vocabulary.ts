/**
 * The phrases that mean one label or a part of it.
 * @module
 */
import type { LabelEntry } from "../labels/label_set.ts";
import type { Dictionary } from "../wordnet/dictionary.ts";
import { formsOf } from "../wordnet/inflection.ts";
import type { PartOfSpeech, Synset } from "../wordnet/synset.ts";
import { isFunctionWord } from "./function_words.ts";
import { familyOf, formsOfListed, guessedForms } from "./forms.ts";
import { broaderThan, narrowerThan, type Relative } from "./kinship.ts";
import { LEVEL, type Meaning, WHOLE } from "./meaning.ts";
import type { PhraseTrie } from "./trie.ts";
import { wordsOf } from "./words.ts";

/** The fields that a label and a part of a label have in common. */
export type Described = Pick<LabelEntry, "senses" | "synonyms" | "narrower" | "exclude">;

/** How a phrase leads to the label. */
type Way = Partial<Pick<Meaning, "path" | "steps" | "rare">>;

/** Returns the folded words of a phrase. */
export function keysOf(phrase: string): string[] {
  return wordsOf(phrase).map(({ key }) => key);
}

/** Adds phrases of one label to a trie. */
export class Vocabulary {
  readonly #entry: LabelEntry;
  readonly #label: number;
  readonly #phrases: PhraseTrie;
  readonly #dictionary: Dictionary;
  readonly #weakest: number;
  readonly #unless = new Map<string, ReadonlySet<string>>();

  constructor(
    entry: LabelEntry,
    label: number,
    phrases: PhraseTrie,
    dictionary: Dictionary,
    weakest: number,
  ) {
    this.#entry = entry;
    this.#label = label;
    this.#phrases = phrases;
    this.#dictionary = dictionary;
    this.#weakest = weakest;
    for (const [word, others] of Object.entries(entry.unless ?? {})) {
      const beside = new Set(others.flatMap((other) => formsOf(other.toLowerCase(), "noun")));
      for (const form of formsOfListed(word, dictionary)) {
        this.#unless.set(keysOf(form).join(" "), beside);
      }
    }
  }

  /** Adds a phrase without other forms. */
  add(phrase: string, part: number, level: number, kind?: PartOfSpeech, way: Way = {}): void {
    const words = keysOf(phrase);
    if (words.length === 0 || level > this.#weakest) return;
    const unless = this.#unless.get(words.join(" "));
    this.#phrases.add(words, {
      label: this.#label,
      part,
      level,
      steps: 0,
      ...(kind === undefined ? {} : { partOfSpeech: kind }),
      ...(unless === undefined ? {} : { unless }),
      ...way,
    });
  }

  /** Adds the forms of a label's or a part's own word. */
  addForms(word: string, senses: readonly Synset[], part: number): void {
    const guessed = senses.length === 0 ? guessedForms(word, this.#dictionary) : [];
    const { forms = {} } = this.#entry;
    const listed = Object.hasOwn(forms, word) ? forms[word]! : [];
    for (const form of [...listed, ...guessed]) {
      this.add(form, part, LEVEL.lemma);
    }
    for (const { lemma, forms, partOfSpeech } of familyOf(word, senses)) {
      if (part === WHOLE && isExcluded(lemma, this.#entry)) continue;
      for (const form of forms) this.add(form, part, LEVEL.lemma, partOfSpeech);
    }
  }

  /** Adds synonyms and narrower things, from WordNet and from the label set, and WordNet's broader things. */
  addDescribed(
    described: Described,
    senses: readonly Synset[],
    part: number,
    target: string,
  ): void {
    for (const phrase of described.synonyms ?? []) {
      this.addListed(phrase, part, LEVEL.synonym, senses, `${phrase} = ${target}`);
    }
    for (const phrase of described.narrower ?? []) {
      this.addListed(phrase, part, LEVEL.hyponym, senses, `${phrase} > ${target}`);
    }
    const excluded = new Set(
      (described.exclude ?? []).flatMap((name) => this.#dictionary.sense(name) ?? []),
    );
    for (const sense of senses) {
      if (excluded.has(sense)) continue;
      const own = { synset: sense, chain: [sense] };
      this.#addWords(own, described, part, LEVEL.synonym, (word) => `${word} = ${target}`);
      this.#addNarrower(sense, described, part, target, excluded);
      // A broader list that a person wrote is better than everything above the sense in WordNet.
      if (part === WHOLE && this.#entry.broader === undefined) this.#addBroader(sense, target);
    }
  }

  /** Adds a phrase from the label set in all its forms. */
  addListed(
    phrase: string,
    part: number,
    level: number,
    senses: readonly Synset[],
    path: string,
  ): void {
    const way = { path, steps: 1 };
    const isNoun = part === WHOLE && keysOf(phrase).length === 1 && senses.length > 0 &&
      senses.every(({ partOfSpeech }) => partOfSpeech === "noun") &&
      this.#dictionary.senses(phrase, "noun").length > 0;
    // A word for a thing is not a verb; for an action, a part or a phrase the part of speech does not matter.
    if (isNoun) {
      for (const form of [phrase, ...formsOf(phrase.toLowerCase(), "noun")]) {
        this.add(form, part, level, "noun", way);
      }
    } else {
      for (const form of formsOfListed(phrase, this.#dictionary)) {
        this.add(form, part, level, undefined, way);
      }
    }
  }

  #addNarrower(
    sense: Synset,
    described: Described,
    part: number,
    target: string,
    excluded: ReadonlySet<Synset>,
  ): void {
    const narrower = narrowerThan(sense, this.#dictionary, excluded);
    const family = new Set([sense, ...narrower.map(({ synset }) => synset)]);
    for (const relative of narrower) {
      const path = (word: string) => [word, ...between(relative), target].join(" > ");
      const isRare = (word: string) => this.#isRare(word, relative.synset.partOfSpeech, family);
      this.#addWords(relative, described, part, LEVEL.hyponym, path, isRare);
    }
  }

  #addBroader(sense: Synset, target: string): void {
    for (const relative of broaderThan(sense, this.#dictionary)) {
      const path = (word: string) => [target, ...between(relative).reverse(), word].join(" > ");
      this.#addWords(relative, this.#entry, WHOLE, LEVEL.hypernym, path);
    }
  }

  #addWords(
    { synset, chain }: Relative,
    described: Described,
    part: number,
    level: number,
    path: (word: string) => string,
    isRare: (word: string) => boolean = () => false,
  ): void {
    for (const word of synset.lemmas) {
      if (isExcluded(word, described) || isExcluded(word, this.#entry)) continue;
      // WordNet has "a" for vitamin A and "as" for arsenic; in captions these are function words.
      if (word.length === 1 || isFunctionWord(word.toLowerCase())) continue;
      const way = { path: path(word), steps: chain.length - 1, rare: isRare(word) };
      for (const form of formsOf(word.toLowerCase(), synset.partOfSpeech)) {
        this.add(form, part, level, synset.partOfSpeech, way);
      }
    }
  }

  /**
   * Whether a word more often means something outside the family: an "admiral" is seldom a butterfly. Senses that are
   * names ("WASP", "Chihuahua") do not count.
   */
  #isRare(word: string, partOfSpeech: PartOfSpeech, family: ReadonlySet<Synset>): boolean {
    const folded = word.toLowerCase();
    for (const sense of this.#dictionary.senses(word, partOfSpeech)) {
      if (family.has(sense)) return false;
      const written = sense.lemmas.find((lemma) => lemma.toLowerCase() === folded);
      if (written === undefined || written === folded) return true;
    }
    return true;
  }
}

/** The first words of the synsets that lead from a relative to the label's sense. */
function between({ chain }: Relative): string[] {
  return chain.slice(1, -1).map(({ lemmas }) => lemmas[0]!);
}

function isExcluded(word: string, { exclude = [] }: Described): boolean {
  const folded = word.toLowerCase();
  return exclude.some((excluded) => excluded.toLowerCase() === folded);
}
