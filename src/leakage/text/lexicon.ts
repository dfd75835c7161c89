/**
 * All phrases by which texts name labels: a label set and WordNet, compiled once.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { type LabelEntry, type LabelSet, wordsOfLabel } from "../labels/label_set.ts";
import { formsOf } from "../wordnet/inflection.ts";
import type { PartOfSpeech, Synset } from "../wordnet/synset.ts";
import type { Dictionary } from "../wordnet/dictionary.ts";
import { otherSenses } from "./compounds.ts";
import { broaderThan, narrowerThan, type Relative } from "./kinship.ts";
import { LEVEL, type Meaning, OTHER, WHOLE } from "./meaning.ts";
import { PhraseTrie } from "./trie.ts";
import { wordsOf } from "./words.ts";

/** How the parts of a label are put together. */
export interface Composition {
  /** Number of parts that must be mentioned together; 1 for a label that is only ever named as a whole. */
  readonly parts: number;
  /** Words of the label that no part has: without them, the mention is in other words than the label's. */
  readonly extra: number;
  /** Most words between two parts. */
  readonly reach: number;
  /** Whether these words must be such as join a name: "bells of the church", not "his hand on the saw". */
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

/** Words between the parts of a label: "knocks three times on a big wooden door". */
const REACH_OF_PARTS = 6;
/** Words between the words of a name: "bells of the old church". */
const REACH_OF_WORDS = 3;

/** The folded words of a phrase. */
export function keysOf(phrase: string): string[] {
  return wordsOf(phrase).map(({ key }) => key);
}

/**
 * Compiles a label set.
 *
 * @param weakest the weakest level that is asked for; meanings of weaker ones would never be shown
 * @throws {InputError} when a label has no word, or a sense is not in WordNet
 */
export function compileLexicon(set: LabelSet, dictionary: Dictionary, weakest: number): Lexicon {
  const phrases = new PhraseTrie();
  const compositions = set.labels.map((entry, label) =>
    new EntryCompiler(entry, label, phrases, dictionary, weakest).compile()
  );
  return { labels: set.labels.map(({ label }) => label), compositions, phrases };
}

/** What a label and a part of one have in common. */
type Described = Pick<LabelEntry, "senses" | "synonyms" | "narrower" | "exclude">;

/** Adds the phrases of one label. */
class EntryCompiler {
  readonly #entry: LabelEntry;
  readonly #label: number;
  readonly #phrases: PhraseTrie;
  readonly #dictionary: Dictionary;
  readonly #words: readonly string[];
  readonly #weakest: number;

  constructor(
    entry: LabelEntry,
    label: number,
    phrases: PhraseTrie,
    dictionary: Dictionary,
    weakest: number,
  ) {
    this.#weakest = weakest;
    this.#entry = entry;
    this.#label = label;
    this.#phrases = phrases;
    this.#dictionary = dictionary;
    this.#words = keysOf(wordsOfLabel(entry));
    if (this.#words.length === 0) {
      throw new InputError(
        `Label "${quotable(entry.label)}" has no word; expected a letter or digit`,
      );
    }
  }

  compile(): Composition {
    this.#addWhole();
    const composition = this.#entry.parts === undefined ? this.#addWords() : this.#addParts();
    for (const phrase of this.#entry.broader ?? []) {
      this.#addByHand(phrase, WHOLE, LEVEL.hypernym, undefined);
    }
    for (const phrase of this.#entry.not ?? []) {
      for (const form of [phrase, ...formsOf(phrase, "noun")]) this.#add(form, OTHER, 0);
    }
    return composition;
  }

  #addWhole(): void {
    const senses = this.#sensesOf(this.#entry);
    const name = this.#words.join(" ");
    const kinds = this.#words.length === 1 ? kindsOf(senses) : [undefined];
    for (const kind of kinds) this.#add(name, WHOLE, LEVEL.exact, kind);
    this.#addForms(name, this.#words.length === 1 ? senses : [], WHOLE);
    this.#addDescribed(this.#entry, senses, WHOLE, [name]);
    if (this.#words.length > 1) return;
    const listed = new Set([...this.#entry.synonyms ?? [], ...this.#entry.narrower ?? []]);
    for (const phrase of otherSenses(name, senses, this.#dictionary)) {
      if (!listed.has(phrase)) this.#add(phrase, OTHER, 0);
    }
  }

  /** A name of several words is also found through inflection and in another order. */
  #addWords(): Composition {
    const composition = {
      parts: this.#words.length,
      extra: 0,
      reach: REACH_OF_WORDS,
      isName: true,
    };
    if (this.#words.length === 1) return composition;
    this.#words.forEach((word, part) => {
      for (const form of formsOf(word, "noun")) this.#add(form, part, LEVEL.lemma);
    });
    return composition;
  }

  #addParts(): Composition {
    const parts = this.#entry.parts!;
    const covered = new Set<string>();
    parts.forEach((part, number) => {
      const senses = this.#sensesOf(part);
      const words = keysOf(part.words);
      for (const word of words) covered.add(word);
      const own = words.join(" ");
      for (const kind of kindsOf(senses)) this.#add(own, number, LEVEL.lemma, kind);
      this.#addForms(own, senses, number);
      this.#addDescribed(part, senses, number, [own]);
    });
    const extra = this.#words.filter((word) => !covered.has(word));
    extra.forEach((word, i) => {
      this.#addForms(word, [], parts.length + i);
      // Of a word that only describes, such as "wood", the commonest sense: an oak door is a kind of wood door.
      const [sense] = this.#dictionary.senses(word, "noun");
      if (sense !== undefined) this.#addDescribed({}, [sense], parts.length + i, [word]);
    });
    return { parts: parts.length, extra: extra.length, reach: REACH_OF_PARTS, isName: false };
  }

