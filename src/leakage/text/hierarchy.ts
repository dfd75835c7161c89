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
  const above = labels.map((entry) => (entry.above ?? []).flatMap((one) => numbers.get(one) ?? []));
  return above.some((some) => some.length > 0)
    ? { above, words: labels.map(wordsOfLabel) }
    : undefined;
}

/**
 * Adds the broader labels of what is mentioned, as narrower things of theirs.
 *
 * A narrower label knows more about its words than a broader one does: where it finds that they mean something else
 * (the dog in "hot dog"), they are no mention of the broader label either.
 */
export function withBroader(phrases: readonly Phrase[], { above, words }: Hierarchy): Phrase[] {
  const doubted = new Set<string>();
  for (const { meaning: { label }, certain, first, last } of phrases) {
    if (!certain) { for (const one of above[label]!) doubted.add(`${one} ${first} ${last}`); }
  }
  const own = doubted.size === 0 ? phrases : phrases.map((phrase) => {
    const { meaning: { label }, level, first, last } = phrase;
    const isDoubted = level === LEVEL.hyponym && doubted.has(`${label} ${first} ${last}`);
    return isDoubted ? { ...phrase, certain: false } : phrase;
  });
  return own.flatMap((phrase) => {
    const { certain, level, meaning } = phrase;
    if (!certain || level > LEVEL.hyponym) return phrase;
    const from = meaning.path ?? words[meaning.label]!;
    return [
      phrase,
      ...above[meaning.label]!.map((label) => ({
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
