/**
 * The shape of the spread over prompts in `results.json`.
 * @module
 */

/** Balanced top-1 of each prompt alone, as means over trainings. The headline uses the ensemble of all prompts. */
export interface PromptAccuracies {
  /** Each prompt's template and accuracy. */
  readonly single: readonly {
    /** The template. */
    readonly prompt: string;
    /** The audit's measure with it alone. */
    readonly balanced_top1: number;
  }[];
  /** Mean of these accuracies. */
  readonly mean: number;
  /** Their standard deviation, with n - 1. */
  readonly sd: number;
}
