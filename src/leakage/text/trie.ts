/**
 * A trie that finds phrases by their words.
 * @module
 */
import type { Meaning } from "./meaning.ts";

/** A node: what the words that lead to it mean together, and the words that may follow. */
export interface Node {
  readonly next: Map<string, Node>;
  readonly meanings: Meaning[];
}

const BEGINNINGS = 8192;

function beginningOf(word: string): number {
  // For a word of one letter the second code and the sum are NaN, which `&` treats as 0.
  return (word.charCodeAt(0) * 389 + word.charCodeAt(1) * 31 + word.length) & (BEGINNINGS - 1);
}

/** A trie over the words of phrases. */
export class PhraseTrie {
  readonly #root: Node = { next: new Map(), meanings: [] };
  /** For each beginning and length of a word whether a phrase may start with it. */
  readonly #mayStart = new Uint8Array(BEGINNINGS);

  /**
   * Returns the node of phrases that start with a word. Most words of a text start none; their first two letters and
   * length show it without hashing the word (310,000 captions a second against 280,000).
   */
  after(word: string): Node | undefined {
    return this.#mayStart[beginningOf(word)] === 1 ? this.#root.next.get(word) : undefined;
  }

  /**
   * Adds a meaning to a phrase, unless the phrase already has it at a stronger level for the same part of the same
   * label and as the same part of speech. Callers add all meanings of a label before those of the next.
   */
  add(words: readonly string[], meaning: Meaning): void {
    let node = this.#root;
    this.#mayStart[beginningOf(words[0]!)] = 1;
    for (const word of words) {
      let child = node.next.get(word);
      if (child === undefined) node.next.set(word, child = { next: new Map(), meanings: [] });
      node = child;
    }
    const { label, part, composition, partOfSpeech } = meaning;
    // Labels come one after the other, so only the last meanings are compared: many labels can share a word.
    for (let i = node.meanings.length - 1; node.meanings[i]?.label === label; i--) {
      const known = node.meanings[i]!;
      if (
        known.part !== part || known.composition !== composition ||
        known.partOfSpeech !== partOfSpeech
      ) continue;
      if (isStronger(meaning, known)) node.meanings[i] = meaning;
      return;
    }
    node.meanings.push(meaning);
  }
}

function isStronger(meaning: Meaning, than: Meaning): boolean {
  if (meaning.level !== than.level) return meaning.level < than.level;
  if (than.ampersand === true && meaning.ampersand !== true) return true;
  if (than.written !== undefined && meaning.written === undefined) return true;
  return than.rare === true && meaning.rare !== true;
}
