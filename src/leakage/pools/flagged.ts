/**
 * Gathers the training pairs that findings flag, and the rules that flag them.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import type { Finding, LeakRule, TrainingPair } from "../findings.ts";
import { soundOf } from "./sounds.ts";

/**
 * What a flagged pair takes out of the clean pool: all captions of its sound, or itself alone. What one caption names
 * the sound holds, so the default is `sound`.
 */
export type LeakUnit = "sound" | "pair";

/** Every unit. */
export const LEAK_UNITS: readonly LeakUnit[] = ["sound", "pair"];

/** Rules whose findings are not about training pairs and so remove none from a pool. */
const ABOUT_NO_PAIR: ReadonlySet<LeakRule> = new Set([
  "BACKBONE-LABEL",
  "BACKBONE-DATA",
  "SELECTION",
]);

/** The flagged training pairs. */
export interface FlaggedPairs {
  /** Ids of the pairs that the clean pool lacks: those that a rule flags, and in the unit `sound` their sounds' others. */
  readonly ids: ReadonlySet<string>;
  /** Number of these pairs that no rule flags: they are removed with their sound. */
  readonly withSound: number;
  /** Number of pairs that each rule flags; several rules can flag a pair. A rule that flags none is absent. */
  readonly by: Readonly<Record<string, number>>;
  /** Number of pairs that only this rule flags, for each of these rules. */
  readonly alone: Readonly<Record<string, number>>;
}

/**
 * Gathers the findings with `flagged: true` by pair and rule. Findings about backbones and choices are skipped.
 *
 * @param pairs every training pair, by id
 * @param unit what a flagged pair takes out of the clean pool
 * @throws {InputError} when a finding's item is not a pair
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const pairs = new Map([["a", { id: "a", text: "dog" }]]);
 * const finding = { flagged: true, item: "a", evidence: "dog", confidence: 1 } as const;
 * const { by, alone } = flaggedPairs(pairs, [
 *   { rule: "TEXT-EXACT", ...finding },
 *   { rule: "AUDIO-EXACT", ...finding },
 * ]);
 * assert.deepEqual(by, { "AUDIO-EXACT": 1, "TEXT-EXACT": 1 });
 * assert.deepEqual(alone, { "AUDIO-EXACT": 0, "TEXT-EXACT": 0 });
 * ```
 */
export function flaggedPairs(
  pairs: ReadonlyMap<string, TrainingPair>,
  findings: Iterable<Finding>,
  unit: LeakUnit = "sound",
): FlaggedPairs {
  const rulesOf = new Map<string, Set<LeakRule>>();
  for (const { rule, item, flagged } of findings) {
    if (ABOUT_NO_PAIR.has(rule)) continue;
    if (!pairs.has(item)) {
      throw new InputError(`${rule} found item "${quotable(item)}", which is no training pair`);
    }
    if (flagged) rulesOf.set(item, (rulesOf.get(item) ?? new Set()).add(rule));
  }
  const sets = [...rulesOf.values()];
  const rules = [...new Set(sets.flatMap((set) => [...set]))].sort();
  const counted = (sets: readonly ReadonlySet<LeakRule>[]) =>
    Object.fromEntries(rules.map((rule) => [rule, sets.filter((set) => set.has(rule)).length]));
  const byRule = new Set(rulesOf.keys());
  const ids = unit === "pair" ? byRule : withTheirSounds(pairs, byRule);
  return {
    ids,
    withSound: ids.size - byRule.size,
    by: counted(sets),
    alone: counted(sets.filter(({ size }) => size === 1)),
  };
}

function withTheirSounds(
  pairs: ReadonlyMap<string, TrainingPair>,
  flagged: ReadonlySet<string>,
): Set<string> {
  const sounds = new Set(Array.from(flagged, (id) => soundOf(pairs.get(id)!)));
  const all = new Set<string>();
  for (const [id, pair] of pairs) if (sounds.has(soundOf(pair))) all.add(id);
  return all;
}
