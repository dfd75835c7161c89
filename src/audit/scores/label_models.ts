/**
 * Published models and label heads where sounds have several labels: macro mean average precision.
 * @module
 */
import { type Matrix, selectRows } from "../../basics/matrix.ts";
import type { Compute } from "../../compute/compute.ts";
import { cosinesOf } from "../../measures/multi_label/label_scores.ts";
import { spreadOf } from "../../measures/zero_shot/zero_shot_measures.ts";
import { type Measured, measuredOf } from "../../statistics/measured.ts";
import { mean } from "../../statistics/means.ts";
import { assignmentTest } from "../../statistics/permutation.ts";
import type { AuditEvaluation, AuditPublished } from "../inputs/shape.ts";
import { labelVectors } from "../inputs/label_prompts.ts";
import type { PublishedResult } from "../results/backbones.ts";
import { type Fold, withoutLabels } from "../trainings/folds.ts";
import {
  areasOf,
  rankByCentroids,
  type Ranking,
  rankingOf,
  tableOf,
} from "../trainings/ranking.ts";
import { byLabel, estimateLabels, joinFolds, labelsOf } from "./label_values.ts";
import type { Resampling } from "./resampling.ts";

/** Measures zero-shot ranking in each class fold, and centroids of the sounds alone. */
export async function measurePublishedLabels(
  compute: Compute,
  model: AuditPublished,
  { prompts }: Pick<AuditEvaluation, "prompts">,
  folds: readonly Fold[],
  resampling: Resampling,
): Promise<PublishedResult> {
  const rank = async (templates: readonly string[]) => {
    const rankings: Ranking[] = [];
    for (const { labels, ranked } of folds) {
      const sounds = selectRows(model.evaluation, ranked!.rows);
      const scores = await cosinesOf(compute, sounds, labelVectors(model, labels, templates));
      rankings.push(rankingOf(scores, ranked!));
    }
    return rankings;
  };
  const rankings = await rank(prompts);
  const values = joinFolds(rankings);
  const centroids = joinFolds(
    folds.map(({ ranked }) => rankByCentroids(selectRows(model.evaluation, ranked!.rows), ranked!)),
  );
  const [map, nearest] = estimateLabels(
    [values, centroids].map((one) => ({ trainings: [one], seedList: "no trainings" })),
    resampling,
  ).map(measuredOf);
  const singles: number[] = [];
  for (const template of prompts.length > 1 ? prompts : []) {
    singles.push(mean(joinFolds(await rank([template])).values));
  }
  const chance = chanceOfFolds(rankings);
  const labels = labelsOf(folds);
  return {
    name: model.name,
    balanced_top1: map!,
    chance,
    per_class: byLabel(labels, values),
    roc_auc: byLabel(labels, joinFolds(rankings.map(areasOf))),
    nearest_centroid: nearest!,
    permutation_p: assignmentTest(rankings.map(tableOf), resampling.options.seed, chance),
    ...(singles.length === 0 ? {} : { prompts: promptsOf(prompts, singles) }),
  };
}

function chanceOfFolds(rankings: readonly Ranking[]): number {
  const labels = rankings.reduce((sum, { values }) => sum + values.length, 0);
  return rankings.reduce((sum, { chance, values }) => sum + chance * values.length, 0) / labels;
}

function promptsOf(templates: readonly string[], maps: readonly number[]) {
  const { mean, sd } = spreadOf(maps);
  return {
    single: templates.map((prompt, at) => ({ prompt, balanced_top1: maps[at]! })),
    mean,
    sd,
  };
}

/**
 * Ranks the sounds by a label head: the score of a label is the largest logit of its columns. Only covered labels are
 * measured, in folds that have at least 2 of them.
 *
 * @param columns the head's columns of each covered label
 */
export function measureHeadLabels(
  logits: Matrix,
  columns: ReadonlyMap<string, readonly number[]>,
  folds: readonly Fold[],
  resampling: Resampling,
): { readonly balanced_top1: Measured; readonly chance: number } | undefined {
  const rankings = folds.flatMap((fold) => {
    const covered = withoutLabels(
      fold,
      new Set(fold.labels.filter((label) => !columns.has(label))),
    );
    if (covered.labels.length < 2) return [];
    const { rows } = covered.ranked!;
    const scores = rows.flatMap((row) =>
      covered.labels.map((label) =>
        Math.max(...columns.get(label)!.map((at) => logits.values[row * logits.columns + at]!))
      )
    );
    return [rankingOf(Float32Array.from(scores), covered.ranked!)];
  });
  if (rankings.length === 0) return undefined;
  const quantity = { trainings: [joinFolds(rankings)], seedList: "no trainings" };
  const [map] = estimateLabels([quantity], resampling);
  return { balanced_top1: measuredOf(map!), chance: chanceOfFolds(rankings) };
}
