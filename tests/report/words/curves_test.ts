import assert from "node:assert/strict";
import { wordsOf } from "../../../src/audit/results/measure_names.ts";
import type { DiversityCurve, LeakDoseCurve } from "../../../src/audit/results/results.ts";
import { diversityFinding, leakDoseFinding, percent } from "../../../src/report/words/curves.ts";
import { accuracy, interval, madeResults } from "../made_results.ts";

const DIVERSITY = madeResults().diversity[0]!;
const WORDS = wordsOf("balanced_top1");

function rising(value: number, low: number, high: number): DiversityCurve {
  return { ...DIVERSITY, rise: { from_classes: 20, value, ...interval(low, high) } };
}

function doses(...means: readonly (readonly [number, number])[]): LeakDoseCurve {
  const points = means.map(([dose, mean]) => ({
    dose,
    pairs: 300 + 100 * dose,
    balanced_top1: accuracy(mean, mean - 0.05, mean + 0.05),
  }));
  return { audio: "a", text: "t", points };
}

Deno.test("the change of clean accuracy with training classes is stated, with both intervals", () => {
  assert.equal(
    diversityFinding(rising(0.08, -0.02, 0.18), WORDS),
    "From 20 to 45 training classes clean accuracy changes by 0.08 [−0.02, 0.18], for these " +
      "classes [0.04, 0.12].",
  );
  const { rise: _, ...none } = DIVERSITY;
  assert.equal(diversityFinding(none, WORDS), undefined);
});

Deno.test("a leak-dose curve is stated by its ends and its least dose", () => {
  const curve = doses([0, 0.5], [0.02, 0.6], [0.1, 0.72], [0.5, 0.9], [1, 0.9]);
  assert.equal(
    leakDoseFinding(curve),
    "None of the flagged pairs gives 0.50, 2 % of them (2) 0.60, all of them 0.90.",
  );
});

Deno.test("a curve of two points or without an end is not put into words", () => {
  for (
    const curve of [
      doses([0, 0.5], [1, 0.52]),
      doses([0.1, 0.5], [0.5, 0.6], [1, 0.9]),
      doses([0, 0.5], [0.2, 0.6], [0.5, 0.9]),
    ]
  ) assert.equal(leakDoseFinding(curve), undefined);
});

Deno.test("shares are written in percent", () => {
  assert.deepEqual([0.02, 0.125, 1].map(percent), ["2 %", "12.5 %", "100 %"]);
});
