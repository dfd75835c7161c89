import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { blocksOf, influences } from "../../../src/measures/multi_label/influences.ts";
import { averagePrecision, rankItems } from "../../../src/measures/multi_label/precisions.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { mean } from "../../../src/statistics/means.ts";
import { bootstrapLabels } from "../../../src/statistics/label_bootstrap.ts";

/** Average precision of items of unequal weights. */
function weighted(scores: readonly number[], own: ReadonlySet<number>, weights: Float64Array) {
  const sum = (items: readonly number[]) => items.reduce((total, i) => total + weights[i]!, 0);
  const right = [...own].filter((i) => weights[i]! > 0);
  const parts = right.map((item) => {
    const above = [...scores.keys()].filter((i) => scores[i]! >= scores[item]!);
    return weights[item]! * sum(above.filter((i) => own.has(i))) / sum(above);
  });
  return parts.reduce((total, part) => total + part, 0) / sum(right);
}

const item = fc.record({ score: fc.integer({ min: 0, max: 6 }), isRight: fc.boolean() });

Deno.test("influences are the derivatives with respect to the weights of sources", () => {
  fc.assert(fc.property(fc.array(item, { minLength: 2, maxLength: 12 }), (items) => {
    const own = [...items.keys()].filter((i) => items[i]!.isRight);
    fc.pre(own.length > 0);
    const scores = items.map(({ score }) => score);
    const blocks = blocksOf(items.map((_, i) => String(i % 3)), 0);
    const found = influences(rankItems(Float32Array.from(scores), 1, 0), own, blocks);
    for (let block = 0; block < blocks.blocks; block++) {
      const at = (by: number) =>
        weighted(
          scores,
          new Set(own),
          Float64Array.from(items, (_, i) => blocks.blockOf[i] === block ? 1 + by : 1),
        );
      const slope = (at(1e-5) - at(-1e-5)) / 2e-5;
      assert(Math.abs(found[block]! - slope) < 1e-7, `${found[block]} is not ${slope}`);
    }
  }));
});

Deno.test("resamples have the bootstrap's deviation without the bias of its copies", () => {
  const random = new RandomStream(3, "scores");
  const count = 60;
  const own = [...Array(count).keys()].filter((i) => i % 5 === 0);
  const scores = Array.from({ length: count }, (_, i) => random.normal() + (i % 5 === 0 ? 1 : 0));
  const ranked = rankItems(Float32Array.from(scores), 1, 0);
  const blocks = blocksOf(scores.map((_, i) => String(i)), 0);
  const training = {
    values: Float64Array.of(averagePrecision(ranked, own)),
    influences: influences(ranked, own, blocks),
  };
  const units = { labels: 1, blocks: count, sources: count };
  const options = { resamples: 4000, seed: 0 };
  const quantity = { trainings: [training], seedList: "seeds" };
  const { value, theseClasses } = bootstrapLabels([quantity], units, options)[0]!;
  const direct = Float64Array.from({ length: 1000 }, () => {
    const weights = new Float64Array(count);
    for (let i = 0; i < count; i++) weights[random.below(count)]! += 1;
    return weighted(scores, new Set(own), weights);
  });
  const deviation = (all: Float64Array) => {
    const center = mean(all);
    return Math.sqrt(mean(all.map((one) => (one - center) ** 2)));
  };
  assert(Math.abs(mean(theseClasses) - value) < 0.005);
  assert(mean(direct) - value > 0.01, `copies lift the mean by ${mean(direct) - value}`);
  const ratio = deviation(theseClasses) / deviation(direct);
  assert(0.85 < ratio && ratio < 1.25, `deviations differ by ${ratio}`);
});

Deno.test("sources of large evaluations are resampled in 200 blocks", () => {
  const sources = Array.from({ length: 1001 }, (_, i) => `${i >> 1}`);
  const { blockOf, blocks, sources: count } = blocksOf(sources, 0);
  assert.deepEqual([blocks, count], [200, 501]);
  assert.equal(blockOf[0], blockOf[1]);
  assert.equal(new Set(blockOf).size, 200);
});
