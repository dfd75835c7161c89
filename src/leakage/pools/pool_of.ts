/**
 * The pool of a condition: the pairs to train on, those to judge by, and whose texts they get.
 * @module
 */
import type { Condition } from "./conditions.ts";
import type { Pools } from "./pools.ts";

/** What to train on and what to judge by. */
export interface ConditionPool {
  /** Ids of the pairs to train on, sorted. */
  readonly training: readonly string[];
  /** Ids of the pairs that are held out for validation; the same for every condition, often none. */
  readonly validation: readonly string[];
  /** For shuffled conditions: for the id of each pair, of both kinds, the id of the pair whose text it gets. */
  readonly textOf?: ReadonlyMap<string, string>;
}

/** Pools and what is drawn from them at random: as a file has it, or as it is asked for. */
export interface DrawnPools extends Pick<Pools, "dirty" | "clean" | "control"> {
  /** Ids of the pairs that are held out for validation: they are in every pool. */
  readonly heldOut: ReadonlySet<string>;
  /** The flagged pairs that a dose puts back. */
  putBack(condition: Condition & { kind: "dose" }): readonly string[];
  /** The clean pairs of the classes that a diversity pool has, without those held out. */
  pairsOfClasses(condition: Condition & { kind: "diversity" }): readonly string[];
  /** For each id of a shuffled pool the id of the pair whose text it gets. */
  textDonors(condition: Condition & { kind: "shuffled" }): ReadonlyMap<string, string>;
}

/**
 * The pool of a condition. Untrained projectors train on nothing; the clean pool standardizes their inputs.
 *
 * @throws {InputError} when the pools have nothing drawn for the condition
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
  return {
    training: idsIn(pools, condition).filter((id) => !heldOut.has(id)),
    validation: [...heldOut],
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
    case "shuffled":
      return pools[condition.of];
    case "dose":
      return [...pools.clean, ...pools.putBack(condition)].sort();
    case "diversity":
      return pools.pairsOfClasses(condition).toSorted();
  }
}
