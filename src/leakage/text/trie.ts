/**
 * Phrases by their words.
 * @module
 */
import type { Meaning } from "./meaning.ts";

/** A node: what the words that lead to it mean together, and the words that may follow. */
export interface Node {
  readonly next: Map<string, Node>;
  readonly meanings: Meaning[];
}

/** A trie over the words of phrases. */
export class PhraseTrie {
  /** Before the first word. */
  readonly root: Node = { next: new Map(), meanings: [] };

  /**
   * Adds a meaning to a phrase, unless the phrase has it already, at a stronger level, for the same part of the same
   * label and as the same part of speech.
   */
  add(words: readonly string[], meaning: Meaning): void {
    let node = this.root;
    for (const word of words) {
      let child = node.next.get(word);
      if (child === undefined) node.next.set(word, child = { next: new Map(), meanings: [] });
      node = child;
    }
    const { label, part, partOfSpeech } = meaning;
    const known = node.meanings.findIndex((other) =>
      other.label === label && other.part === part && other.partOfSpeech === partOfSpeech
    );
    if (known < 0) node.meanings.push(meaning);
    else if (isStronger(meaning, node.meanings[known]!)) node.meanings[known] = meaning;
  }
}

function isStronger(meaning: Meaning, than: Meaning): boolean {
  if (meaning.level !== than.level) return meaning.level < than.level;
  return than.rare === true && meaning.rare !== true;
}
