/**
 * Gathers the training pairs that findings flag, and the rules that flag them.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import type { Finding, LeakRule, TrainingPair } from "../findings.ts";

/** Rules whose findings are not about training pairs and so remove none from a pool. */
const ABOUT_NO_PAIR: ReadonlySet<LeakRule> = new Set([
  "BACKBONE-LABEL",
  "BACKBONE-DATA",
  "SELECTION",
]);

/** The flagged training pairs. */
export interface FlaggedPairs {
  /** Their ids. */
  readonly ids: ReadonlySet<string>;
  /** Number of pairs that each rule flags; several rules can flag a pair. A rule that flags none is absent. */
  readonly by: Readonly<Record<string, number>>;
  /** Number of pairs that only this rule flags, for each of these rules. */
  readonly alone: Readonly<Record<string, number>>;
}

/**
 * Gathers the findings with `flagged: true` by pair and rule. Findings about backbones and choices are skipped.
 *
 * @param pairs every training pair, by id
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
  return {
    ids: new Set(rulesOf.keys()),
    by: counted(sets),
    alone: counted(sets.filter(({ size }) => size === 1)),
  };
}
