import assert from "node:assert/strict";
import type { TrainingOutcome } from "../../../src/audit/trainings/run_training.ts";
import { promptSpread, selectionLeakage } from "../../../src/audit/scores/spreads.ts";

/** Makes the outcome of a training with this number of classes, as far as spreads need it. */
function outcome(
  classes: number,
  balancedTop1: number,
  rest: Pick<TrainingOutcome, "looks"> | Pick<TrainingOutcome, "singlePrompts">,
): TrainingOutcome {
  const zeroShot = { balancedTop1, perClass: new Array(classes).fill(balancedTop1) };
  return { zeroShot, looks: [], singlePrompts: [], ...rest } as unknown as TrainingOutcome;
}

const looks = (...accuracies: number[]) => ({
  looks: accuracies.map((balancedTop1, i) => ({ step: 10 * (i + 1), balancedTop1 })),
});

Deno.test("selection leakage is the lead of each training's best step over the one kept", () => {
  const { selection } = selectionLeakage([
    outcome(2, 0.5, looks(0.2, 0.9, 0.5)),
    outcome(2, 0.7, looks(0.4, 0.5, 0.7)),
  ]);
  assert.ok(selection);
  assert.deepEqual(selection.steps, [10, 20, 30]);
  assert.ok(Math.abs(selection.best - 0.8) < 1e-12);
  assert.ok(Math.abs(selection.chosen - 0.6) < 1e-12);
  assert.ok(Math.abs(selection.leakage - 0.2) < 1e-12);
  assert.ok(Math.abs(selection.balanced_top1[1]! - 0.7) < 1e-12);
});

Deno.test("a step that early stopping kept between two looks counts among them", () => {
  const { selection } = selectionLeakage([outcome(2, 0.8, looks(0.2, 0.3))]);
  assert.equal(selection?.leakage, 0);
});

Deno.test("a training that early stopping ended before the first look leaks nothing", () => {
  const { selection } = selectionLeakage([outcome(2, 0.5, looks()), outcome(2, 0.7, looks(0.9))]);
  assert.ok(selection);
  assert.deepEqual([selection.steps, selection.balanced_top1], [[], []]);
  assert.ok(Math.abs(selection.leakage - 0.1) < 1e-12);
});

Deno.test("class folds are weighted by their classes", () => {
  const { selection } = selectionLeakage([outcome(3, 1, looks(1)), outcome(1, 0, looks(0))]);
  assert.equal(selection?.chosen, 0.75);
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
