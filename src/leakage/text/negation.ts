/**
 * Texts that say that something is not there.
 * @module
 */
import { ARTICLES, CLAUSE_WORDS } from "./function_words.ts";
import { gapBefore, type Tokens } from "./tokens.ts";

/** Deny what follows them. "not" is among them for "not raining", "no" for "no rain". */
const NEGATORS = new Set(
  "no not without never neither nor cannot lack lacks lacking absence absent minus sans".split(" "),
);
/** What "n't" leaves behind it. */
const NEGATED_AUXILIARIES = new Set(
  "isn aren wasn weren don doesn didn won wouldn can couldn hasn haven hadn shouldn ain".split(" "),
);
/** "no longer", "no one", "not only" deny something else. */
const NO_NEGATION_BEFORE = new Set(["one", "longer", "doubt", "matter", "only", "just", "far"]);

/** Words that a negation reaches over: "no sound of any falling rain". */
const REACH = 5;

/** Whether the mention that starts with a word is denied. */
export function isNegated(tokens: Tokens, first: number): boolean {
  const { words } = tokens;
  for (let i = first - 1; i >= Math.max(0, first - REACH); i--) {
    if (/[,.;:!?]/.test(gapBefore(tokens, i + 1))) return false;
    const word = words[i]!;
    const after = words[i + 1]!;
    if (CLAUSE_WORDS.has(word)) return false;
    if (word === "and" && ARTICLES.has(after)) return false;
    if (NEGATORS.has(word)) return !NO_NEGATION_BEFORE.has(after);
    if (word === "t" && NEGATED_AUXILIARIES.has(words[i - 1] ?? "")) return true;
  }
  return false;
}
