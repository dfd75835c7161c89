/**
 * Finds the phrases of a label set in a text, with what they mean there.
 * @module
 */
import { isNamed } from "./common_words.ts";
import { LEVEL, type Meaning, OTHER, WHOLE } from "./meaning.ts";
import type { Reader } from "./reading.ts";
import { isParted, type Tokens } from "./tokens.ts";
import type { Node, PhraseTrie } from "./trie.ts";
import { isAscii, withoutAccents } from "./words.ts";

/** A phrase in a text, and one of its meanings. */
export interface Phrase {
  /** What it means. */
  readonly meaning: Meaning;
  /** Index in `TEXT_RULES`: the meaning's, or a weaker one where other words interrupt the phrase. */
  readonly level: number;
  /** Index of its first word. */
  readonly first: number;
  /** Index of its last word. */
  readonly last: number;
  /** Whether it means the label here. */
  readonly certain: boolean;
}

/** Words that may interrupt a listed phrase: "honks his horn", "honks the horn". */
const SKIPPED = new Set(["a", "an", "the", "his", "her", "their", "its", "my", "your", "some"]);

/** The phrases of a text. */
export interface PhrasesFound {
  /** Those that mean a label or a part of one. */
  readonly phrases: readonly Phrase[];
  /** Those in which the words of a label mean something else. */
  readonly others: readonly Phrase[];
}

const NONE: PhrasesFound = { phrases: [], others: [] };

interface Found {
  readonly first: number;
  readonly last: number;
  readonly meanings: readonly Meaning[];
  /** Whether the text has words inside, or accents, that the phrase does not have. */
  readonly loose: boolean;
}

/**
 * Finds all phrases of a trie in a text; they are uncertain where the words mean something else there. A part of a
 * label is left out where the text has no other part of it, so most captions need no further checks.
 */
export function findPhrases(trie: PhraseTrie, tokens: Tokens, reader: Reader): PhrasesFound {
  const found = lookUp(trie, tokens);
  if (found === undefined) return NONE;
  const composed = composedNames(found);
  const others = phrasesOfOthers(found, tokens);
  const wordsOfOthers = wordsByLabel(others);
  const isSaid = sayingAnyOf(tokens);
  const phrases: Phrase[] = [];
  for (const { first, last, meanings, loose } of found) {
    for (const meaning of meanings) {
      const { label, part, composition, partOfSpeech, describes, written } = meaning;
      if (part === OTHER || (part !== WHOLE && !composed?.has(composition!))) continue;
      if (meaning.ampersand === true && !textOf(tokens, first, last).includes("&")) continue;
      const certain = meaning.rare !== true &&
        (describes !== true || (first === last && !reader.describes(tokens, first))) &&
        (meaning.common === undefined || isNamed(tokens, first, meaning.common)) &&
        (written === undefined || isWritten(written, tokens, first, last)) &&
        !isOther(wordsOfOthers?.get(label), first, last) &&
        !reader.isInName(tokens, first, last) &&
        (meaning.unless === undefined || !isSaid(meaning.unless)) &&
        (meaning.onlyWith === undefined || isSaid(meaning.onlyWith)) &&
        (first !== last || partOfSpeech === undefined || reader.canBe(tokens, first, partOfSpeech));
      const level = loose ? Math.max(meaning.level, LEVEL.lemma) : meaning.level;
      phrases.push({ meaning, level, first, last, certain });
    }
  }
  return { phrases, others };
}

/** Returns the compositions with several parts in the text. */
function composedNames(found: readonly Found[]): ReadonlySet<number> | undefined {
  let firstParts: Map<number, number> | undefined;
  let composed: Set<number> | undefined;
  for (const { meanings } of found) {
    for (const { composition, part } of meanings) {
      if (composition === undefined) continue;
      const known = (firstParts ??= new Map()).get(composition);
      if (known === undefined) firstParts.set(composition, part);
      else if (known !== part) (composed ??= new Set()).add(composition);
    }
  }
  return composed;
}

/** Whether a name is written with its capitals; those of a text's first word, and of a text of capitals, show nothing. */
function isWritten(written: string, tokens: Tokens, first: number, last: number): boolean {
  return first > 0 && textOf(tokens, first, last) === written && /[a-z]/.test(tokens.text);
}

/** The raw text of some words. */
function textOf({ text, starts, ends }: Tokens, first: number, last: number): string {
  return text.slice(starts[first], ends[last]);
}

/** Makes a function that says whether a text has any word of a set; each set is looked for once. */
function sayingAnyOf({ words }: Tokens): (some: ReadonlySet<string>) => boolean {
  let known: Map<ReadonlySet<string>, boolean> | undefined;
  return (some) => {
    let said = known?.get(some);
    if (said === undefined) {
      said = words.some((word) => some.has(word));
      (known ??= new Map()).set(some, said);
    }
    return said;
  };
}

/** Returns the phrases in which a label's words mean something else; none of them goes on behind a comma or a period. */
function phrasesOfOthers(found: readonly Found[], tokens: Tokens): readonly Phrase[] {
  const others: Phrase[] = [];
  for (const { first, last, meanings } of found) {
    const own = meanings.filter(({ part }) => part === OTHER);
    if (own.length === 0 || isPartedInside(tokens, first, last)) continue;
    for (const meaning of own) others.push({ meaning, level: 0, first, last, certain: false });
  }
  return others;
}

function isPartedInside(tokens: Tokens, first: number, last: number): boolean {
  for (let i = first + 1; i <= last; i++) if (isParted(tokens, i)) return true;
  return false;
}

/** Returns, by label, the words of phrases in which the label's words mean something else. */
function wordsByLabel(phrases: readonly Phrase[]): ReadonlyMap<number, Set<number>> | undefined {
  let others: Map<number, Set<number>> | undefined;
  for (const { first, last, meaning: { label } } of phrases) {
    let words = (others ??= new Map()).get(label);
    if (words === undefined) others.set(label, words = new Set<number>());
    for (let i = first; i <= last; i++) words.add(i);
  }
  return others;
}

/** Whether a phrase has one of those words; a text can hold a hundred thousand of either. */
function isOther(others: ReadonlySet<number> | undefined, first: number, last: number): boolean {
  for (let i = first; others !== undefined && i <= last; i++) if (others.has(i)) return true;
  return false;
}

function lookUp(trie: PhraseTrie, { text, words }: Tokens): Found[] | undefined {
  // Nearly all captions are ASCII.
  const bare = isAscii(text) ? words : words.map(withoutAccents);
  let found: Found[] | undefined;
  for (let first = 0; first < words.length; first++) {
    let node: Node | undefined = trie.after(words[first]!);
    let loose = node === undefined && bare[first] !== words[first];
    if (loose) node = trie.after(bare[first]!);
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
      if (next === undefined && bare[last] !== words[last]) {
        next = node.next.get(bare[last]!);
        loose = true;
      }
      node = next;
    }
  }
  return found;
}
