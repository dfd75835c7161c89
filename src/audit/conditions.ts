/**
 * Accuracies of the conditions, from the outcomes of their cells.
 * @module
 */
import { bootstrap, type Estimate, type Quantity } from "../statistics/bootstrap.ts";
import { intervalOf } from "../statistics/intervals.ts";
import { classMeans, mean } from "../statistics/means.ts";
import { sumBySource } from "../statistics/sources.ts";
import type { CellOutcome } from "./cell.ts";
import type { Fold } from "./folds.ts";
import type { AuditInputs } from "./inputs.ts";
import type { Resampling } from "./resampling.ts";
import type { Condition, ConditionResult, MeanAccuracy } from "./results.ts";

/** A condition's result, and the resamples of its headline for differences with others. */
export interface ScoredCondition {
  /** What `results.json` says of it. */
  readonly result: ConditionResult;
  /** Balanced top-1. */
  readonly balancedTop1: Estimate;
}

/** For each training, 1 or 0 for each evaluation item, from the cells of all class folds. */
type Hits = Float64Array[];

/** Scores every audio × text × condition, in the order of the cells. */
export function scoreConditions(
  outcomes: readonly CellOutcome[],
  inputs: AuditInputs,
  folds: readonly Fold[],
  resampling: Resampling,
): ScoredCondition[] {
  const groups = Map.groupBy(
    outcomes,
    ({ cell: { audio, text, condition } }) => JSON.stringify([audio, text, condition]),
  );
  return Array.from(groups.values(), (cells) => scoreCondition(cells, inputs, folds, resampling));
}

function scoreCondition(
  cells: readonly CellOutcome[],
  inputs: AuditInputs,
  folds: readonly Fold[],
  { classes, table, options }: Resampling,
): ScoredCondition {
  const { audio, text, condition } = cells[0]!.cell;
  const top1 = gatherHits(cells, folds, inputs.items.length, ({ zeroShot }) => zeroShot.hits);
  const top5 = gatherHits(cells, folds, inputs.items.length, ({ zeroShot }) => zeroShot.top5Hits);
  const quantity = (kind: Quantity["mean"], hits: Hits): Quantity => ({
    mean: kind,
    seedList: seedListOf(condition),
    trainings: hits.map((each) => sumBySource(table, each)),
  });
  const [balanced, plain, five] = bootstrap(table, [
    quantity("classes", top1),
    quantity("items", top1),
    quantity("items", top5),
  ], options);
  const perClass = top1.map((hits) => classMeans(classes, hits, inputs.labels.length).map(Number));
  const result = {
    audio,
    text,
    condition,
    pairs: mean(cells.map(({ pairs }) => pairs)),
    classes: mean(cells.map(({ classes }) => classes)),
    trainings: condition === "untrained" ? 0 : cells.length,
    balanced_top1: meanAccuracy(balanced!, perClass.map(mean)),
    top1: meanAccuracy(plain!, top1.map(mean)),
    top5: meanAccuracy(five!, top5.map(mean)),
    per_class: Object.fromEntries(
      inputs.labels.map((label, i) => [label, mean(perClass.map((shares) => shares[i]!))]),
    ),
  };
  return { result, balancedTop1: balanced! };
}

/** Trainings with the same seeds are resampled together; permutations are a list of their own. */
function seedListOf(condition: Condition): string {
  return condition === "shuffled" ? "permutations" : "seeds";
}

function gatherHits(
  cells: readonly CellOutcome[],
  folds: readonly Fold[],
  items: number,
  hitsOf: (outcome: CellOutcome) => Uint8Array,
): Hits {
  const trainings: Hits = [];
  for (const outcome of cells) {
    const { fold, rank } = outcome.cell;
    const hits = trainings[rank] ??= new Float64Array(items);
    hitsOf(outcome).forEach((hit, i) => hits[folds[fold]!.itemRows[i]!] = hit);
  }
  return trainings;
}

function meanAccuracy(estimate: Estimate, perSeed: readonly number[]): MeanAccuracy {
  return { mean: estimate.value, ...intervalOf(estimate), per_seed: perSeed };
}
