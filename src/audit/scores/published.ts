/**
 * Evaluates published models' own shared spaces, without training a projector.
 * @module
 */
import type { Compute } from "../../compute/compute.ts";
import { spreadOf } from "../../measures/zero_shot/zero_shot_measures.ts";
import { classifyZeroShot } from "../../measures/zero_shot/zero_shot.ts";
import { classifyByCentroids } from "../../measures/separability/centroids.ts";
import { placeMatrix } from "../../compute/place_matrix.ts";
import { bootstrap, type Quantity, untrainedQuantity } from "../../statistics/bootstrap.ts";
import { classMeans, mean } from "../../statistics/means.ts";
import { assignmentTest, type NamingRates } from "../../statistics/permutation.ts";
import { measuredOf } from "../../statistics/measured.ts";
import type { PublishedResult } from "../results/backbones.ts";
import type { PromptAccuracies } from "../results/prompts.ts";
import { type Fold, foldVectors, placeItems } from "../trainings/folds.ts";
import type { AuditEvaluation, AuditPublished } from "../inputs/shape.ts";
import { namingRates } from "./assignments.ts";
import { labelVectors } from "../inputs/label_prompts.ts";
import type { Resampling } from "./resampling.ts";

/** Measures zero-shot classification in each class fold, and nearest centroids of the sounds alone. */
export async function measurePublished(
  compute: Compute,
  model: AuditPublished,
  { labels, prompts }: Pick<AuditEvaluation, "labels" | "prompts">,
  folds: readonly Fold[],
  { classes, table, options }: Resampling,
): Promise<PublishedResult> {
  const perItem = () => new Float64Array(classes.length);
  const [hits, top5Hits, centroidHits] = [perItem(), perItem(), perItem()];
  const templates = prompts.length > 1 ? prompts : [];
  const singleHits = templates.map(perItem);
  const rates: NamingRates[] = [];
  for (const fold of folds) {
    const set = foldVectors(fold, model.evaluation);
    const sounds = placeMatrix(compute, set);
    const classify = async (prompts: readonly string[]) => {
      const labelRows = placeMatrix(compute, labelVectors(model, fold.labels, prompts));
      try {
        return await classifyZeroShot(compute, {
          items: sounds,
          labels: labelRows,
          classes: set.classes,
        });
      } finally {
        compute.release(labelRows);
      }
    };
    try {
      const zeroShot = await classify(prompts);
      rates.push(namingRates([zeroShot]));
      placeItems(hits, fold, zeroShot.hits);
      placeItems(top5Hits, fold, zeroShot.top5Hits);
      for (const [at, template] of templates.entries()) {
        placeItems(singleHits[at]!, fold, (await classify([template])).hits);
      }
    } finally {
      compute.release(sounds);
    }
    placeItems(centroidHits, fold, classifyByCentroids({ items: set, sources: fold.sources }).hits);
  }
  const quantity = (mean: Quantity["mean"], values: Float64Array) =>
    untrainedQuantity(table, mean, values);
  const [balanced, top1, top5, centroid] = bootstrap(table, [
    quantity("classes", hits),
    quantity("items", hits),
    quantity("items", top5Hits),
    quantity("classes", centroidHits),
  ], options).map(measuredOf);
  const perClassOf = (hits: Float64Array) => classMeans(classes, hits, labels.length).map(Number);
  const accuraciesOf = (each: readonly Float64Array[]) => each.map((one) => mean(perClassOf(one)));
  const perClass = perClassOf(hits);
  return {
    name: model.name,
    balanced_top1: balanced!,
    top1: top1!,
    top5: top5!,
    per_class: Object.fromEntries(labels.map((label, i) => [label, perClass[i]!])),
    nearest_centroid: centroid!,
    permutation_p: assignmentTest(rates, options.seed),
    ...(templates.length === 0 ? {} : { prompts: promptsOf(templates, accuraciesOf(singleHits)) }),
  };
}

function promptsOf(
  templates: readonly string[],
  accuracies: readonly number[],
): PromptAccuracies {
  const { mean, sd } = spreadOf(accuracies);
  const single = templates.map((prompt, at) => ({ prompt, balanced_top1: accuracies[at]! }));
  return { single, mean, sd };
}
