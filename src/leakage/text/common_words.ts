/**
 * Labels that are function words, too: the month or the shrub May, the name Will, a back, the number one. Texts are full
 * of these words, and seldom mean the label by them.
 * @module
 */
import {
  BEFORE_NOUNS,
  DETERMINERS,
  isFunctionWord,
  MODALS,
  PREPOSITIONS,
} from "./function_words.ts";
import type { Tokens } from "./tokens.ts";

/** Function words that mean in a text what they mean as a label; "can" as a thing is told by the words beside it. */
const MEANT = new Set("people home inside outside overhead can".split(" "));
/** Adverbs and the like of which WordNet also has a noun: "back and forth", "as well". */
const ADVERBS = new Set("forth ahead aside apart again here there very too well please".split(" "));
/** Words behind which a word stands for itself: "the word no", "number one". */
const NAMING = new Set("word words number digit letter name called named".split(" "));
/** Share of words with a capital from which on capitals show nothing: a title, or a text of capitals. */
const MOST_CAPITALS = 0.5;

/** Whether texts mostly use a word as a pronoun, an auxiliary, a preposition, a number or the like. */
export function isCommonWord(word: string): boolean {
  return !MEANT.has(word) &&
    (isFunctionWord(word) || DETERMINERS.has(word) || ADVERBS.has(word));
}

/**
 * Whether a text uses such a word as a name or a thing: alone, written with the label's capitals ("hello, Will"), in
 * quotes, as the name of itself ("the word no"), or, where it is no number, behind an article ("a will", "his back").
 *
 * @param i the word's number
 * @param written the word as the label writes it
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { tokenize } from "./tokens.ts";
 * assert.equal(isNamed(tokenize("a man will speak"), 2, "Will"), false);
 * assert.equal(isNamed(tokenize("a man and Will speak"), 3, "Will"), true);
 * assert.equal(isNamed(tokenize("a hand on his back"), 4, "back"), true);
 * ```
 */
export function isNamed(tokens: Tokens, i: number, written: string): boolean {
  const { text, words, starts, ends } = tokens;
  const raw = text.slice(starts[i], ends[i]);
  // "I" always has a capital.
  const isProper = /^\p{Lu}/u.test(written) && written !== "I" && raw === written && i > 0 &&
    capitalsBeside(tokens, i) < MOST_CAPITALS;
  const isQuoted = /["“”‘«»]$/.test(text.slice(0, starts[i])) &&
    /^[.,!?]?["“”’«»]/.test(text.slice(ends[i]));
  const before = words[i - 1] ?? "";
  const isAlone = words.length === 1;
  if (isProper || isQuoted || isAlone || NAMING.has(before)) return true;
  const word = words[i]!;
  if (before === "of") return MODALS.has(word) || PREPOSITIONS.has(word);
  return !DETERMINERS.has(word) && (DETERMINERS.has(before) || BEFORE_NOUNS.has(before));
}

/** The share of words with a capital, without the first one and the i-th. */
function capitalsBeside({ text, starts }: Tokens, i: number): number {
  const others = starts.filter((_, at) => at > 0 && at !== i);
  const capitals = others.filter((start) => /^\p{Lu}/u.test(text.slice(start, start + 2)));
  return others.length === 0 ? 0 : capitals.length / others.length;
}
