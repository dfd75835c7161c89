import assert from "node:assert/strict";
import { measureCoverage } from "../../../src/audit/scores/covered_labels.ts";
import { chanceOf, scoreLabelArms } from "../../../src/audit/scores/label_arms.ts";
import { gatherLabels, joinFolds, onlyLabels } from "../../../src/audit/scores/label_values.ts";
import { resamplingOf } from "../../../src/audit/scores/resampling.ts";
import { withoutListed } from "../../../src/audit/scores/without_listed.ts";
import { makeFolds, withoutLabels } from "../../../src/audit/trainings/folds.ts";
import type { Arm } from "../../../src/audit/trainings/plan.ts";
import type { RankedSounds } from "../../../src/audit/trainings/ranked_sounds.ts";
import { rankingOf } from "../../../src/audit/trainings/ranking.ts";
import type { TrainingOutcome } from "../../../src/audit/trainings/run_training.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { difference, intervalOf } from "../../../src/statistics/intervals.ts";
import { mean } from "../../../src/statistics/means.ts";

const LABELS = ["cat", "dog", "hen", "owl", "pig", "rat"];
/** Twenty sounds of one or two labels each. */
const ITEMS = Array.from(
  { length: 20 },
  (_, i) =>
    [...new Set([i % 6, (5 * i + 1 + Math.floor(i / 6)) % 6])].map((label) => ({
      id: `${i}`,
      label: LABELS[label]!,
      source: `${i >> 1}`,
    })),
).flat();
const EVALUATION = {
  items: ITEMS,
  labels: LABELS,
  labelSet: { name: "labels", labels: LABELS.map((label) => ({ label })) },
  prompts: ["{label}"],
  severalLabels: true,
} as const;
const RESAMPLING = resamplingOf({ bootstrap: 100, seeds: [0] }, EVALUATION);
const CLEAN = { audio: "a", text: "t", randomText: false, condition: { kind: "clean" } } as const;

/** Scores of sounds that know a part of the truth. */
function scoresOf({ rows, itemsOf }: RankedSounds, seed: number, signal: number): Float32Array {
  const random = new RandomStream(seed, "made scores");
  const own = itemsOf.map((items) => new Set(items));
  return Float32Array.from(
    rows.flatMap((_, sound) =>
      own.map((items) => random.normal() + (items.has(sound) ? signal : 0))
    ),
  );
}

function outcomeOf(
  ranked: RankedSounds,
  { fold = 0, rank = 0, draw = 0, signal = 1, arm = CLEAN as Arm, trained = "" },
): TrainingOutcome {
  return {
    training: { ...arm, fold, seed: rank, rank, draw },
    trained: trained || `${fold} ${rank} ${draw} ${signal}`,
    pairs: 10,
    classes: 4,
    ranking: rankingOf(scoresOf(ranked, 10 * fold + rank + draw, signal), ranked),
    singlePrompts: [],
    looks: [],
  };
}

Deno.test("arms have the mean over labels and trainings, and equal trainings equal estimates", () => {
  const folds = makeFolds(EVALUATION, [], 2);
  const outcomes = (signal: number) =>
    [0, 1].flatMap((fold) =>
      [0, 1].map((rank) => outcomeOf(folds[fold]!.ranked!, { fold, rank, signal }))
    );
  const labels = folds.flatMap(({ labels }) => labels);
  const [one, same, other] = scoreLabelArms(
    [outcomes(3), outcomes(3), outcomes(0)],
    labels,
    RESAMPLING,
  );
  const values = outcomes(3).map(({ ranking }) => ranking!.macroMap);
  assert(Math.abs(one!.measures.map.mean - mean(values)) < 1e-12);
  assert.equal(same!.balancedTop1, one!.balancedTop1);
  assert.deepEqual(Object.keys(one!.measures.per_class), LABELS);
  // Of 36 assignments within two folds of three labels, none but the true one is as good.
  assert.equal(one!.measures.permutation_p, 2 / 37);
  assert(other!.measures.permutation_p! > 0.1, `p ${other!.measures.permutation_p}`);
  assert(one!.measures.accuracy.low_fixed > other!.measures.accuracy.mean);
  const chances = outcomes(0).map(({ ranking }) => ranking!.chance);
  assert(Math.abs(other!.chance!.value - mean(chances)) < 1e-12);
  // Chance of labels differs as they are drawn; what it is over chance keeps to what that can be.
  const lead = difference(one!.balancedTop1, one!.chance!);
  const { value } = one!.chance!;
  assert.deepEqual([lead.bounds!.least, lead.bounds!.most], [-value, 1 - value]);
  const { low, high } = intervalOf(lead);
  assert(low < lead.value && lead.value < high && high <= 1 - value + 1e-9);
});

Deno.test("draws of a control are averaged, and folds joined with their derivatives", () => {
  const folds = makeFolds(EVALUATION, [], 2);
  const draws = [0, 1].map((draw) => outcomeOf(folds[0]!.ranked!, { draw }));
  const other = outcomeOf(folds[1]!.ranked!, { fold: 1 });
  const [values, ...none] = gatherLabels([...draws, other]);
  assert.deepEqual(none, []);
  const [first, second] = draws.map(({ ranking }) => ranking!);
  assert.equal(values!.values[1], (first!.values[1]! + second!.values[1]!) / 2);
  assert.equal(values!.values[4], other.ranking!.values[1]);
  assert.equal(values!.influences[6 * 2 + 4], other.ranking!.influences[3 * 2 + 1]);
  const again = onlyLabels(joinFolds([first!, other.ranking!]), [3, 4, 5]);
  assert.deepEqual(again.values, other.ranking!.values);
  assert.deepEqual(again.influences, other.ranking!.influences);
});

Deno.test("covered labels are compared with the others by mean average precision", () => {
  const folds = makeFolds(EVALUATION, [], 1);
  const outcome = outcomeOf(folds[0]!.ranked!, {});
  const covered = new Map([["a", ["cat", "owl"]]]);
  const [found] = measureCoverage([outcome], EVALUATION, covered, folds, RESAMPLING);
  const { values } = outcome.ranking!;
  assert(Math.abs(found!.covered!.value - (values[0]! + values[3]!) / 2) < 1e-12);
  const others = [1, 2, 4, 5].map((label) => values[label]!);
  assert(Math.abs(found!.uncovered!.value - mean(others)) < 1e-12);
});

Deno.test("transfer without listed topics is that of the labels that are left, over their own chance", () => {
  const [fold] = makeFolds(EVALUATION, [], 1);
  const left = withoutLabels(fold!, new Set(["cat"]));
  assert.deepEqual(left.ranked!.rows, fold!.ranked!.rows);
  assert.deepEqual(left.ranked!.itemsOf, fold!.ranked!.itemsOf.slice(1));
  const outcomes = [0, 1].map((rank) => outcomeOf(left.ranked!, { rank, signal: 3 }));
  const retest = {
    audio: "a",
    text: "t",
    topics: ["kitten"],
    labels: ["cat"],
    folds: [left],
    isPossible: true,
  };
  const again = withoutListed(retest, outcomes, RESAMPLING);
  assert("chance" in again);
  assert(Math.abs(again.chance - chanceOf(outcomes)) < 1e-12);
  const value = mean(outcomes.map(({ ranking }) => ranking!.macroMap)) - again.chance;
  assert(Math.abs(again.value - value) < 1e-12);
  assert(again.permutation_p <= 0.025 && again.value > 0.2, `p ${again.permutation_p}`);
});
