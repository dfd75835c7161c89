/**
 * Labels that are broader than others of their set: a mention of a bark is one of a dog and of an animal, too.
 * @module
 */
import { type LabelSet, wordsOfLabel } from "../labels/label_set.ts";
import { LEVEL } from "./meaning.ts";
import type { Phrase } from "./phrases.ts";

/** The broader labels of a set. */
export interface Hierarchy {
  /** Each label's broader labels by their numbers, nearest first. */
  readonly above: readonly (readonly number[])[];
  /** Those that are broader only where the text names them. */
  readonly perhapsAbove: readonly (readonly number[])[];
  /** Each label's words, for paths. */
  readonly words: readonly string[];
}

/**
 * Returns the broader labels of a set; undefined where no label has any, or where narrower things are not looked for.
 *
 * @param weakest the weakest level that is shown
 */
export function hierarchyOf({ labels }: LabelSet, weakest: number): Hierarchy | undefined {
  if (weakest < LEVEL.hyponym) return undefined;
  const numbers = new Map(labels.map(({ label }, i) => [label, i]));
  const numbered = (some: readonly string[] = []) => some.flatMap((one) => numbers.get(one) ?? []);
  const above = labels.map((entry) => numbered(entry.above));
  const perhapsAbove = labels.map((entry) => numbered(entry.perhapsAbove));
  return [...above, ...perhapsAbove].some((some) => some.length > 0)
    ? { above, perhapsAbove, words: labels.map(wordsOfLabel) }
    : undefined;
}

/**
 * Adds the broader labels of what is mentioned, as narrower things of theirs.
 *
 * A narrower label knows more about its words than a broader one does: where it finds that they mean something else
 * (the dog in "hot dog"), they are no mention of the broader label either. And a broader label can list a narrower thing
 * that it does not mean: a hen is a bird, and no wild animal.
 *
 * @param others the phrases in which the words of a label mean something else
 */
export function withBroader(
  phrases: readonly Phrase[],
  others: readonly Phrase[],
  { above, perhapsAbove, words }: Hierarchy,
): Phrase[] {
  const own = withoutOtherNames(withoutDoubted(phrases, above), { above, perhapsAbove });
  const named = new Set(own.filter(isNamed).map(({ meaning }) => meaning.label));
  const excluded = Map.groupBy(others, ({ meaning }) => meaning.label);
  return own.flatMap((phrase) => {
    const { meaning } = phrase;
    if (!isNamed(phrase)) return phrase;
    const from = meaning.path ?? words[meaning.label]!;
    const broader = [
      ...above[meaning.label]!,
      ...perhapsAbove[meaning.label]!.filter((label) => named.has(label)),
    ].filter((label) => !excluded.get(label)?.some((other) => overlap(phrase, other)));
    return [
      phrase,
      ...broader.map((label) => ({
        ...phrase,
        meaning: {
          ...meaning,
          label,
          level: LEVEL.hyponym,
          path: `${from} > ${words[label]!}`,
          steps: meaning.steps + 1,
          inherited: true,
        },
        level: LEVEL.hyponym,
      })),
    ];
  });
}

function isNamed({ certain, level }: Phrase): boolean {
  return certain && level <= LEVEL.hyponym;
}

function overlap(one: Phrase, other: Phrase): boolean {
  return one.first <= other.last && other.first <= one.last;
}

/**
 * Leaves out WordNet's narrower things that are the name of another label, which the set does not put below: where "yip"
 * and "shuffle" are labels, `above` says what they are kinds of, and that a shuffle is a walk does not count.
 */
function withoutOtherNames(
  phrases: readonly Phrase[],
  { above, perhapsAbove }: Pick<Hierarchy, "above" | "perhapsAbove">,
): readonly Phrase[] {
  const namedAt = Map.groupBy(
    phrases.filter(({ certain, level, first, last, meaning }) =>
      certain && level <= LEVEL.lemma && first === last && meaning.together !== true
    ),
    ({ first }) => first,
  );
  if (namedAt.size === 0) return phrases;
  return phrases.filter(({ level, first, last, meaning: { label, listed } }) =>
    level !== LEVEL.hyponym || first !== last || listed === true ||
    (namedAt.get(first) ?? []).every(({ meaning: { label: other } }) =>
      other === label || above[other]!.length === 0 || above[other]!.includes(label) ||
      perhapsAbove[other]!.includes(label)
    )
  );
}

/** Marks narrower things whose words mean something else for the label that they name. */
function withoutDoubted(
  phrases: readonly Phrase[],
  above: readonly (readonly number[])[],
): readonly Phrase[] {
  const doubted = new Set<string>();
  for (const { meaning: { label, rare }, certain, first, last } of phrases) {
    // That a word seldom means the narrower thing says nothing of the broader one.
    if (certain || rare === true) continue;
    for (const one of above[label]!) doubted.add(`${one} ${first} ${last}`);
  }
  return doubted.size === 0 ? phrases : phrases.map((phrase) => {
    const { meaning: { label }, level, first, last } = phrase;
    const isDoubted = level === LEVEL.hyponym && doubted.has(`${label} ${first} ${last}`);
    return isDoubted ? { ...phrase, certain: false } : phrase;
  });
}