  /** Other forms of a label's or a part's own word. */
  #addForms(word: string, senses: readonly Synset[], part: number): void {
    const level = LEVEL.lemma;
    for (const form of this.#entry.forms?.[word] ?? []) this.#add(form, part, level);
    if (senses.length === 0) {
      for (const form of this.#guessedForms(word)) this.#add(form, part, level);
    }
    for (const { lemma, forms, kind } of familyOf(word, senses)) {
      if (part === WHOLE && this.#excluded(lemma, this.#entry)) continue;
      for (const form of forms) this.#add(form, part, level, kind);
    }
  }

  /** Forms of a word of which no sense is known: plurals, and what an action in -ing comes from. */
  #guessedForms(word: string): string[] {
    const bases = [word.slice(0, -3), `${word.slice(0, -3)}e`, word.slice(0, -4)];
    const base = bases.find((base) =>
      this.#dictionary.senses(base, "verb").length > 0 && formsOf(base, "verb").includes(word)
    );
    const singular = word.replace(/s$/, "");
    const nouns = this.#dictionary.senses(singular, "noun").length > 0 ? [word, singular] : [word];
    return [
      ...nouns.flatMap((noun) => formsOf(noun, "noun")),
      ...(base === undefined ? [] : formsOf(base, "verb")),
    ];
  }

  /** Synonyms and narrower things, of WordNet and by hand; broader ones of WordNet. */
  #addDescribed(
    described: Described,
    senses: readonly Synset[],
    part: number,
    own: readonly string[],
  ): void {
    const target = own.join(" ");
    const named = new Set(
      (described.exclude ?? []).flatMap((name) => this.#dictionary.sense(name) ?? []),
    );
    for (const phrase of described.synonyms ?? []) {
      this.#addByHand(phrase, part, LEVEL.synonym, senses, `${phrase} = ${target}`);
    }
    for (const phrase of described.narrower ?? []) {
      this.#addByHand(phrase, part, LEVEL.hyponym, senses, `${phrase} > ${target}`);
    }
    for (const sense of senses) {
      if (named.has(sense)) continue;
      this.#addLemmas({ synset: sense, chain: [sense] }, described, part, LEVEL.synonym, target);
      const narrower = narrowerThan(sense, this.#dictionary, named);
      const family = new Set([sense, ...narrower.map(({ synset }) => synset)]);
      for (const relative of narrower) {
        this.#addLemmas(relative, described, part, LEVEL.hyponym, target, family);
      }
      // Where a person listed what is broader, that is better than all that stands above in WordNet.
      if (part !== WHOLE || this.#entry.broader !== undefined) continue;
      for (const relative of broaderThan(sense, this.#dictionary)) {
        this.#addLemmas(relative, described, part, LEVEL.hypernym, target);
      }
    }
  }

  #addLemmas(
    { synset, chain }: Relative,
    described: Described,
    part: number,
    level: number,
    target: string,
    family: ReadonlySet<Synset> = new Set(),
  ): void {
    for (const lemma of synset.lemmas) {
      if (this.#excluded(lemma, described) || this.#excluded(lemma, this.#entry)) continue;
      const kind = synset.partOfSpeech;
      const rare = part === WHOLE && level === LEVEL.hyponym && this.#isRare(lemma, synset, family);
      const path = level === LEVEL.synonym
        ? `${lemma} = ${target}`
        : pathOf(lemma, chain, target, level);
      for (const form of formsOf(lemma.toLowerCase(), kind)) {
        this.#add(form, part, level, kind, { path, steps: chain.length - 1, rare });
      }
    }
  }

  /**
   * Whether a word below a sense means something else more often, as "admiral" does, unless that is a name ("WASP",
   * "Chihuahua") or of the same family. A sense that a person chose is no such question, nor is a word that must
   * stand beside another to count.
   */
  #isRare(lemma: string, synset: Synset, family: ReadonlySet<Synset>): boolean {
    const senses = this.#dictionary.senses(lemma, synset.partOfSpeech);
    const folded = lemma.toLowerCase();
    for (const sense of senses) {
      if (family.has(sense)) return false;
      const written = sense.lemmas.find((other) => other.toLowerCase() === folded);
      if (written === undefined || written === folded) return true;
    }
    return true;
  }

  /** A phrase that a person listed, with its last word inflected as what the label is. */
  #addByHand(
    phrase: string,
    part: number,
    level: number,
    senses: readonly Synset[] | undefined,
    path = `${wordsOfLabel(this.#entry)} > ${phrase}`,
  ): void {
    const kinds = new Set(senses?.map(({ partOfSpeech }) => partOfSpeech));
    const isOne = keysOf(phrase).length === 1;
    const asNoun = [phrase, ...formsOf(phrase.toLowerCase(), "noun")];
    // The only kind that fits both the label and the word.
    const noun = part === WHOLE && isOne && kinds.size === 1 && kinds.has("noun") &&
      this.#dictionary.senses(phrase, "noun").length > 0;
    for (const form of asNoun) {
      this.#add(form, part, level, noun ? "noun" : undefined, { path, steps: 1 });
    }
    if (noun) return;
    const [last = ""] = phrase.toLowerCase().split(/\s+/).slice(-1);
    if (this.#dictionary.senses(last, "verb").length === 0) return;
    const stem = phrase.toLowerCase().slice(0, phrase.length - last.length);
    const first = isOne ? [] : this.#firstAsVerb(phrase.toLowerCase());
    for (const form of [...formsOf(last, "verb").map((form) => stem + form), ...first]) {
      this.#add(form, part, level, undefined, { path, steps: 1 });
    }
  }

  /** "take a breath" is also "takes a breath". */
  #firstAsVerb(phrase: string): string[] {
    const [first = ""] = phrase.split(/\s+/);
    return this.#dictionary.senses(first, "verb").length > 0 ? formsOf(phrase, "verb") : [];
  }

  #add(
    phrase: string,
    part: number,
    level: number,
    partOfSpeech?: PartOfSpeech,
    how: Partial<Pick<Meaning, "path" | "steps" | "rare">> = {},
  ): void {
    const words = keysOf(phrase);
    if (words.length === 0 || level > this.#weakest) return;
    this.#phrases.add(words, {
      label: this.#label,
      part,
      level,
      steps: 0,
      ...(partOfSpeech === undefined ? {} : { partOfSpeech }),
      ...how,
    });
  }

