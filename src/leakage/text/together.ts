/**
 * Finds labels that name several things where a text mentions all of them together: "glass" and "breaking" in
 * "the glass of a window breaks".
 * @module
 */
import { ARTICLES, AUXILIARIES, CLAUSE_WORDS, DETERMINERS } from "./function_words.ts";
import type { Composition } from "./lexicon.ts";
import { LEVEL, WHOLE } from "./meaning.ts";
import type { Phrase } from "./phrases.ts";
import { gapBefore, isParted, type Tokens } from "./tokens.ts";

/** Words that join the words of one name: "waves of the sea", "a man is speaking", "shots from a gun". */
const JOINING = new Set(["of", "from", "s", ...DETERMINERS, ...AUXILIARIES]);

/** Returns the mentions whose parts are close together; parts that mean something else there do not count. */
export function findTogether(
  phrases: readonly Phrase[],
  compositions: readonly Composition[],
  tokens: Tokens,
): Phrase[] {
  const parts = phrases.filter(({ meaning, certain }) => meaning.part >= 0 && certain);
  if (parts.length < 2) return [];
  return [...Map.groupBy(parts, ({ meaning }) => meaning.composition!)]
    .flatMap(([number, own]) => compose(own, compositions[number]!, tokens));
}

/** Phrases of one name by their first words: a text can hold too many to compare each with all others. */
interface Places {
  readonly byFirst: ReadonlyMap<number, readonly Phrase[]>;
  /** Largest number of words that any of them has after its first. */
  readonly longest: number;
}

/** Returns the strongest mention of one name at each place of its first part. */
function compose(
  phrases: readonly Phrase[],
  composition: Composition,
  tokens: Tokens,
): Phrase[] {
  const { label, parts, extra } = composition;
  const places = {
    byFirst: Map.groupBy(phrases, ({ first }) => first),
    longest: phrases.reduce((most, { first, last }) => Math.max(most, last - first), 0),
  };
  return phrases.filter(({ meaning }) => meaning.part === 0).flatMap((start) => {
    let chosen = [start];
    // Whichever part is next to those chosen joins them: in "guitars being played" the guitars stand before the others.
    const missing = new Set(Array.from({ length: parts - 1 }, (_, i) => i + 1));
    while (missing.size > 0) {
      const next = [...missing].find((part) => {
        const joined = join(chosen, part, places, composition, tokens);
        if (joined !== undefined) chosen = joined;
        return joined !== undefined;
      });
      if (next === undefined) return [];
      missing.delete(next);
    }
    let level = Math.max(...chosen.map((phrase) => phrase.level), LEVEL.lemma);
    for (let part = parts; part < parts + extra; part++) {
      const joined = join(chosen, part, places, composition, tokens);
      if (joined !== undefined) chosen = joined;
      level = Math.max(level, joined?.at(-1)?.level ?? LEVEL.synonym);
    }
    return [mention(label, level, chosen)];
  });
}

/** Adds the strongest, then nearest, phrase of a part that belongs to the phrases chosen so far. */
function join(
  chosen: readonly Phrase[],
  part: number,
  { byFirst, longest }: Places,
  composition: Composition,
  tokens: Tokens,
): Phrase[] | undefined {
  const { reach } = composition;
  const first = Math.min(...chosen.map((phrase) => phrase.first));
  const last = Math.max(...chosen.map((phrase) => phrase.last));
  const distance = (phrase: Phrase) =>
    phrase.first > last ? phrase.first - last : first - phrase.last;
  const candidates: Phrase[] = [];
  for (let at = first - reach - 1 - longest; at <= last + reach + 1; at++) {
    for (const phrase of byFirst.get(at) ?? []) {
      if (phrase.meaning.part === part) candidates.push(phrase);
    }
  }
  const best = candidates
    .filter((phrase) =>
      chosen.every((other) => phrase.first > other.last || phrase.last < other.first)
    )
    .filter((phrase) =>
      distance(phrase) <= reach + 1 &&
      belong(tokens, Math.min(last, phrase.last), Math.max(first, phrase.first), composition)
    )
    .sort((a, b) => a.level - b.level || distance(a) - distance(b))[0];
  return best === undefined ? undefined : [...chosen, best];
}

