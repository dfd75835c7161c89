import assert from "node:assert/strict";
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

Deno.test("no correlation is given without an interval where no draw of classes has one", () => {
  const draws = Array.from(
    { length: 20 },
    (_, seed) => associate([1, 2], [1, 2], { resamples: 1, seed }),
  );
  assert.ok(draws.some(({ spearman }) => spearman === undefined));
  for (const { spearman, low, high } of draws) {
    assert.deepEqual([low, high], [spearman, spearman]);
  }
});
