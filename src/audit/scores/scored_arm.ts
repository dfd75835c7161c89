/**
 * The scores of arms, and how they are found.
 * @module
 */
import type { Estimate } from "../../statistics/bootstrap.ts";
import type { ConditionResult } from "../results/results.ts";
import { type Arm, armKey } from "../trainings/plan.ts";
import type { TrainingOutcome } from "../trainings/run_training.ts";

/** The measures of one arm, and the resamples of its headline for differences from other arms. */
export interface ScoredArm {
  /** The arm. */
  readonly arm: Arm;
  /** Its measures for `results.json`. */
  readonly measures: Omit<ConditionResult, "audio" | "text" | "condition">;
  /** The headline: balanced top-1, or macro mean average precision where items have several labels. */
  readonly balancedTop1: Estimate;
  /** What it is by chance, where that depends on the trainings: where items have several labels. */
  readonly chance?: Estimate;
}

/** Finds the scores of an arm; undefined where it was not trained. */
export type ArmFinder = (arm: Arm) => ScoredArm | undefined;

/** Returns a text that arms have in common where their trainings are the same. */
export function trainingsKey(outcomes: readonly TrainingOutcome[]): string {
  const { audio, text, randomText } = outcomes[0]!.training;
  return JSON.stringify([audio, text, randomText, outcomes.map(({ trained }) => trained)]);
}

/** Makes a function that finds the scores of an arm. */
export function armFinder(scored: readonly ScoredArm[]): ArmFinder {
  const byKey = new Map(scored.map((one) => [armKey(one.arm), one]));
  return (arm) => byKey.get(armKey(arm));
}
