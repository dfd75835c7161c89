/**
 * The phrases that mean one label or a part of it.
 * @module
 */
import { isInIng } from "../labels/dictionary_form.ts";
import { type LabelEntry, wordsOfLabel } from "../labels/label_set.ts";
import type { Dictionary } from "../wordnet/dictionary.ts";
import { formsOf } from "../wordnet/inflection.ts";
import type { PartOfSpeech, Synset } from "../wordnet/synset.ts";
import { isCommonWord } from "./common_words.ts";
import { isFunctionWord } from "./function_words.ts";
import { familyOf, formsOfListed, guessedForms } from "./forms.ts";
import { broaderThan, narrowerThan, type Relative } from "./kinship.ts";
import { LEVEL, type Meaning, WHOLE } from "./meaning.ts";
import { isAdjective, isMostlyNoun, isRare, isSoundVerb } from "./rare_words.ts";
import type { PhraseTrie } from "./trie.ts";
import { withoutAccents, wordsOf } from "./words.ts";

/** The fields that a label and a part of a label have in common. */
export type Described = Pick<LabelEntry, "senses" | "synonyms" | "narrower" | "exclude">;

/** How a phrase leads to the label. */
type Way = Partial<
  Pick<Meaning, "path" | "steps" | "rare" | "describes" | "written" | "ampersand" | "listed">
>;

/** Longest chemical symbol. */
const LONGEST_SYMBOL = 2;

/** Returns the folded words of a phrase. */
export function keysOf(phrase: string): string[] {
  return wordsOf(phrase).map(({ key }) => key);
}

/** Returns, by each form of a word, the words beside it that decide what it means. */
function wordsBeside(
  listed: LabelEntry["unless"],
  dictionary: Dictionary,
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>();
  for (const [word, others] of Object.entries(listed ?? {})) {
    const beside = new Set(others.flatMap((other) => formsOf(other.toLowerCase(), "noun")));
    for (const form of formsOfListed(word, dictionary)) found.set(keysOf(form).join(" "), beside);
  }
  return found;
}

