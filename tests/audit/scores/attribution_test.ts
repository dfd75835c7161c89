import assert from "node:assert/strict";
import { attributeAll } from "../../../src/audit/scores/attribution.ts";
import type { ScoredArm } from "../../../src/audit/scores/scored_arm.ts";
import type { Arm } from "../../../src/audit/trainings/plan.ts";

/** Makes an arm with these resamples of its accuracy, for both estimands. */
function scored(arm: Arm, value: number, resamples: readonly number[]): ScoredArm {
  const all = Float64Array.from(resamples);
  const mean = { mean: value, low: 0, high: 1, low_fixed: 0, high_fixed: 1, per_seed: [value] };
  const measures = {
    pairs: 1,
    classes: 1,
    trainings: 1,
    accuracy: mean,
    balanced_top1: mean,
    top1: mean,
    top5: mean,
    per_class: {},
    map: mean,
  };
  return { arm, measures, balancedTop1: { value, theseClasses: all, classesLikeThese: all } };
}

/** Computes the attribution of arms of one pair of backbones. */
function attribute(arms: readonly ScoredArm[]) {
  const keyOf = (arm: Arm) => JSON.stringify([arm.randomText, arm.condition.kind]);
  const byKey = new Map(arms.map((one) => [keyOf(one.arm), one]));
  const [attribution] = attributeAll(
    { audio: [{ name: "a", baseline: undefined }], text: [{ name: "t" }] },
    {
      armOf: (arm) => byKey.get(keyOf(arm)),
      chance: { of: () => 0.1, isExact: true },
      isControlValid: true,
      samePairsOf: () => scored(arm("dirty"), 0.6, [0.6, 0.5, 0.7]).balancedTop1,
      withoutListedOf: () => undefined,
    },
  );
  return attribution!;
}

const arm = (kind: "dirty" | "clean", randomText = false): Arm => ({
  audio: "a",
  text: "t",
  randomText,
  condition: { kind },
});
const DIRTY = scored(arm("dirty"), 0.9, [0.8, 0.9, 1]);
const CLEAN = scored(arm("clean"), 0.4, [0.3, 0.4, 0.5]);

Deno.test("what codes reach beyond nine tenths of the rise is paired, resample by resample", () => {
  const { codes } = attribute([DIRTY, CLEAN, scored(arm("dirty", true), 0.85, [0.7, 0.85, 0.95])]);
  // (0.85 - 0.1) - 0.9 (0.9 - 0.1) = 0.03; by resample: -0.03, 0.03, 0.04.
  const { value, low, high, low_fixed } = codes!.over_nine_tenths;
  assert.ok(Math.abs(value - 0.03) < 1e-12);
  // Quantiles of three numbers at 2.5 % and 97.5 %, interpolated.
  assert.ok(Math.abs(low - (-0.03 + 0.05 * 0.06)) < 1e-12, `${low}`);
  assert.ok(Math.abs(high - (0.04 - 0.05 * 0.01)) < 1e-12, `${high}`);
  assert.equal(low_fixed, low);
  assert.equal(codes!.accuracy.value, 0.85);
});

Deno.test("codes that were not trained have no reach", () => {
  assert.equal(attribute([DIRTY, CLEAN]).codes, undefined);
});

Deno.test("the lead over audio alone on the same pairs is paired, resample by resample", () => {
  const { over_same_pairs: lead } = attribute([DIRTY, CLEAN]);
  assert.ok(Math.abs(lead!.value - 0.3) < 1e-12);
  // Differences 0.2, 0.4 and 0.3; a difference of interval ends would reach from 0.1 to 0.5.
  assert.ok(lead!.low >= 0.2 - 1e-12 && lead!.high <= 0.4 + 1e-12, JSON.stringify(lead));
});
