/**
 * Scores arms where items have one label each.
 * @module
 */
import { bootstrap, type Estimate, type Quantity } from "../../statistics/bootstrap.ts";
import { intervalOf } from "../../statistics/intervals.ts";
import { classMeans, mean } from "../../statistics/means.ts";
import { sumBySource } from "../../statistics/sources.ts";
import type { AuditEvaluation } from "../inputs/shape.ts";
import type { MeanAccuracy } from "../results/results.ts";
import type { Fold } from "../trainings/folds.ts";
import { isDirtyOrClean, isPermuted } from "../trainings/plan.ts";
import type { TrainingOutcome } from "../trainings/run_training.ts";
import { assignmentPOf } from "./assignments.ts";
import type { Resampling } from "./resampling.ts";
import { type ScoredArm, trainingsKey } from "./scored_arm.ts";

/** Values of every evaluation item, such as 1 for a hit, for each rank of seeds, from all class folds. */
type Hits = Float64Array[];

/** The trainings of one arm and their hits. */
interface ArmHits {
  readonly outcomes: readonly TrainingOutcome[];
  readonly top1: Hits;
  readonly top5: Hits;
  readonly precisions: Hits;
}

/** What the classes of an arm give. */
export interface ClassScored extends Pick<ScoredArm, "balancedTop1"> {
  /** Its measures. */
  readonly measures: Omit<
    ScoredArm["measures"],
    "pairs" | "classes" | "trainings" | "prompts" | "selection"
  >;
}

/** Scores arms of items that have one label each. */
export function scoreClassArms(
  outcomesOf: readonly (readonly TrainingOutcome[])[],
  { items, labels }: AuditEvaluation,
  folds: readonly Fold[],
  resampling: Resampling,
): ClassScored[] {
  const armHits = (own: readonly TrainingOutcome[]) => ({
    outcomes: own,
    top1: gatherHits(own, folds, items.length, ({ zeroShot }) => zeroShot!.hits),
    top5: gatherHits(own, folds, items.length, ({ zeroShot }) => zeroShot!.top5Hits),
    precisions: gatherHits(own, folds, items.length, ({ precisions }) => precisions!),
  });
  const arms = outcomesOf.map(armHits);
  const { table, options } = resampling;
  const quantities = arms.flatMap((arm) => accuracyQuantities(arm, resampling));
  // One call covers all arms, since drawing sources takes longer than the means over them.
  const estimates = bootstrap(table, quantities, options);
  const each = quantities.length / arms.length;
  // Arms that have the same trainings have the same estimates, so that their difference is exactly nothing.
  const first = new Map<string, number>();
  return arms.map((arm, i) => {
    const key = trainingsKey(arm.outcomes);
    if (!first.has(key)) first.set(key, i);
    const at = each * first.get(key)!;
    return scoreArm(arm, estimates.slice(at, at + each), labels, resampling);
  });
}

function accuracyQuantities(
  { outcomes, top1, top5, precisions }: ArmHits,
  { table }: Resampling,
): Quantity[] {
  // Trainings with the same seeds are resampled together; permutations are a separate list.
  const seedList = isPermuted(outcomes[0]!.training) ? "permutations" : "seeds";
  const quantity = (kind: Quantity["mean"], hits: Hits): Quantity => ({
    mean: kind,
    values: "shares",
    seedList,
    trainings: hits.map((each) => sumBySource(table, each)),
  });
  return [
    quantity("classes", top1),
    quantity("items", top1),
    quantity("items", top5),
    quantity("classes", precisions),
  ];
}

function scoreArm(
  { outcomes, top1, top5, precisions }: ArmHits,
  [balanced, plain, five, average]: readonly Estimate[],
  labels: readonly string[],
  { classes, options }: Resampling,
): ClassScored {
  const byClass = (values: Hits) =>
    values.map((of) => classMeans(classes, of, labels.length).map(Number));
  const perClass = byClass(top1);
  const measures = {
    accuracy: meanAccuracy(balanced!, perClass.map(mean)),
    balanced_top1: meanAccuracy(balanced!, perClass.map(mean)),
    top1: meanAccuracy(plain!, top1.map(mean)),
    top5: meanAccuracy(five!, top5.map(mean)),
    per_class: Object.fromEntries(
      labels.map((label, i) => [label, mean(perClass.map((shares) => shares[i]!))]),
    ),
    map: meanAccuracy(average!, byClass(precisions).map(mean)),
    // A permuted assignment of random codes or shuffled texts would be as good as theirs.
    ...(isDirtyOrClean(outcomes[0]!.training)
      ? { permutation_p: assignmentPOf(outcomes, options.seed) }
      : {}),
  };
  return { measures, balancedTop1: balanced! };
}

/**
 * Gathers the values of all evaluation items for each rank of seeds, from the trainings of all class folds. Where a seed
 * has several draws of a control pool, a value is the mean over them.
 */
export function gatherHits(
  outcomes: readonly TrainingOutcome[],
  folds: readonly Pick<Fold, "itemRows">[],
  items: number,
  valuesOf: (outcome: TrainingOutcome) => ArrayLike<number>,
): Hits {
  const hits: Hits = [];
  const draws = 1 + Math.max(...outcomes.map(({ training }) => training.draw));
  for (const outcome of outcomes) {
    const { fold, rank } = outcome.training;
    const values = valuesOf(outcome);
    const all = hits[rank] ??= new Float64Array(items);
    folds[fold]!.itemRows.forEach((row, i) => all[row]! += values[i]! / draws);
  }
  return hits;
}

function meanAccuracy(estimate: Estimate, perSeed: readonly number[]): MeanAccuracy {
  return { mean: estimate.value, ...intervalOf(estimate), per_seed: perSeed };
}
