/**
 * Accuracies of what was trained, from the outcomes of the cells.
 * @module
 */
import { bootstrap, type Estimate, type Quantity } from "../../statistics/bootstrap.ts";
import { intervalOf } from "../../statistics/intervals.ts";
import { classMeans, mean } from "../../statistics/means.ts";
import { sumBySource } from "../../statistics/sources.ts";
import type { CellOutcome } from "../trainings/run_training.ts";
import { placeItems } from "../trainings/fold_items.ts";
import type { Fold } from "../trainings/folds.ts";
import type { AuditInputs } from "../inputs/read_inputs.ts";
import { type Arm, isPermuted, keyOf } from "../trainings/plan.ts";
import type { Resampling } from "./resampling.ts";
import type { ConditionResult, MeanAccuracy } from "../results/results.ts";
import { promptSpread, selectionLeakage } from "./spreads.ts";

/** What one arm gave, and the resamples of its headline for differences with others. */
export interface ScoredArm {
  /** Which arm. */
  readonly arm: Arm;
  /** What `results.json` says of it. */
  readonly measures: Omit<ConditionResult, "audio" | "text" | "condition">;
  /** Balanced top-1. */
  readonly balancedTop1: Estimate;
}

/** Finds what an arm gave; nothing where it was not trained. */
export type ArmFinder = (arm: Arm) => ScoredArm | undefined;

/** For each training a value of each evaluation item, such as 1 for a hit, from the cells of all class folds. */
type Hits = Float64Array[];

/** The cells of one arm and what they named right. */
interface ArmHits {
  readonly cells: readonly CellOutcome[];
  readonly top1: Hits;
  readonly top5: Hits;
  readonly precisions: Hits;
}

/**
 * Scores every arm, in the order of the cells. All of them meet the same resamples.
 *
 * @param prompts templates of the labels' prompts
 */
export function scoreArms(
  outcomes: readonly CellOutcome[],
  inputs: AuditInputs,
  folds: readonly Fold[],
  prompts: readonly string[],
  resampling: Resampling,
): ScoredArm[] {
  const hitsOf = (cells: readonly CellOutcome[]) => ({
    cells,
    top1: gatherHits(cells, folds, inputs.items.length, ({ zeroShot }) => zeroShot.hits),
    top5: gatherHits(cells, folds, inputs.items.length, ({ zeroShot }) => zeroShot.top5Hits),
    precisions: gatherHits(cells, folds, inputs.items.length, ({ precisions }) => precisions),
  });
  const arms = [...Map.groupBy(outcomes, ({ cell }) => keyOf(cell)).values()].map(hitsOf);
  const { table, options } = resampling;
  const quantities = arms.flatMap((arm) => quantitiesOf(arm, resampling));
  // One call for all arms: drawing sources takes longer than the means over them.
  const estimates = bootstrap(table, quantities, options);
  const each = quantities.length / arms.length;
  return arms.map((arm, i) =>
    scoreArm(arm, estimates.slice(each * i, each * (i + 1)), inputs.labels, prompts, resampling)
  );
}

/** Finds scored arms by what they are. */
export function armFinder(scored: readonly ScoredArm[]): ArmFinder {
  const byKey = new Map(scored.map((one) => [keyOf(one.arm), one]));
  return (arm) => byKey.get(keyOf(arm));
}

function quantitiesOf(
  { cells, top1, top5, precisions }: ArmHits,
  { table }: Resampling,
): Quantity[] {
  // Trainings with the same seeds are resampled together; permutations are a list of their own.
  const seedList = isPermuted(cells[0]!.cell) ? "permutations" : "seeds";
  const quantity = (kind: Quantity["mean"], hits: Hits): Quantity => ({
    mean: kind,
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
  { cells, top1, top5, precisions }: ArmHits,
  [balanced, plain, five, average]: readonly Estimate[],
  labels: readonly string[],
  prompts: readonly string[],
  { classes }: Resampling,
): ScoredArm {
  const { audio, text, randomText, condition } = cells[0]!.cell;
  const byClass = (values: Hits) =>
    values.map((of) => classMeans(classes, of, labels.length).map(Number));
  const perClass = byClass(top1);
  const measures = {
    pairs: mean(cells.map(({ pairs }) => pairs)),
    classes: mean(cells.map(({ classes }) => classes)),
    trainings: condition === "untrained" ? 0 : cells.length,
    balanced_top1: meanAccuracy(balanced!, perClass.map(mean)),
    top1: meanAccuracy(plain!, top1.map(mean)),
    top5: meanAccuracy(five!, top5.map(mean)),
    per_class: Object.fromEntries(
      labels.map((label, i) => [label, mean(perClass.map((shares) => shares[i]!))]),
    ),
    mean_average_precision: meanAccuracy(average!, byClass(precisions).map(mean)),
    ...promptSpread(cells, prompts),
    ...selectionLeakage(cells),
  };
  return { arm: { audio, text, randomText, condition }, measures, balancedTop1: balanced! };
}

/** For each training the values of all evaluation items, gathered from the cells of its class folds. */
export function gatherHits(
  cells: readonly CellOutcome[],
  folds: readonly Fold[],
  items: number,
  valuesOf: (outcome: CellOutcome) => ArrayLike<number>,
): Hits {
  const trainings: Hits = [];
  for (const outcome of cells) {
    const { fold, rank } = outcome.cell;
    placeItems(trainings[rank] ??= new Float64Array(items), folds[fold]!, valuesOf(outcome));
  }
  return trainings;
}

function meanAccuracy(estimate: Estimate, perSeed: readonly number[]): MeanAccuracy {
  return { mean: estimate.value, ...intervalOf(estimate), per_seed: perSeed };
}
