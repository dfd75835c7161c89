/**
 * Computes the accuracies of arms from the outcomes of their trainings.
 * @module
 */
import { mean } from "../../statistics/means.ts";
import type { AuditEvaluation } from "../inputs/shape.ts";
import type { Fold } from "../trainings/folds.ts";
import { armKey } from "../trainings/plan.ts";
import type { TrainingOutcome } from "../trainings/run_training.ts";
import { scoreClassArms } from "./class_arms.ts";
import { scoreLabelArms } from "./label_arms.ts";
import { labelsOf } from "./label_values.ts";
import type { Resampling } from "./resampling.ts";
import type { ScoredArm } from "./scored_arm.ts";
import { promptSpread, selectionLeakage } from "./spreads.ts";

/** Scores every arm, in the order of the trainings. All arms use the same resamples. */
export function scoreArms(
  outcomes: readonly TrainingOutcome[],
  evaluation: AuditEvaluation,
  folds: readonly Fold[],
  resampling: Resampling,
): ScoredArm[] {
  const { prompts } = evaluation;
  const arms = [...Map.groupBy(outcomes, ({ training }) => armKey(training)).values()];
  const scored = evaluation.severalLabels
    ? scoreLabelArms(arms, labelsOf(folds), resampling)
    : scoreClassArms(arms, evaluation, folds, resampling);
  return arms.map((own, i) => {
    const { audio, text, randomText, condition } = own[0]!.training;
    const { measures, ...rest } = scored[i]!;
    return {
      arm: { audio, text, randomText, condition },
      ...rest,
      measures: {
        pairs: mean(own.map(({ pairs }) => pairs)),
        classes: mean(own.map(({ classes }) => classes)),
        trainings: condition.kind === "untrained"
          ? 0
          : new Set(own.map(({ trained }) => trained)).size,
        ...measures,
        ...promptSpread(own, prompts),
        ...selectionLeakage(own),
      },
    };
  });
}
