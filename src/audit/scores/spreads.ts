/**
 * How far an arm's accuracy depends on choices that nobody should make by it: the prompt, and the step.
 * @module
 */
import { spreadOf } from "../../measures/zero_shot/zero_shot_measures.ts";
import type { CellOutcome } from "../trainings/run_training.ts";
import type { PromptAccuracies, SelectionLeakage } from "../results/results.ts";

/**
 * The accuracy of each prompt alone; nothing where labels have one.
 *
 * @param cells of one arm
 * @param templates of the prompts
 */
export function promptSpread(
  cells: readonly CellOutcome[],
  templates: readonly string[],
): { prompts?: PromptAccuracies } {
  if (templates.length < 2) return {};
  const accuracies = templates.map((_, at) =>
    meanOverFolds(cells, (cell) => cell.singlePrompts[at]!)
  );
  const { mean, sd } = spreadOf(accuracies);
  return {
    prompts: {
      single: templates.map((prompt, at) => ({ prompt, balanced_top1: accuracies[at]! })),
      mean,
      sd,
    },
  };
}

/**
 * What choosing each training's step by the evaluation items would have added to its accuracy; nothing where nobody
 * looked. With class folds each training of a fold chooses for itself.
 *
 * @param cells of one arm
 */
export function selectionLeakage(
  cells: readonly CellOutcome[],
): { selection?: SelectionLeakage } {
  if (cells.every(({ looks }) => looks.length === 0)) return {};
  // Early stopping ends trainings at different steps, some before the first look:
  // a step is shown where all came to it.
  const steps = cells[0]!.looks.map(({ step }) => step)
    .filter((step) => cells.every(({ looks }) => looks.some((look) => look.step === step)));
  const at = (cell: CellOutcome, step: number) =>
    cell.looks.find((look) => look.step === step)!.balancedTop1;
  const chosen = meanOverFolds(cells, ({ zeroShot }) => zeroShot.balancedTop1);
  const best = meanOverFolds(
    cells,
    ({ looks, zeroShot }) =>
      Math.max(zeroShot.balancedTop1, ...looks.map(({ balancedTop1 }) => balancedTop1)),
  );
  return {
    selection: {
      steps,
      balanced_top1: steps.map((step) => meanOverFolds(cells, (cell) => at(cell, step))),
      best,
      chosen,
      leakage: best - chosen,
    },
  };
}

/** The mean over trainings; class folds count by their classes, as they do in balanced accuracy. */
function meanOverFolds(
  cells: readonly CellOutcome[],
  valueOf: (cell: CellOutcome) => number,
): number {
  const weights = cells.map(({ zeroShot }) => zeroShot.perClass.length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return cells.reduce((sum, cell, i) => sum + valueOf(cell) * weights[i]!, 0) / total;
}
