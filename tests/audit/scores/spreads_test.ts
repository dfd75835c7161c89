import assert from "node:assert/strict";
import type { TrainingOutcome } from "../../../src/audit/trainings/run_training.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { promptSpread, selectionLeakage } from "../../../src/audit/scores/spreads.ts";

/** Makes the outcome of a training of a seed with this number of classes, as far as spreads need it. */
function outcome(
  classes: number,
  balancedTop1: number,
  rest: Pick<TrainingOutcome, "looks"> | Pick<TrainingOutcome, "singlePrompts">,
  rank = 0,
): TrainingOutcome {
  const zeroShot = { balancedTop1, perClass: new Array(classes).fill(balancedTop1) };
  const made = { training: { rank }, zeroShot, looks: [], singlePrompts: [], ...rest };
  return made as unknown as TrainingOutcome;
}

function near(actual: number | readonly number[], expected: number | readonly number[]): void {
  const [found, wanted] = [[actual].flat(), [expected].flat()];
  assert.equal(found.length, wanted.length);
  found.forEach((value, i) => assert.ok(Math.abs(value - wanted[i]!) < 1e-12, `${value}`));
}

const looks = (...accuracies: number[]) => ({
  looks: accuracies.map((balancedTop1, i) => ({ step: 10 * (i + 1), balancedTop1 })),
});

Deno.test("selection leakage is the lead of each seed's best step over the one kept", () => {
  const { selection } = selectionLeakage([
    outcome(2, 0.5, looks(0.2, 0.9, 0.5), 0),
    outcome(2, 0.7, looks(0.4, 0.5, 0.7), 1),
  ]);
  assert.ok(selection);
  assert.deepEqual(selection.steps, [10, 20, 30]);
  near([selection.best, selection.chosen, selection.leakage], [0.8, 0.6, 0.2]);
  near(selection.balanced_top1, [0.3, 0.7, 0.6]);
});

Deno.test("one step serves all class folds of a seed", () => {
  // Seed 0: means over folds 0.4, 0.5 and 0.3; each fold's own maximum would give (0.8 + 0.6) / 2. Seed 1: 0.7, 0.2, 0.5.
  const { selection } = selectionLeakage([
    outcome(2, 0.2, looks(0.8, 0.4, 0.2), 0),
    outcome(2, 0.5, looks(0.6, 0.1, 0.5), 1),
    outcome(2, 0.4, looks(0, 0.6, 0.4), 0),
    outcome(2, 0.5, looks(0.8, 0.3, 0.5), 1),
  ]);
  assert.ok(selection);
  near([selection.best, selection.chosen, selection.leakage], [0.6, 0.4, 0.2]);
  near(selection.balanced_top1, [0.55, 0.35, 0.4]);
});

Deno.test("a step that early stopping kept between two looks counts among them", () => {
  const { selection } = selectionLeakage([outcome(2, 0.8, looks(0.2, 0.3))]);
  assert.equal(selection?.leakage, 0);
});

Deno.test("a training that early stopping ended keeps its last value at later steps", () => {
  // Means over folds: (0.2 + 0.4) / 2, (0.6 + 0.3) / 2, (0.6 + 0.8) / 2; kept: (0.5 + 0.4) / 2.
  const { selection } = selectionLeakage([
    outcome(2, 0.5, looks(0.2, 0.6)),
    outcome(2, 0.4, looks(0.4, 0.3, 0.8)),
  ]);
  assert.ok(selection);
  assert.deepEqual(selection.steps, [10, 20, 30]);
  near(selection.balanced_top1, [0.3, 0.45, 0.7]);
  near([selection.best, selection.chosen], [0.7, 0.45]);
});

Deno.test("a training that early stopping ended before the first look keeps its result", () => {
  const { selection } = selectionLeakage([outcome(2, 0.5, looks()), outcome(2, 0.7, looks(0.9))]);
  assert.ok(selection);
  assert.deepEqual(selection.steps, [10]);
  near(selection.balanced_top1, [0.7]);
  near([selection.best, selection.chosen, selection.leakage], [0.7, 0.6, 0.1]);
});

Deno.test("class folds are weighted by their classes", () => {
  const { selection } = selectionLeakage([outcome(3, 1, looks(1)), outcome(1, 0, looks(0))]);
  assert.equal(selection?.chosen, 0.75);
  // The folds' means are (3 · 0 + 1) / 4 and (3 · 0.5 + 0) / 4.
  const uneven = [outcome(3, 0, looks(0, 0.5, 0)), outcome(1, 0, looks(1, 0, 0))];
  assert.equal(selectionLeakage(uneven).selection?.best, 0.375);
});

Deno.test("noise counts as selection less, the more class folds share the step", () => {
  // Ten looks that differ by normal noise of deviation s are led by their largest by 1.5388 s over any one of them
  // (the expected largest of ten normal numbers); the mean of n folds has the deviation s / √n. With s = 0.041 a choice
  // for each training would count 0.063.
  const [noise, largestOfTen] = [0.041, 1.5388];
  const random = new RandomStream(1, "looks");
  for (const folds of [1, 6, 18]) {
    const simulated = Array.from({ length: 400 }, () => {
      const outcomes = Array.from({ length: 5 * folds }, (_, i) => {
        const accuracies = Array.from({ length: 10 }, () => 0.2 + noise * random.normal());
        return outcome(9, accuracies.at(-1)!, looks(...accuracies), i % 5);
      });
      return selectionLeakage(outcomes).selection!.leakage;
    });
    const found = simulated.reduce((sum, one) => sum + one, 0) / simulated.length;
    const expected = largestOfTen * noise / Math.sqrt(folds);
    assert.ok(Math.abs(found / expected - 1) < 0.05, `${folds} folds: ${found}, not ${expected}`);
  }
});

Deno.test("without looks there is no selection leakage", () => {
  assert.deepEqual(selectionLeakage([outcome(2, 0.5, { looks: [] })]), {});
});

Deno.test("the spread of prompts is over prompts, of means over trainings", () => {
  const outcomes = [
    outcome(2, 0, { singlePrompts: [0.2, 0.6] }),
    outcome(2, 0, { singlePrompts: [0.4, 0.8] }),
  ];
  const { prompts } = promptSpread(outcomes, ["{label}", "a {label}"]);
  assert.deepEqual(prompts?.single.map(({ prompt }) => prompt), ["{label}", "a {label}"]);
  assert.ok(Math.abs(prompts!.mean - 0.5) < 1e-12);
  assert.ok(Math.abs(prompts!.sd - 0.4 / Math.SQRT2) < 1e-12);
  assert.deepEqual(promptSpread(outcomes, ["{label}"]), {});
});
