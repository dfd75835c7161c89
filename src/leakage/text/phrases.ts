/**
 * Phrases of a label set found in a text, with what they mean there.
 * @module
 */
import { LEVEL, type Meaning, OTHER, WHOLE } from "./meaning.ts";
import type { Reader } from "./reading.ts";
import type { Tokens } from "./tokens.ts";
import type { Node, PhraseTrie } from "./trie.ts";

/** A phrase in a text, and one of its meanings. */
export interface Phrase {
  /** What it means. */
  readonly meaning: Meaning;
  /** Index in `TEXT_RULES`; that of the meaning, or weaker where other words stand inside the phrase. */
  readonly level: number;
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
  /** Whether words stand inside that the phrase does not have. */
  readonly loose: boolean;
}

/**
 * All phrases of a trie in a text, uncertain where the words mean something else there. Parts of labels of which no
 * other part is in the text are left out: of most captions nothing remains, and nothing more is asked.
 */
export function findPhrases(trie: PhraseTrie, tokens: Tokens, reader: Reader): readonly Phrase[] {
  const found = lookUp(trie, tokens);
  if (found === undefined) return NONE;
  const composed = composedLabels(found);
  const phrases: Phrase[] = [];
  for (const { first, last, meanings, loose } of found) {
    for (const meaning of meanings) {
      const { label, part, partOfSpeech, unless } = meaning;
      if (part === OTHER || (part !== WHOLE && !composed?.has(label))) continue;
      const certain = meaning.rare !== true &&
        (unless === undefined || !tokens.words.some((word) => unless.has(word))) &&
        !isOther(found, label, first, last) &&
        (first !== last || partOfSpeech === undefined || reader.canBe(tokens, first, partOfSpeech));
      const level = loose ? Math.max(meaning.level, LEVEL.lemma) : meaning.level;
      phrases.push({ meaning, level, first, last, certain });
    }
  }
  return phrases;
}

/** The labels of which several parts are there. */
function composedLabels(found: readonly Found[]): ReadonlySet<number> | undefined {
  let firstParts: Map<number, number> | undefined;
  let composed: Set<number> | undefined;
  for (const { meanings } of found) {
    for (const { label, part } of meanings) {
      if (part < 0) continue;
      const known = (firstParts ??= new Map()).get(label);
      if (known === undefined) firstParts.set(label, part);
      else if (known !== part) (composed ??= new Set()).add(label);
    }
  }
  return composed;
}

/** Whether words are among those of a phrase in which the label's words mean something else. */
function isOther(found: readonly Found[], label: number, first: number, last: number): boolean {
  return found.some((other) =>
    other.first <= last && first <= other.last &&
    other.meanings.some((meaning) => meaning.part === OTHER && meaning.label === label)
  );
}

function lookUp(trie: PhraseTrie, { words }: Tokens): Found[] | undefined {
  let found: Found[] | undefined;
  for (let first = 0; first < words.length; first++) {
    let node: Node | undefined = trie.after(words[first]!);
    let loose = false;
    for (let last = first; node !== undefined;) {
      if (node.meanings.length > 0) {
        (found ??= []).push({ first, last, meanings: node.meanings, loose });
      }
      if (node.next.size === 0) break;
      let next: Node | undefined = node.next.get(words[++last]!);
      if (next === undefined && SKIPPED.has(words[last]!)) {
        next = node.next.get(words[++last]!);
        loose = true;
      }
      node = next;
    }
  }
  return found;
}
