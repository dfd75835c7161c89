/**
 * The pool that a training condition names.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { suggestion } from "../../basics/nearest.ts";
import { quotable } from "../../basics/printable.ts";
import type { PoolSet } from "./pool_set.ts";

/** What to train on and what to judge by. */
export interface ConditionPool {
  /** Ids of the pairs to train on. */
  readonly training: readonly string[];
  /** Ids of the pairs that are held out for validation; the same for every condition, often none. */
  readonly validation: readonly string[];
  /** For shuffled conditions: for the id of each pair, of both kinds, the id of the pair whose text it gets. */
  readonly textOf?: ReadonlyMap<string, string>;
}

/**
 * The conditions that pools can be trained under: `dirty`, `clean`, `control`, `shuffled-SEED`, `dose-SHARE` and
 * `diversity-CLASSES`.
 */
export function conditionsOf({ shuffled, doses, diversity }: PoolSet): string[] {
  return [
    "dirty",
    "clean",
    "control",
    ...shuffled.map(({ seed }) => `shuffled-${seed}`),
    ...doses.steps.map(({ dose }) => `dose-${dose}`),
    ...diversity?.steps.map(({ classes }) => `diversity-${classes}`) ?? [],
  ];
}

/**
 * The pool of a condition. `shuffled` without a seed is the first of the shuffled ones.
 *
 * @param condition one of {@link conditionsOf}, or `shuffled`
 * @throws {InputError} when there is no such condition; it names the nearest
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { makePoolSet } from "./pool_set.ts";
 * const pairs = ["dog", "hen", "pig"].map((text) => ({ id: text, text }));
 * const finding = { rule: "TEXT-EXACT", item: "dog", evidence: "dog" } as const;
 * const pools = makePoolSet(pairs, [{ ...finding, flagged: true, confidence: 1 }]);
 * assert.deepEqual(poolOf(pools, "clean").training, ["hen", "pig"]);
 * assert.deepEqual(poolOf(pools, "dose-1").training, ["dog", "hen", "pig"]);
 * assert.throws(() => poolOf(pools, "claen"), /no condition "claen"; did you mean "clean"\?/);
 * ```
 */
export function poolOf(pools: PoolSet, condition: string): ConditionPool {
  const { clean, shuffled, validation } = pools;
  const heldOut = new Set(validation?.ids);
  const held = [...heldOut];
  const trainedOn = (ids: readonly string[]) => ids.filter((id) => !heldOut.has(id));
  const permuted = condition === "shuffled"
    ? shuffled[0]
    : shuffled.find(({ seed }) => condition === `shuffled-${seed}`);
  if (permuted) {
    const textOf = new Map(clean.map((id, i) => [id, permuted.texts[i]!]));
    return { training: trainedOn(clean), validation: held, textOf };
  }
  return { training: trainedOn(idsOf(pools, condition)), validation: held };
}

function idsOf(pools: PoolSet, condition: string): readonly string[] {
  if (condition === "dirty" || condition === "clean" || condition === "control") {
    return pools[condition];
  }
  const { clean, doses, diversity } = pools;
  const dose = doses.steps.find(({ dose }) => condition === `dose-${dose}`);
  if (dose) return [...clean, ...doses.order.slice(0, dose.flagged)].sort();
  const step = diversity?.steps.find(({ classes }) => condition === `diversity-${classes}`);
  if (step) return diversity!.order.slice(0, step.pairs).toSorted();
  throw new InputError(
    `There is no condition "${quotable(condition)}"; ${suggestion(condition, conditionsOf(pools))}`,
  );
}
