/**
 * The pool of a condition: the pairs to train on, the pairs to validate on, and the texts that they get.
 * @module
 */
import type { Condition } from "./conditions.ts";
import type { Pools } from "./pools.ts";

/** The pairs to train on and to validate on. */
export interface ConditionPool {
  /** Ids of the pairs to train on, sorted. */
  readonly training: readonly string[];
  /** Ids of the pairs that are held out for validation, often none; the same for all conditions but `unlisted`. */
  readonly validation: readonly string[];
  /** In shuffled conditions, the id of the pair whose text each of these pairs gets, by id. */
  readonly textOf?: ReadonlyMap<string, string>;
}

/** Pools and what is drawn from them at random: stored in a file, or drawn on request. */
export interface DrawnPools extends Pick<Pools, "dirty" | "clean" | "control"> {
  /** Ids of the pairs that are held out for validation: they are in every pool. */
  readonly heldOut: ReadonlySet<string>;
  /** Returns the flagged pairs that a dose puts back. */
  putBack(condition: Condition & { kind: "dose" }): readonly string[];
  /** Returns the clean pairs of the classes of a diversity pool, without those held out. */
  pairsOfClasses(condition: Condition & { kind: "diversity" }): readonly string[];
  /** Returns the clean pairs without the sounds of topics that the residual check lists. */
  unlisted(condition: Condition & { kind: "unlisted" }): readonly string[];
  /** Returns the id of the pair whose text each pair of a shuffled pool gets, by id. */
  textDonors(condition: Condition & { kind: "shuffled" }): ReadonlyMap<string, string>;
}

/**
 * Returns the pool of a condition. Untrained projectors train on nothing; the clean pool standardizes their inputs.
 *
 * @throws {InputError} when nothing was drawn for the condition
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { makePoolSet } from "./pool_set.ts";
 * import { storedPools } from "./stored_pools.ts";
 * const pairs = ["dog", "hen", "pig"].map((text) => ({ id: text, text }));
 * const finding = { rule: "TEXT-EXACT", item: "dog", evidence: "dog" } as const;
 * const pools = storedPools(makePoolSet(pairs, [{ ...finding, flagged: true, confidence: 1 }]));
 * assert.deepEqual(poolOf(pools, { kind: "clean" }).training, ["hen", "pig"]);
 * assert.deepEqual(poolOf(pools, { kind: "dose", share: 1 }).training, ["dog", "hen", "pig"]);
 * ```
 */
export function poolOf(pools: DrawnPools, condition: Condition): ConditionPool {
  const { heldOut } = pools;
  const ids = idsIn(pools, condition);
  return {
    training: ids.filter((id) => !heldOut.has(id)),
    // A sound that may be of an evaluation class must not choose the step either.
    validation: condition.kind === "unlisted" ? ids.filter((id) => heldOut.has(id)) : [...heldOut],
    ...(condition.kind === "shuffled" ? { textOf: pools.textDonors(condition) } : {}),
  };
}

function idsIn(pools: DrawnPools, condition: Condition): readonly string[] {
  switch (condition.kind) {
    case "dirty":
    case "clean":
    case "control":
      return pools[condition.kind];
    case "untrained":
      return pools.clean;
    case "unlisted":
      return pools.unlisted(condition);
    case "shuffled":
      return pools[condition.of];
    case "dose":
      return [...pools.clean, ...pools.putBack(condition)].sort();
    case "diversity":
      return pools.pairsOfClasses(condition).toSorted();
  }
}