  #excluded(lemma: string, { exclude = [] }: Described): boolean {
    const folded = lemma.toLowerCase();
    return exclude.some((word) => word.toLowerCase() === folded);
  }

  #sensesOf({ senses = [] }: Described): Synset[] {
    return senses.map((name) => {
      const synset = this.#dictionary.sense(name);
      if (synset !== undefined) return synset;
      throw new InputError(
        `Label "${quotable(this.#entry.label)}" has sense "${quotable(name)}", which WordNet 3.1 ` +
          "does not know; expected one such as dog.n.01",
      );
    });
  }
}

/** The kinds of words of senses; of a word without a known sense it does not matter. */
function kindsOf(senses: readonly Synset[]): readonly (PartOfSpeech | undefined)[] {
  if (senses.length === 0) return [undefined];
  return [...new Set(senses.map(({ partOfSpeech }) => partOfSpeech))];
}

/**
 * The words of senses of which a label's own word is a form, with all their forms: the verb `sneeze` for "sneezing",
 * and the noun with it.
 */
function familyOf(word: string, senses: readonly Synset[]) {
  const words = senses.flatMap(({ lemmas, partOfSpeech: kind }) =>
    lemmas.map((lemma) => ({ lemma, forms: formsOf(lemma.toLowerCase(), kind), kind }))
  );
  const own = new Set(words.filter(({ forms }) => forms.includes(word)).map(({ lemma }) => lemma));
  return words.filter(({ lemma }) => own.has(lemma));
}

function pathOf(
  lemma: string,
  chain: readonly Synset[],
  target: string,
  level: number,
): string {
  // The chain leads from the relative to the label's sense.
  const between = chain.slice(1, -1).map(({ lemmas }) => lemmas[0]!);
  return level === LEVEL.hyponym
    ? [lemma, ...between, target].join(" > ")
    : [target, ...between.reverse(), lemma].join(" > ");
}
