/**
 * Leak rules applied to training pairs.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { compileAudioSource } from "./audio/audio_source.ts";
import { type Recorded, sourceOf } from "./audio/source.ts";
import type { EvaluationItem, Finding, TrainingPair } from "./findings.ts";
import { compileTextExact } from "./text_exact.ts";

/** The rules that {@link scanPairs} applies. */
export const PAIR_RULES = ["TEXT-EXACT", "AUDIO-SOURCE"] as const;
/** One of {@link PAIR_RULES}. */
export type PairRule = typeof PAIR_RULES[number];

/** What training pairs must not know. */
export interface Evaluation {
  /** The label set, verbatim. */
  readonly labels: readonly string[];
  /** The items; `AUDIO-SOURCE` needs their sources, in a column or in the files' names. */
  readonly items: readonly EvaluationItem[];
}

/**
 * Finds the training pairs that know evaluation labels or items; in order of the pairs, then of the rules.
 *
 * @throws {InputError} when `AUDIO-SOURCE` is to run and no pair, or no evaluation item, has a source: the rule
 * would pass anything
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const pairs = [{ id: "1", text: "a dog barks" }, { id: "2", text: "dogma" }];
 * const findings = scanPairs(pairs, { labels: ["dog"], items: [] }, ["TEXT-EXACT"]);
 * assert.deepEqual(findings.map(({ item, span }) => [item, span]), [["1", [2, 5]]]);
 * ```
 */
export function scanPairs(
  pairs: readonly TrainingPair[],
  evaluation: Evaluation,
  rules: readonly PairRule[],
): Finding[] {
  const compiled = rules.map((rule) => {
    switch (rule) {
      case "TEXT-EXACT":
        return compileTextExact(evaluation.labels);
      case "AUDIO-SOURCE":
        requireSources(pairs, "training pair");
        requireSources(evaluation.items, "evaluation item");
        return compileAudioSource(evaluation.items);
    }
  });
  return pairs.flatMap((pair) => compiled.flatMap((find) => find(pair)));
}

function requireSources(side: readonly Recorded[], what: string): void {
  if (side.some((one) => sourceOf(one) !== undefined)) return;
  throw new InputError(`AUDIO-SOURCE cannot run: none of ${side.length} ${what}s has a source`);
}
