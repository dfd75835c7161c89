import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { RandomStream } from "../../src/basics/random.ts";
import { associate, spearman } from "../../src/statistics/spearman.ts";

Deno.test("Spearman's rho of a table with ties, as SciPy has it", () => {
  const x = [106, 86, 100, 101, 99, 103, 97, 113, 112, 110];
  const y = [7, 0, 27, 50, 28, 29, 20, 12, 6, 17];
  assert(Math.abs(spearman(x, y)! + 29 / 165) < 1e-12);
  assert(Math.abs(spearman([1, 2, 2, 3], [1, 3, 2, 4])! - 0.9486832980505138) < 1e-12);
});

Deno.test("an association has an interval about it, and none where nothing varies", () => {
  const random = new RandomStream(2, "association");
  const x = Array.from({ length: 40 }, () => random.normal());
  const related = x.map((value) => value + 0.7 * random.normal());
  const { spearman: rho, low, high, classes } = associate(x, related, { resamples: 500, seed: 0 });
  assert(low! < rho! && rho! < high! && low! > 0.2, `${low} ${rho} ${high}`);
  assert.equal(classes, 40);
  const noise = x.map(() => random.normal());
  const apart = associate(x, noise, { resamples: 500, seed: 0 });
  assert(apart.low! < 0 && apart.high! > 0);
  assert.deepEqual(associate([1, 1], [2, 3], { resamples: 10, seed: 0 }), { classes: 2 });
});

Deno.test("a draw in which one side is constant speaks against no correlation", () => {
  // A third of all draws lack the class that differs; in all others rho is 1.
  const one = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
  assert.deepEqual(associate(one, one, { resamples: 500, seed: 0 }), {
    spearman: 1,
    low: -1,
    high: 1,
    classes: 10,
  });
});

Deno.test("an interval holds its correlation, whatever the ties and however few the draws", () => {
  const values = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 12 });
  const property = fc.property(
    values.chain((x) => fc.tuple(fc.constant(x), fc.shuffledSubarray(x, { minLength: x.length }))),
    fc.integer({ min: 1, max: 40 }),
    fc.nat(),
    ([x, y], resamples, seed) => {
      const { spearman: rho, low, high } = associate(x, y, { resamples, seed });
      if (rho === undefined) return;
      assert.ok(-1 <= low! && low! <= rho && rho <= high! && high! <= 1, `${low} ${rho} ${high}`);
    },
  );
  fc.assert(property, { seed: 5, numRuns: 500 });
});
