/**
 * The conditions that the pools of a `pools.json` can be trained under.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { suggestion } from "../../basics/nearest.ts";
import { quotable } from "../../basics/printable.ts";
import { type Condition, formatCondition, parseCondition } from "./conditions.ts";
import type { DrawnPools } from "./pool_of.ts";
import type { PoolLists } from "./pool_set.ts";

/**
 * Returns the conditions that pools have: dirty, clean and control, then each shuffled pool and each step of a series.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { formatCondition } from "./conditions.ts";
 * import { makePoolSet } from "./pool_set.ts";
 * const pairs = ["dog", "hen", "pig"].map((text) => ({ id: text, text }));
 * const names = conditionsIn(makePoolSet(pairs, [], { shuffles: 1 })).map(formatCondition);
 * assert.deepEqual(names.slice(0, 5), ["dirty", "clean", "control", "shuffled-0", "dose-0"]);
 * ```
 */
export function conditionsIn({ shuffled, doses, diversity }: PoolLists): Condition[] {
  return [
    { kind: "dirty" },
    { kind: "clean" },
    { kind: "control" },
    ...shuffled.map(({ seed }) => ({ kind: "shuffled", of: "clean", seed } as const)),
    ...doses.steps.map(({ dose }) => ({ kind: "dose", share: dose } as const)),
    ...diversity?.steps.map(({ classes }) => ({ kind: "diversity", classes } as const)) ?? [],
  ];
}

/**
 * Returns the condition of a name, where pools have it. `shuffled` is the first of the shuffled pools.
 *
 * @throws {InputError} with the nearest name, when they have no such condition
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { makePoolSet } from "./pool_set.ts";
 * const pools = makePoolSet(["dog", "hen", "pig"].map((text) => ({ id: text, text })), []);
 * assert.deepEqual(conditionNamed(pools, "shuffled-3"), { kind: "shuffled", of: "clean", seed: 3 });
 * assert.throws(() => conditionNamed(pools, "claen"), /no condition "claen"; did you mean "clean"\?/);
 * ```
 */
export function conditionNamed(pools: PoolLists, name: string): Condition {
  const names = conditionsIn(pools).map(formatCondition);
  const condition = parseCondition(name);
  const isThere = names.includes(name) || (name === "shuffled" && pools.shuffled.length > 0);
  if (condition !== undefined && isThere) return condition;
  throw noCondition(pools, name);
}

/**
 * Returns pools with the draws that were stored with them, for `poolOf`.
 *
 * @throws {InputError} (by the returned functions) when nothing was drawn for a condition
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { poolOf } from "./pool_of.ts";
 * import { makePoolSet } from "./pool_set.ts";
 * const pools = makePoolSet(["dog", "hen", "pig"].map((text) => ({ id: text, text })), []);
 * const { training } = poolOf(storedPools(pools), conditionNamed(pools, "control"));
 * assert.deepEqual(training, ["dog", "hen", "pig"]);
 * ```
 */
export function storedPools(pools: PoolLists): DrawnPools {
  const { dirty, clean, control, shuffled, doses, diversity, validation } = pools;
  const required = <Drawn>(drawn: Drawn | undefined, condition: Condition): Drawn => {
    if (drawn !== undefined) return drawn;
    throw noCondition(pools, formatCondition(condition));
  };
  return {
    dirty,
    clean,
    control,
    heldOut: new Set(validation?.ids),
    putBack: (condition) => {
      const step = doses.steps.find(({ dose }) => dose === condition.share);
      return doses.order.slice(0, required(step, condition).flagged);
    },
    pairsOfClasses: (condition) => {
      const classes = "classes" in condition ? condition.classes : undefined;
      const step = diversity?.steps.find((one) => one.classes === classes);
      return diversity!.order.slice(0, required(step, condition).pairs);
    },
    unlisted: (condition) => required<readonly string[]>(undefined, condition),
    textDonors: (condition) => {
      const { of, seed = shuffled[0]?.seed } = condition;
      const pool = of === "clean" ? shuffled.find((one) => one.seed === seed) : undefined;
      const { texts } = required(pool, condition);
      return new Map(clean.map((id, i) => [id, texts[i]!]));
    },
  };
}

function noCondition(pools: PoolLists, name: string): InputError {
  const known = conditionsIn(pools).map(formatCondition);
  return new InputError(
    `There is no condition "${quotable(name)}"; ${suggestion(name, known)}`,
  );
}
