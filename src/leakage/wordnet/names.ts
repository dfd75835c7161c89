/**
 * Finds names of several words by one of their words in WordNet's `index` files.
 * @module
 */

const SPACE = 32;
const NEWLINE = 10;
const UNDERSCORE = 95;
/** About as many as names have words, and a power of two. */
const BUCKETS = 2 ** 17;

/**
 * The names of several words in an `index` file, by each of their words. A map of strings would take five times as long
 * to make as these lists of offsets, and a scan looks at a few of them.
 */
export class NameIndex {
  readonly #index: Uint8Array;
  /** By bucket, the last of the words in it, and by word the one before it in its bucket; -1 for none. */
  readonly #last = new Int32Array(BUCKETS).fill(-1);
  readonly #before: number[] = [];
  /** Where the line of each word's name begins. */
  readonly #starts: number[] = [];

  /** @param index lines that begin with a name, its words joined by `_` */
  constructor(index: Uint8Array) {
    this.#index = index;
    for (let start = 0; start < index.length;) {
      const end = index.indexOf(NEWLINE, start);
      this.#addLine(start, end < 0 ? index.length : end);
      start = end < 0 ? index.length : end + 1;
    }
  }

  /**
   * Returns the names that contain a word, separated by spaces, in the order of the file.
   *
   * @param word in lower case, as names are
   */
  with(word: string): string[] {
    const key = new TextEncoder().encode(word);
    let hash = 0;
    for (const byte of key) hash = hashed(hash, byte);
    const names = new Set<string>();
    for (let at = this.#last[hash]!; at >= 0; at = this.#before[at]!) {
      const words = this.#nameAt(this.#starts[at]!).split("_");
      if (words.includes(word)) names.add(words.join(" "));
    }
    return [...names].reverse();
  }

  #addLine(start: number, end: number): void {
    let hash = 0;
    let isFirst = true;
    for (let at = start; at < end; at++) {
      const byte = this.#index[at]!;
      if (byte === UNDERSCORE) {
        this.#addWord(hash, start);
        hash = 0;
        isFirst = false;
      } else if (byte === SPACE) {
        if (!isFirst) this.#addWord(hash, start);
        return;
      } else hash = hashed(hash, byte);
    }
  }

  #addWord(hash: number, start: number): void {
    this.#before.push(this.#last[hash]!);
    this.#last[hash] = this.#starts.length;
    this.#starts.push(start);
  }

  #nameAt(start: number): string {
    const end = this.#index.indexOf(SPACE, start);
    return new TextDecoder().decode(this.#index.subarray(start, end));
  }
}

/** Adds a byte to a word's hash, which is its bucket. */
function hashed(hash: number, byte: number): number {
  return (Math.imul(hash, 31) + byte) & (BUCKETS - 1);
}
