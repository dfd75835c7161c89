import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import {
  type Condition,
  formatCondition,
  parseCondition,
} from "../../../src/leakage/pools/conditions.ts";
import { drawnPools } from "../../../src/leakage/pools/drawn_pools.ts";
import { poolOf } from "../../../src/leakage/pools/pool_of.ts";
import { makePoolSet } from "../../../src/leakage/pools/pool_set.ts";
import {
  conditionNamed,
  conditionsIn,
  storedPools,
} from "../../../src/leakage/pools/stored_pools.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true, minExcluded: true, maxExcluded: true });
const of = fc.constantFrom("clean" as const, "dirty" as const);
const conditions: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom("dirty", "clean", "control", "untrained", "unlisted")
    .map((kind) => ({ kind } as Condition)),
  of.map((of) => ({ kind: "shuffled", of } as const)),
  fc.tuple(of, fc.nat()).map(([of, seed]) => ({ kind: "shuffled", of, seed } as const)),
  fc.oneof(share, fc.constantFrom(0, 1)).map((share) => ({ kind: "dose", share } as const)),
  share.map((share) => ({ kind: "diversity", share } as const)),
  fc.integer({ min: 2 }).map((classes) => ({ kind: "diversity", classes } as const)),
);

Deno.test("a condition is read from its name", () => {
  fc.assert(
    fc.property(conditions, (condition) => {
      assert.deepEqual(parseCondition(formatCondition(condition)), condition);
    }),
    { seed: 1, numRuns: 300 },
  );
});

Deno.test("a wrong name gives no condition", () => {
  const others = ["", "claen", "dirty-dirty", "clean-1", "dose", "dose-", "dose--1", "dose-2"];
  const spellings = ["dose-0.10", "dose-.5", "dose-NaN", "shuffled-1.5", "shuffled--1"];
  const diversities = ["diversity", "diversity-0", "diversity-1", "diversity-2.5", "Dirty"];
  for (const name of [...others, ...spellings, ...diversities, "diversity-dirty", "constructor"]) {
    assert.equal(parseCondition(name), undefined, name);
  }
});

const labels = ["ant", "bee", "cat", "dog", "eel", "fox", "gnu", "hen"];
const pairs = labels.flatMap((label) =>
  [0, 1, 2].map((i) => ({ id: `${label} ${i}`, text: `a ${label} ${i}`, label }))
);
const findings = pairs.slice(0, 6).map(({ id }) => ({
  rule: "TEXT-EXACT" as const,
  flagged: true,
  item: id,
  evidence: "x",
  confidence: 1,
}));

Deno.test("a set of pools and an audit's first class fold draw the same pool for a condition", () => {
  const seed = 5;
  const set = makePoolSet(pairs, findings, { seed, validation: 0.4, shuffles: 2 });
  const byId = new Map(pairs.map((pair) => [pair.id, pair]));
  const draw = { seed, permutation: 0 };
  const drawn = drawnPools(set, byId, new Set(set.validation!.ids), new Set(), draw);
  const free = set.clean.length - set.validation!.ids.length;
  for (const condition of conditionsIn(set)) {
    // A class has three pairs; an audit asks for a share of the classes that are left to train on.
    const asked = condition.kind === "diversity" && "classes" in condition
      ? { kind: "diversity", share: condition.classes / (free / 3) } as const
      : condition;
    const stored = poolOf(storedPools(set), condition);
    assert.deepEqual(poolOf(drawn, asked), stored, formatCondition(condition));
  }
});

Deno.test("conditions that pools do not have are refused with the nearest one", () => {
  const set = makePoolSet(pairs, findings, { shuffles: 2 });
  const refuses = (name: string, message: RegExp) =>
    assert.throws(() => conditionNamed(set, name), { name: "InputError", message });
  refuses("claen", /^There is no condition "claen"; did you mean "clean"\?$/);
  refuses("dose-0.3", /^There is no condition "dose-0\.3"; did you mean "dose-0/);
  refuses(
    "untrained",
    /^There is no condition "untrained"; known: dirty, clean, control, shuffled-0/,
  );
  refuses("shuffled-dirty", /^There is no condition "shuffled-dirty"/);
  assert.throws(() => poolOf(storedPools(set), { kind: "dose", share: 0.3 }), {
    name: "InputError",
    message: /^There is no condition "dose-0\.3"/,
  });
  assert.deepEqual(
    poolOf(storedPools(set), conditionNamed(set, "shuffled")),
    poolOf(storedPools(set), conditionNamed(set, "shuffled-0")),
  );
});
