/**
 * Phrases of a label set found in a text, with what they mean there.
 * @module
 */
import { type Meaning, OTHER } from "./meaning.ts";
import type { Reader } from "./reading.ts";
import type { Tokens } from "./tokens.ts";
import type { Node, PhraseTrie } from "./trie.ts";

/** A phrase in a text. */
export interface Phrase extends Meaning {
  /** Its first word. */
  readonly first: number;
  /** Its last word. */
  readonly last: number;
  /** Whether it means the label here. */
  readonly certain: boolean;
}

/** May stand inside a listed phrase: "honks his horn", "honks the horn". */
const SKIPPED = new Set(["a", "an", "the", "his", "her", "their", "its", "my", "your", "some"]);

const NONE: readonly Phrase[] = [];

interface Found {
  readonly first: number;
  readonly last: number;
  readonly meanings: readonly Meaning[];
}

/** All phrases of a trie in a text, uncertain where the words mean something else there. */
export function findPhrases(trie: PhraseTrie, tokens: Tokens, reader: Reader): readonly Phrase[] {
  const found = lookUp(trie, tokens);
  if (found.length === 0) return NONE;
  const others = found.flatMap(({ first, last, meanings }) =>
    meanings.flatMap(({ part, label }) => part === OTHER ? { first, last, label } : [])
  );
  return found.flatMap(({ first, last, meanings }) =>
    meanings.flatMap((meaning) => {
      if (meaning.part === OTHER) return [];
      const { label, partOfSpeech } = meaning;
      const isOther = others.some((other) =>
        other.label === label && other.first <= last && first <= other.last
      );
      const fits = first !== last || partOfSpeech === undefined ||
        reader.canBe(tokens, first, partOfSpeech);
      return { ...meaning, first, last, certain: !isOther && fits && meaning.rare !== true };
    })
  );
}

function lookUp({ root }: PhraseTrie, { words }: Tokens): Found[] {
  const found: Found[] = [];
  for (let first = 0; first < words.length; first++) {
    let node: Node | undefined = root.next.get(words[first]!);
    for (let last = first; node !== undefined;) {
      if (node.meanings.length > 0) found.push({ first, last, meanings: node.meanings });
      if (node.next.size === 0) break;
      let next: Node | undefined = node.next.get(words[++last]!);
      if (next === undefined && SKIPPED.has(words[last]!)) next = node.next.get(words[++last]!);
      node = next;
    }
  }
  return found;
}
