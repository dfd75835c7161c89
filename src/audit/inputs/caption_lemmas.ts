/**
 * Finds the lemmas of captions, from which their random codes are made.
 * @module
 */
import { lemmaFinder } from "../../leakage/text/lemmas.ts";
import { WordNet } from "../../leakage/wordnet/wordnet.ts";
import type { AuditPair } from "./shape.ts";

/**
 * Returns the lemmas of texts; undefined where texts are labels, so that each can have a code of its own. A text
 * without words has itself as its only lemma.
 *
 * @throws {SurroundingsError} when WordNet is needed and cannot be fetched
 */
export async function captionLemmas(
  texts: readonly string[],
  pairs: readonly AuditPair[],
): Promise<string[][] | undefined> {
  if (areLabels(pairs)) return undefined;
  const lemmasOf = lemmaFinder(await WordNet.open());
  return texts.map((text) => {
    const lemmas = lemmasOf(text);
    return lemmas.length > 0 ? lemmas : [text];
  });
}

/** Returns whether texts are labels: every pair has one, and the pairs of a label share one text. */
export function areLabels(pairs: readonly AuditPair[]): boolean {
  const textOf = new Map<string, string>();
  return pairs.every(({ label, text }) => {
    if (label === undefined) return false;
    const known = textOf.get(label) ?? text;
    textOf.set(label, known);
    return known === text;
  });
}