/** Whether no clause ends between two words and, in a name, only joining words come between them. */
function belong(
  tokens: Tokens,
  from: number,
  to: number,
  { isName, isAction }: Composition,
): boolean {
  const { words } = tokens;
  if (isShared(tokens, from, to)) return !isName || isAction === true;
  // "A woman laughs and speaks": another action of hers comes first.
  const isSecond = isAction === true && to === from + 3 && words[to - 1] === "and" &&
    /(?:ing|[^s]s)$/.test(words[from + 1]!);
  for (let i = from + 1; i <= to; i++) {
    const gap = gapBefore(tokens, i);
    if (/[.;:!?]/.test(gap)) return false;
    const word = tokens.words[i]!;
    // "Kid speaking, woman giggles": behind an action and a comma comes another subject; tags are joined ("bird, chirp").
    if (i === to) {
      if (beginsClause(tokens, from, to)) return false;
      return i > from + 1 || !gap.includes(",") ||
        (!isName && !tokens.words[from]!.endsWith("ing"));
    }
    if (CLAUSE_WORDS.has(word) || (isName && !isSecond && !JOINING.has(word))) return false;
    // "a baby laughs and a woman cries": another subject.
    const joins = word === "and" || word === "or";
    if ((joins || gap.includes(",")) && ARTICLES.has(tokens.words[joins ? i + 1 : i] ?? "")) {
      return false;
    }
    // "breaks a promise and puts down his glass": another verb, with an object of its own.
    if (joins && to - i > 2) return false;
    // "Children playing in a park and birds singing": a subject of its own, behind what the first one does.
    if (joins && to - i === 2 && !tokens.words[i + 1]!.endsWith("ly")) {
      if (tokens.words.slice(from + 1, i).some((other) => other.endsWith("ing"))) return false;
    }
  }
  return true;
}

const PEOPLE = new Set(
  "man men woman women boy boys girl girls child children kid kids male female males females lady guy"
    .split(" "),
);
/** Words that may stand before the second of two subjects, or behind it. */
const BESIDE_PEOPLE = new Set(
  ["young", "old", "adult", "little", "other", ...DETERMINERS, ...AUXILIARIES, ...PEOPLE],
);

/** Whether two people do the same: "a woman and a man are speaking". */
function isShared(tokens: Tokens, from: number, to: number): boolean {
  const { words } = tokens;
  if (!PEOPLE.has(words[from]!) || words[from + 1] !== "and" || PEOPLE.has(words[to]!)) {
    return false;
  }
  for (let i = from + 1; i <= to; i++) {
    if (isParted(tokens, i)) return false;
    if (i > from + 1 && i < to && !BESIDE_PEOPLE.has(words[i]!)) return false;
  }
  return to > from + 2;
}

/** Whether a word is the subject of another clause: "a woman speaks Italian, children shouting", "talking and children play". */
function beginsClause(tokens: Tokens, from: number, to: number): boolean {
  const { words } = tokens;
  const before = words[to - 1]!;
  const isJoined = to - 1 > from && (before === "and" || before === "or");
  const after = words[to + 1] ?? "";
  return (isJoined || (to > from + 1 && gapBefore(tokens, to).includes(","))) &&
    after !== "" && !isParted(tokens, to + 1) &&
    (after.endsWith("ing") || AUXILIARIES.has(after));
}

function mention(label: number, level: number, parts: readonly Phrase[]): Phrase {
  const paths = parts.flatMap(({ meaning }) => meaning.path ?? []);
  const meaning = {
    label,
    part: WHOLE,
    level,
    together: true,
    steps: Math.max(...parts.map(({ meaning }) => meaning.steps)),
    ...(paths.length === 0 ? {} : { path: paths.join(" + ") }),
  };
  return {
    meaning,
    level,
    first: Math.min(...parts.map(({ first }) => first)),
    last: Math.max(...parts.map(({ last }) => last)),
    certain: true,
  };
}
