import assert from "node:assert/strict";
import { RandomStream } from "../../../src/basics/random.ts";
import { blocksOf } from "../../../src/measures/multi_label/influences.ts";
import { scoreLabels } from "../../../src/measures/multi_label/label_scores.ts";
import { membershipsOf } from "../../../src/measures/multi_label/precisions.ts";
import { bootstrapLabels } from "../../../src/statistics/label_bootstrap.ts";
import { intervalOf } from "../../../src/statistics/intervals.ts";
import { mean } from "../../../src/statistics/means.ts";

const LABELS = 6;
const SOUNDS = 40;

/** Draws recordings of two sounds with the same one to three labels, and scores that know nothing of them. */
function drawEvaluation(random: RandomStream) {
  const labelsOf: number[][] = [];
  while (labelsOf.length < SOUNDS) {
    const all = random.shuffled([...Array(LABELS).keys()]);
    const own = all.slice(0, 1 + random.below(3));
    labelsOf.push(own, own);
  }
  const scores = Float32Array.from({ length: SOUNDS * LABELS }, () => random.normal());
  const blocks = blocksOf(labelsOf.map((_, i) => String(i >> 1)), 0);
  return { ...scoreLabels(scores, membershipsOf(labelsOf, LABELS), blocks), blocks };
}

Deno.test("95 % intervals hold what unrelated texts have by chance in at least 92 % of evaluations", () => {
  const random = new RandomStream(1, "simulated evaluations");
  const drawn = Array.from({ length: 300 }, () => drawEvaluation(random));
  const truth = mean(drawn.map(({ values }) => mean(values)));
  const [fixed, alike] = [{ hits: 0 }, { hits: 0 }];
  const judged = drawn.slice(0, 100).filter(({ labels }) => labels.length === LABELS);
  judged.forEach((one, seed) => {
    const quantity = { trainings: [one], seedList: "no trainings" };
    const options = { resamples: 200, seed };
    const [estimate] = bootstrapLabels([quantity], { ...one.blocks, labels: LABELS }, options);
    const { low, high, low_fixed, high_fixed } = intervalOf(estimate!);
    if (low_fixed <= truth && truth <= high_fixed) fixed.hits++;
    if (low <= truth && truth <= high) alike.hits++;
  });
  for (const { hits } of [fixed, alike]) {
    assert(hits >= 0.92 * judged.length, `${hits} of ${judged.length}`);
  }
});