/** Adds phrases of one label to a trie. */
export class Vocabulary {
  readonly #entry: LabelEntry;
  readonly #label: number;
  readonly #phrases: PhraseTrie;
  readonly #dictionary: Dictionary;
  readonly #weakest: number;
  readonly #unless: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #onlyWith: ReadonlyMap<string, ReadonlySet<string>>;
  #composition = -1;

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
    this.#unless = wordsBeside(entry.unless, dictionary);
    this.#onlyWith = wordsBeside(entry.onlyWith, dictionary);
  }

  /** Begins a name of several parts: parts that are added from now on are its. */
  begin(composition: number): void {
    this.#composition = composition;
  }

  /**
   * Adds a phrase without other forms.
   *
   * @param part {@link WHOLE}, {@link OTHER}, or a part of the composition that was begun last
   */
  add(phrase: string, part: number, level: number, as?: PartOfSpeech, way: Way = {}): void {
    const words = keysOf(phrase);
    if (words.length === 0 || level > this.#weakest) return;
    // A label "can" is never the auxiliary.
    const kind = as ?? (phrase === "can" ? "noun" : undefined);
    const bare = words.map(withoutAccents);
    // People also write "cafe" for a café.
    if (bare.some((word, i) => word !== words[i])) {
      this.add(bare.join(" "), part, Math.max(level, LEVEL.lemma), kind, way);
    }
    const unless = this.#unless.get(words.join(" "));
    const common = part === WHOLE && level <= LEVEL.lemma ? this.#common(words) : undefined;
    const onlyWith = this.#onlyWith.get(words.join(" "));
    this.#phrases.add(words, {
      label: this.#label,
      part,
      ...(part >= 0 ? { composition: this.#composition } : {}),
      level,
      steps: 0,
      ...(kind === undefined ? {} : { partOfSpeech: kind }),
      ...(unless === undefined ? {} : { unless }),
      ...(common === undefined ? {} : { common }),
      ...(onlyWith === undefined ? {} : { onlyWith }),
      ...way,
    });
  }

  /** How the label writes a word that texts mostly use as a function word; undefined for any other phrase. */
  #common([word, ...others]: readonly string[]): string | undefined {
    if (others.length > 0 || !isCommonWord(word!)) return undefined;
    const written = wordsOfLabel(this.#entry);
    const found = wordsOf(written).find(({ key }) => key === word);
    return found === undefined ? word : written.slice(found.start, found.end);
  }

  /** Adds the forms of a label's or a part's own word. */
  addForms(word: string, senses: readonly Synset[], part: number): void {
    const family = familyOf(word, senses);
    const guessed = family.length === 0 ? guessedForms(word, this.#dictionary) : [];
    const { forms = {} } = this.#entry;
    const listed = Object.hasOwn(forms, word) ? forms[word]! : [];
    for (const form of [...listed, ...guessed]) {
      this.add(form, part, LEVEL.lemma);
    }
    for (const { lemma, forms, partOfSpeech } of family) {
      if (part === WHOLE && isExcluded(lemma, this.#entry)) continue;
      for (const form of forms) this.add(form, part, LEVEL.lemma, partOfSpeech);
    }
  }

  /**
   * Adds synonyms and narrower things, from WordNet and from the label set, and WordNet's broader things.
   *
   * @param told the senses that tell the part of speech of listed words
   */
  addDescribed(
    described: Described,
    senses: readonly Synset[],
    part: number,
    target: string,
    told = senses,
  ): void {
    for (const phrase of described.synonyms ?? []) {
      this.addListed(phrase, part, LEVEL.synonym, told, `${phrase} = ${target}`);
    }
    for (const phrase of described.narrower ?? []) {
      this.addListed(phrase, part, LEVEL.hyponym, told, `${phrase} > ${target}`);
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
    const way = { path, steps: 1, listed: true };
    const isNoun = part === WHOLE && keysOf(phrase).length === 1 && senses.length > 0 &&
      senses.every(({ partOfSpeech }) => partOfSpeech === "noun") &&
      this.#dictionary.senses(phrase, "noun").length > 0 &&
      !isSoundVerb(phrase.toLowerCase(), this.#dictionary);
    // A word for a thing is not a verb, unless it says how the thing sounds ("a caw" and "caws" for a crow); for an action, a
    // part or a phrase the part of speech does not matter.
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
      const isSeldom = (word: string) =>
        isRare(word, relative.synset.partOfSpeech, family, this.#dictionary);
      this.#addWords(relative, described, part, LEVEL.hyponym, path, isSeldom);
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
    isSeldom: (word: string) => boolean = () => false,
  ): void {
    for (const word of synset.lemmas) {
      if (isExcluded(word, described) || isExcluded(word, this.#entry)) continue;
      const folded = word.toLowerCase();
      // WordNet has "a" for vitamin A and "as" for arsenic; in captions these are function words.
      if (word.length === 1 || isFunctionWord(folded)) continue;
      const way = {
        path: path(word),
        steps: chain.length - 1,
        rare: isSeldom(word),
      };
      const describes = isAdjective(folded, synset.partOfSpeech, this.#dictionary) ||
        (synset.partOfSpeech === "noun" && isInIng(folded, this.#dictionary));
      // A "mouse" is seldom someone who moves stealthily; "mousing" is.
      const nouns = new Set(
        isMostlyNoun(folded, synset, this.#dictionary) ? formsOf(folded, "noun") : [],
      );
      if (isName(word, synset)) {
        this.add(word, part, level, synset.partOfSpeech, { ...way, written: word });
        continue;
      }
      for (const form of formsOf(folded, synset.partOfSpeech)) {
        // What someone does is no deer.
        if (form !== folded && isFunctionWord(form)) continue;
        // Adjectives have no plural: "huskies" are dogs.
        const isSame = describes && form === folded;
        const rare = way.rare || nouns.has(form);
        this.add(form, part, level, synset.partOfSpeech, {
          ...way,
          rare,
          ...(isSame ? { describes } : {}),
        });
      }
    }
  }
}

/** The first words of the synsets that lead from a relative to the label's sense. */
function between({ chain }: Relative): string[] {
  return chain.slice(1, -1).map(({ lemmas }) => lemmas[0]!);
}

/** Whether a word is a proper name or a symbol, such as the river Forth, Dy for dysprosium, or GPS. */
function isName(word: string, { lemmas, isInstance }: Synset): boolean {
  if (word === word.toLowerCase()) return false;
  // "Chihuahua" and "French horn" are kinds of things, and people write them in lower case.
  return isInstance || word === word.toUpperCase() ||
    (word.length <= LONGEST_SYMBOL && lemmas.some((lemma) => lemma === lemma.toLowerCase()));
}

function isExcluded(word: string, { exclude = [] }: Described): boolean {
  const folded = word.toLowerCase();
  return exclude.some((excluded) => excluded.toLowerCase() === folded);
}
