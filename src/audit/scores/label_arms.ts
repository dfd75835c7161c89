/**
 * Scores arms where items have several labels: by macro mean average precision.
 * @module
 */
import type { Estimate } from "../../statistics/bootstrap.ts";
import { intervalOf } from "../../statistics/intervals.ts";
import type { LabelValues } from "../../statistics/label_bootstrap.ts";
import { mean } from "../../statistics/means.ts";
import { assignmentTest } from "../../statistics/permutation.ts";
import { isDirtyOrClean, isPermuted } from "../trainings/plan.ts";
import { areasOf, chancesOf, tableOf } from "../trainings/ranking.ts";
import type { TrainingOutcome } from "../trainings/run_training.ts";
import { byLabel, estimateLabels, gatherLabels, meanValues } from "./label_values.ts";
import type { Resampling } from "./resampling.ts";
import { type ScoredArm, trainingsKey } from "./scored_arm.ts";

/** What the labels of an arm give. */
export interface LabelScored extends Pick<ScoredArm, "balancedTop1" | "chance"> {
  /** Its measures. */
  readonly measures: Pick<
    ScoredArm["measures"],
    "accuracy" | "balanced_top1" | "map" | "chance" | "per_class" | "roc_auc" | "permutation_p"
  >;
}

/**
 * Scores every arm. All have the same resamples.
 *
 * @param arms the outcomes of each arm
 * @param labels the labels of all class folds, fold after fold
 */
export function scoreLabelArms(
  arms: readonly (readonly TrainingOutcome[])[],
  labels: readonly string[],
  resampling: Resampling,
): LabelScored[] {
  const keys = arms.map(trainingsKey);
  // Arms that have the same trainings have the same estimates, so that their difference is exactly nothing.
  const distinct = [...new Set(keys)].map((key) => arms[keys.indexOf(key)]!);
  const seedListOf = ([first]: readonly TrainingOutcome[]) =>
    isPermuted(first!.training) ? "permutations" : "seeds";
  const gathered = distinct.map((outcomes) => gatherLabels(outcomes));
  const estimates = estimateLabels(
    distinct.flatMap((outcomes, i) => {
      const seedList = seedListOf(outcomes);
      return [
        { trainings: gathered[i]!, seedList },
        { trainings: gatherLabels(outcomes, ({ ranking }) => chancesOf(ranking!)), seedList },
      ];
    }),
    resampling,
  );
  const scored = distinct.map((outcomes, i) => {
    const [map, chance] = [estimates[2 * i]!, withoutRange(estimates[2 * i + 1]!)];
    return scoreArm(outcomes, gathered[i]!, { map, chance }, labels, resampling);
  });
  const byKey = new Map(distinct.map((outcomes, i) => [trainingsKey(outcomes), scored[i]!]));
  return keys.map((key) => byKey.get(key)!);
}

function scoreArm(
  outcomes: readonly TrainingOutcome[],
  trainings: readonly LabelValues[],
  { map: estimate, chance }: Readonly<Record<"map" | "chance", Estimate>>,
  labels: readonly string[],
  { options }: Resampling,
): LabelScored {
  const perSeed = trainings.map(({ values }) => mean(values));
  const map = { mean: estimate.value, ...intervalOf(estimate), per_seed: perSeed };
  return {
    balancedTop1: estimate,
    chance,
    measures: {
      accuracy: map,
      balanced_top1: map,
      map,
      chance: chance.value,
      per_class: byLabel(labels, meanValues(trainings)),
      roc_auc: byLabel(
        labels,
        meanValues(gatherLabels(outcomes, ({ ranking }) => areasOf(ranking!))),
      ),
      // A permuted assignment of random codes or shuffled texts would be as good as theirs.
      ...(isDirtyOrClean(outcomes[0]!.training)
        ? { permutation_p: labelAssignmentP(outcomes, options.seed) }
        : {}),
    },
  };
}

/** Chance stays what it is whatever the average precisions are: only what is above it has ends. */
export function withoutRange(chance: Estimate): Estimate {
  const { value, bounds } = chance;
  return {
    ...chance,
    bounds: { ...bounds!, none: value, all: value, least: value, most: value },
  };
}

/**
 * Returns chance: the mean over permutations of the texts among the labels, with the same scores, within class folds. It
 * is the mean over labels and trainings.
 */
export function chanceOf(outcomes: readonly TrainingOutcome[]): number {
  const weights = outcomes.map(({ ranking }) => ranking!.values.length);
  const sum = outcomes.reduce((sum, { ranking }, i) => sum + ranking!.chance * weights[i]!, 0);
  return sum / weights.reduce((total, weight) => total + weight, 0);
}

/**
 * Returns the p-value of an arm: the same trained projectors are asked with the texts exchanged among the labels, with
 * one permutation for all seeds.
 */
export function labelAssignmentP(outcomes: readonly TrainingOutcome[], seed: number): number {
  const folds = Map.groupBy(outcomes, ({ training }) => training.fold).values();
  return assignmentTest(
    Array.from(folds, (own) => {
      const tables = own.map(({ ranking }) => tableOf(ranking!));
      return tables[0]!.map((row, label) =>
        row.map((_, text) => mean(tables.map((table) => table[label]![text]!)))
      );
    }),
    seed,
    chanceOf(outcomes),
  );
}
