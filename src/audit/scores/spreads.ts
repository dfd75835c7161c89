/**
 * Measures how far an arm's accuracy depends on choices that must not be made by accuracy: the prompt and the step.
 * @module
 */
import { mean } from "../../statistics/means.ts";
import { spreadOf } from "../../measures/zero_shot/zero_shot_measures.ts";
import { headlineOf, labelCountOf, type TrainingOutcome } from "../trainings/run_training.ts";
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
  const { mean: center, sd } = spreadOf(accuracies);
  return {
    prompts: {
      single: templates.map((prompt, at) => ({ prompt, balanced_top1: accuracies[at]! })),
      mean: center,
      sd,
    },
  };
}

/**
 * Returns what choosing the step by the evaluation items would have added to an arm's accuracy; empty where accuracy was
 * not measured during training. One step is chosen for each seed, the same for all class folds, by the mean accuracy over
 * folds: a choice for each training of a fold would count the noise of its few items as selection.
 *
 * @param outcomes the outcomes of one arm
 */
export function selectionLeakage(
  outcomes: readonly TrainingOutcome[],
): { selection?: SelectionLeakage } {
  const steps = [...new Set(outcomes.flatMap(({ looks }) => looks.map(({ step }) => step)))]
    .sort((a, b) => a - b);
  if (steps.length === 0) return {};
  const seeds = [...Map.groupBy(outcomes, ({ training: { rank } }) => rank).values()];
  const chosen = seeds.map((own) => meanOverFolds(own, headlineOf));
  const curves = seeds.map((own) =>
    steps.map((step) => meanOverFolds(own, (outcome) => accuracyAt(outcome, step)))
  );
  // The step that was chosen properly is one of those to choose from: early stopping can keep one between two looks.
  const best = mean(curves.map((curve, seed) => Math.max(chosen[seed]!, ...curve)));
  return {
    selection: {
      steps,
      balanced_top1: steps.map((_, at) => mean(curves.map((curve) => curve[at]!))),
      best,
      chosen: mean(chosen),
      leakage: best - mean(chosen),
    },
  };
}

/**
 * Returns the accuracy after a step. A training that early stopping had ended by then keeps its last value: that of its
 * last look, or that of its result where it ended before the first.
 */
function accuracyAt(outcome: TrainingOutcome, step: number): number {
  const look = outcome.looks.findLast((look) => look.step <= step);
  return look?.balancedTop1 ?? headlineOf(outcome);
}

/** Returns the mean over trainings; class folds are weighted by their classes, as in balanced accuracy. */
function meanOverFolds(
  outcomes: readonly TrainingOutcome[],
  valueOf: (outcome: TrainingOutcome) => number,
): number {
  const weights = outcomes.map(labelCountOf);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return outcomes.reduce((sum, outcome, i) => sum + valueOf(outcome) * weights[i]!, 0) / total;
}
