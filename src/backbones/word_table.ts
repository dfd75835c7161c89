/**
 * Collects word vectors while a file is read, one word after the other.
 * @module
 */
import { unreadable } from "../formats/reading.ts";
import type { WordVectors } from "./word_vectors.ts";

/** Largest number of bytes of vectors that are kept: 900,000 words of 300 numbers. */
const MOST_BYTES = 1 << 30;
const VALUE_BYTES = 4;

/** A growing table of words and their vectors. */
export class WordTable {
  readonly #path: string;
  readonly #dimensions: number;
  readonly #keep: ReadonlySet<string> | undefined;
  readonly #rows = new Map<string, number>();
  /** Words whose vector comes from a capitalized form. */
  readonly #capitalized = new Set<string>();
  #vectors: Float32Array<ArrayBuffer>;

  /**
   * Creates an empty table.
   * @param path the file, for messages
   * @param dimensions length of a vector
   * @param keep the words that are needed, in lower case; default all
   */
  constructor(path: string, dimensions: number, keep: ReadonlySet<string> | undefined) {
    this.#path = path;
    this.#dimensions = dimensions;
    this.#keep = keep;
    this.#vectors = new Float32Array(1024 * dimensions);
  }

  /**
   * Adds a word, if it is needed and not in the table yet. Texts are looked up in lower case: a capitalized word
   * serves as its lower-case form until the file gives that form itself.
   *
   * @param values computes its vector, called only if the word is needed
   * @throws {InputError} when the vectors exceed the limit
   */
  add(word: string, values: () => Float32Array): void {
    const form = word.toLowerCase();
    if (this.#keep?.has(form) === false) return;
    const known = this.#rows.get(form);
    if (known !== undefined && !(word === form && this.#capitalized.has(form))) return;
    const row = known ?? this.#rows.size;
    if (known === undefined) this.#makeRoom(row);
    this.#vectors.set(values(), row * this.#dimensions);
    this.#rows.set(form, row);
    if (word === form) this.#capitalized.delete(form);
    else this.#capitalized.add(form);
  }

  /** Returns the words that were added, with their vectors. */
  finish(name: string): WordVectors {
    return {
      name,
      dimensions: this.#dimensions,
      rows: this.#rows,
      vectors: this.#vectors.slice(0, this.#rows.size * this.#dimensions),
    };
  }

  #makeRoom(row: number): void {
    const needed = (row + 1) * this.#dimensions;
    if (needed <= this.#vectors.length) return;
    if (needed * VALUE_BYTES > MOST_BYTES) {
      throw unreadable(
        this.#path,
        `its first ${row} words of ${this.#dimensions} numbers fill ${MOST_BYTES >> 30} GiB; ` +
          "expected at most that many, or a list of the words that are needed",
      );
    }
    const longer = new Float32Array(Math.min(2 * needed, MOST_BYTES / VALUE_BYTES));
    longer.set(this.#vectors);
    this.#vectors = longer;
  }
}
