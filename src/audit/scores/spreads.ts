/**
 * Measures how far an arm's accuracy depends on choices that must not be made by accuracy: the prompt and the step.
 * @module
 */
import { spreadOf } from "../../measures/zero_shot/zero_shot_measures.ts";
import type { TrainingOutcome } from "../trainings/run_training.ts";
import type { PromptAccuracies, SelectionLeakage } from "../results/results.ts";

/**
 * Returns the accuracy of each prompt alone; empty where labels have one prompt.
 *
 * @param outcomes the outcomes of one arm
 * @param templates the templates of the prompts
 */
export function promptSpread(
  outcomes: readonly TrainingOutcome[],
  templates: readonly string[],
): { prompts?: PromptAccuracies } {
  if (templates.length < 2) return {};
  const accuracies = templates.map((_, at) =>
    meanOverFolds(outcomes, ({ singlePrompts }) => singlePrompts[at]!)
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
 * Returns what choosing each training's step by the evaluation items would have added to its accuracy; empty where
 * accuracy was not measured during training. With class folds, each training of a fold chooses for itself.
 *
 * @param outcomes the outcomes of one arm
 */
export function selectionLeakage(
  outcomes: readonly TrainingOutcome[],
): { selection?: SelectionLeakage } {
  if (outcomes.every(({ looks }) => looks.length === 0)) return {};
  // Early stopping ends trainings at different steps, some before the first look;
  // a step is listed where all reached it.
  const steps = outcomes[0]!.looks.map(({ step }) => step)
    .filter((step) => outcomes.every(({ looks }) => looks.some((look) => look.step === step)));
  const at = (outcome: TrainingOutcome, step: number) =>
    outcome.looks.find((look) => look.step === step)!.balancedTop1;
  const chosen = meanOverFolds(outcomes, ({ zeroShot }) => zeroShot.balancedTop1);
  const best = meanOverFolds(
    outcomes,
    ({ looks, zeroShot }) =>
      Math.max(zeroShot.balancedTop1, ...looks.map(({ balancedTop1 }) => balancedTop1)),
  );
  return {
    selection: {
      steps,
      balanced_top1: steps.map((step) => meanOverFolds(outcomes, (outcome) => at(outcome, step))),
      best,
      chosen,
      leakage: best - chosen,
    },
  };
}

/** Returns the mean over trainings; class folds are weighted by their classes, as in balanced accuracy. */
function meanOverFolds(
  outcomes: readonly TrainingOutcome[],
  valueOf: (outcome: TrainingOutcome) => number,
): number {
  const weights = outcomes.map(({ zeroShot }) => zeroShot.perClass.length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return outcomes.reduce((sum, outcome, i) => sum + valueOf(outcome) * weights[i]!, 0) / total;
}
