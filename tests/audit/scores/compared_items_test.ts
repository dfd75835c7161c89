import assert from "node:assert/strict";
import { comparedItems } from "../../../src/audit/scores/compared_items.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { drawCompared } from "../../../src/measures/separability/sample.ts";
import { bootstrap } from "../../../src/statistics/bootstrap.ts";
import { intervalOf } from "../../../src/statistics/intervals.ts";
import { groupSources, sumBySource } from "../../../src/statistics/sources.ts";

/** The share of evaluations whose interval for these classes holds the mean over all of their items. */
function coverageOf(sizes: readonly number[], most: number): number {
  const evaluations = 60;
  const classes = sizes.flatMap((size, c) => new Array<number>(size).fill(c));
  const sources = classes.map((_, item) => `${item}`);
  const table = groupSources(classes, sources);
  let covered = 0;
  for (let seed = 0; seed < evaluations; seed++) {
    const random = new RandomStream(seed, "silhouettes");
    const values = classes.map((c) => (c % 7) / 10 + random.normal() / 4);
    const truth = sizes.reduce((sum, _, c) => sum + (c % 7) / 10, 0) / sizes.length;
    const compared = drawCompared({ classes, ids: sources }, seed, most)!;
    const fold = { itemRows: [...classes.keys()], compared };
    const own = comparedItems([fold], { table, classes, sources });
    const trainings = [sumBySource(own.table, compared.map((item) => values[item]!))];
    const quantity = { mean: "classes", values: "unbounded", seedList: "none", trainings } as const;
    const interval = intervalOf(bootstrap(own.table, [quantity], { resamples: 100, seed })[0]!);
    if (interval.low_fixed <= truth && truth <= interval.high_fixed) covered += 1;
  }
  return covered / evaluations;
}

Deno.test("intervals hold the truth where many classes are small, and where they are many", () => {
  const small = new Array<number>(40).fill(5);
  assert.ok(coverageOf([400, 300, ...small], 100) >= 0.85, "two large classes and 40 small ones");
  assert.ok(coverageOf(new Array(120).fill(4), 100) >= 0.85, "more classes than drawn items");
});
