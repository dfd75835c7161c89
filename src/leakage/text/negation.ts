/**
 * Recognizes texts that say that something is absent.
 * @module
 */
import { ARTICLES, AUXILIARIES, CLAUSE_WORDS, CONJUNCTIONS, MODALS } from "./function_words.ts";
import { gapBefore, isParted, type Tokens } from "./tokens.ts";

/** Words that deny what follows them: "not raining", "no rain". */
const NEGATORS = new Set(
  "no not without never neither nor cannot nobody none nothing lack lacks lacking absence minus sans"
    .split(" "),
);
/** Auxiliaries as they remain when "n't" is split off. */
const NEGATED_AUXILIARIES = new Set(
  "isn aren wasn weren don doesn didn won wouldn can couldn hasn haven hadn shouldn ain".split(" "),
);
/**
 * After these a negator denies something else ("no longer", "not only"), an end ("never stops"), or what a thing does that
 * is there ("the mower will not start").
 */
const NO_NEGATION_BEFORE = new Set(
  ("longer doubt matter only just far stop stops stopped stopping cease ceases " +
    "start starts open opens close closes move moves fit fits").split(" "),
);

/** Whether the next word turns a negator off: "no longer", "not only". */
function isNoNegation(after: string): boolean {
  return NO_NEGATION_BEFORE.has(after);
}

/** Number of words over which a negation reaches: "no sound of any falling rain". */
const REACH = 5;

/** Words that deny what is so: "the siren is absent", "her alarm was off". */
const AWAY = new Set(["absent", "missing", "off"]);

/** Words that deny what follows "of": "free of sirens". */
const FREE = new Set(["free", "devoid", "instead"]);

/** Whether a mention is denied before ("no rain"), inside ("a baby is not crying") or right after ("the dog isn't"). */
export function isNegated(tokens: Tokens, first: number, last: number): boolean {
  return isDeniedBefore(tokens, first) || isDeniedBehind(tokens, first, last) ||
    isDeniedByHyphen(tokens, first, last);
}

/**
 * Words behind a hyphen that say that something is absent, only alike, or what another thing is like: "silence-free",
 * "violin-shaped", "camera-shy".
 */
const AFTER_HYPHEN = new Set(
  "free less like shaped shy proof sized themed rimmed colored coloured funded funding friendly scented flavored flavoured"
    .split(" "),
);

function isDeniedByHyphen(tokens: Tokens, first: number, last: number): boolean {
  const isJoined = (i: number) => i > 0 && i < tokens.words.length && gapBefore(tokens, i) === "-";
  return (isJoined(last + 1) && AFTER_HYPHEN.has(tokens.words[last + 1]!)) ||
    (isJoined(first) && tokens.words[first - 1] === "non");
}

/** Number of words between what a question names and its mark: "a hissing campaign?". */
const REACH_OF_QUESTION = 2;
/** Number of words of the answer that can be the denial: "there are none". */
const REACH_OF_ANSWER = 3;

/** Whether a question about a mention is answered by no: "Doves? There are none here". */
function isAnsweredByNo(tokens: Tokens, last: number): boolean {
  for (let i = last + 1; i <= last + 1 + REACH_OF_QUESTION && i < tokens.words.length; i++) {
    const gap = gapBefore(tokens, i);
    if (gap.includes("?")) {
      return tokens.words.slice(i, i + REACH_OF_ANSWER).some((word) => NEGATORS.has(word));
    }
    if (/[,.;:!]/.test(gap)) return false;
  }
  return false;
}

/** Whether a clause ends before a word: "off and not set", but not "off to the coast". */
function endsClause(tokens: Tokens, i: number): boolean {
  const word = tokens.words[i];
  return word === undefined || isParted(tokens, i) || CONJUNCTIONS.has(word);
}

function isDeniedBehind(tokens: Tokens, first: number, last: number): boolean {
  const { words } = tokens;
  if (isAnsweredByNo(tokens, last)) return true;
  // A verb right beside its subject denies it: "the helicopter is not heard", "the rooster never crows".
  for (let i = first + 1; i <= last + 2; i++) {
    const word = words[i] ?? "";
    const after = words[i + 1] ?? "";
    // "A silent clock, doesn't tick": the comma ends what is said of the clock.
    if (i > last && word !== "" && isParted(tokens, i)) return false;
    if (i > last && word === "never") return i === last + 1;
    if (word === "not" && (i < last || !isNoNegation(after))) {
      return i <= last || AUXILIARIES.has(words[i - 1]!) || MODALS.has(words[i - 1]!);
    }
    // "Says no" ends with what it is about.
    if (i < last && NEGATORS.has(word)) return !isNoNegation(after);
    if (AWAY.has(word) && AUXILIARIES.has(words[i - 1]!)) {
      return word !== "off" || endsClause(tokens, i + 1);
    }
    if (word === "t" && NEGATED_AUXILIARIES.has(words[i - 1] ?? "")) return true;
  }
  return false;
}

function isDeniedBefore(tokens: Tokens, first: number): boolean {
  const { words } = tokens;
  for (let i = first - 1; i >= Math.max(0, first - REACH); i--) {
    if (isParted(tokens, i + 1)) return false;
    const word = words[i]!;
    const after = words[i + 1]!;
    if (CLAUSE_WORDS.has(word)) return false;
    if (word === "and" && ARTICLES.has(after)) return false;
    if (word === "of" && FREE.has(words[i - 1] ?? "")) return true;
    if (NEGATORS.has(word)) return !isNoNegation(after);
    if (word === "t" && NEGATED_AUXILIARIES.has(words[i - 1] ?? "")) return true;
  }
  return false;
}
