import assert from "node:assert/strict";
import { RandomStream } from "../../src/basics/random.ts";
import { InputError } from "../../src/basics/errors.ts";
import { ASSIGNMENTS, assignmentTest } from "../../src/statistics/permutation.ts";
import { sharedPath } from "../shared.ts";

/** Naming rates whose diagonal is `right` and whose other entries share the rest. */
function rates(classes: number, right: number): number[][] {
  const wrong = (1 - right) / (classes - 1);
  return Array.from(
    { length: classes },
    (_, c) => Array.from({ length: classes }, (_, j) => c === j ? right : wrong),
  );
}

/** Naming rates that have nothing to do with labels. */
function noise(classes: number, random: RandomStream): number[][] {
  return Array.from({ length: classes }, () => {
    const drawn = Array.from({ length: classes }, () => random.uniform());
    const sum = drawn.reduce((total, one) => total + one);
    return drawn.map((one) => one / sum);
  });
}

Deno.test("p over all assignments is that of an independent count", () => {
  const path = sharedPath("golden/permutation.json");
  if (path === undefined) return;
  const { confusion, p_all } = JSON.parse(Deno.readTextFileSync(path));
  assert.ok(Math.abs(assignmentTest([confusion], 0) - p_all) < 1e-12);
});

Deno.test("below five labels the best p is above 0.025", () => {
  const best = [2, 3, 4, 5].map((classes) => assignmentTest([rates(classes, 1)], 0));
  assert.deepEqual(best, [2 / 3, 2 / 7, 2 / 25, 2 / 121]);
});

Deno.test("random assignments are tried where there are too many, the same for a seed", () => {
  const sure = [rates(20, 0.5)];
  assert.equal(assignmentTest(sure, 0), 1 / (1 + ASSIGNMENTS));
  const some = [noise(12, new RandomStream(1, "rates"))];
  assert.equal(assignmentTest(some, 3), assignmentTest(some, 3));
  const apart = Math.abs(assignmentTest(some, 3) - assignmentTest(some, 4));
  assert.ok(apart < 0.03, `${apart} apart`);
});

Deno.test("labels are exchanged within folds, and deviations are stretched", () => {
  const random = new RandomStream(5, "folds");
  for (let round = 0; round < 10; round++) {
    const [one, other] = [noise(3, random), noise(4, random)];
    const share = (at: readonly number[]) =>
      (one[0]![at[0]!]! + one[1]![at[1]!]! + one[2]![at[2]!]! + other[0]![at[3]!]! +
        other[1]![at[4]!]! + other[2]![at[5]!]! + other[3]![at[6]!]!) / 7;
    const shares = orders([0, 1, 2]).flatMap((first) =>
      orders([0, 1, 2, 3]).map((second) => share([...first, ...second]))
    );
    assert.equal(shares.length, 144);
    const right = share([0, 1, 2, 0, 1, 2, 3]);
    const asGood = shares.filter((value) =>
      2 / 7 + Math.sqrt(2) * (value - 2 / 7) >= right - 1e-12
    );
    assert.equal(assignmentTest([one, other], 0), (1 + asGood.length) / 145);
  }
});

/** Every order of some numbers, by taking each as the first. */
function orders(numbers: readonly number[]): number[][] {
  if (numbers.length === 0) return [[]];
  return numbers.flatMap((first) =>
    orders(numbers.filter((one) => one !== first)).map((rest) => [first, ...rest])
  );
}

Deno.test("without any relation p is below 0.05 in about 5 %", () => {
  const random = new RandomStream(2, "null");
  const low = Array.from({ length: 400 }, () => assignmentTest([noise(6, random)], 0))
    .filter((p) => p <= 0.05).length;
  assert.ok(low >= 8 && low <= 34, `${low} of 400`);
});

Deno.test("rates that are not square are refused", () => {
  assert.throws(() => assignmentTest([[[1, 0]]], 0), InputError);
  assert.throws(() => assignmentTest([], 0), InputError);
});
