/**
 * Measures how well a text backbone separates the evaluation's labels.
 * @module
 */
import type { Compute } from "../../compute/compute.ts";
import { ensembleOf } from "../../measures/zero_shot/ensembles.ts";
import { nearestOthers } from "../../measures/nearest_others.ts";
import { cosineSilhouette, euclideanSilhouette } from "../../measures/separability/silhouette.ts";
import type { BootstrapOptions } from "../../statistics/bootstrap.ts";
import { mean } from "../../statistics/means.ts";
import type { Fold } from "../trainings/folds.ts";
import type { AuditText } from "../inputs/shape.ts";
import { promptVectors } from "../inputs/label_prompts.ts";
import { meanOverClasses } from "./resampling.ts";
import type { SpaceSeparability } from "../results/spaces.ts";

/** A text backbone's space. */
export interface TextSpace {
  /** How well it separates the labels, each within its class fold. */
  readonly separability: SpaceSeparability & { readonly text: string };
  /** Cosine similarity of each label's text, or ensemble, to the nearest other label's of its class fold. */
  readonly nearest: ReadonlyMap<string, number>;
}

/** Measures a text backbone on the prompts of each class fold's labels. */
export async function measureTextSpace(
  compute: Compute,
  text: AuditText,
  folds: readonly Fold[],
  templates: readonly string[],
  options: BootstrapOptions,
): Promise<TextSpace> {
  const nearest = new Map<string, number>();
  const [cosine, euclidean]: [number[], number[]] = [[], []];
  for (const { labels } of folds) {
    const prompts = promptVectors(text, labels, templates);
    const similarities = nearestOthers(ensembleOf(prompts));
    labels.forEach((label, i) => nearest.set(label, similarities[i]!));
    if (templates.length === 1) continue;
    cosine.push(...ofLabels(cosineSilhouette(prompts).perClass));
    euclidean.push(...ofLabels((await euclideanSilhouette(compute, prompts)).perClass));
  }
  const silhouettes = templates.length === 1 ? {} : {
    silhouette_cosine: meanOverClasses([cosine], "unbounded", "no trainings", options),
    silhouette_euclidean: meanOverClasses([euclidean], "unbounded", "no trainings", options),
  };
  return {
    separability: {
      space: "text backbone",
      text: text.name,
      items: templates.length * nearest.size,
      ...silhouettes,
      nearest_text: mean([...nearest.values()]),
    },
    nearest,
  };
}

/** Converts silhouettes of labels; every label has prompts, so none is undefined. */
function ofLabels(perClass: readonly (number | undefined)[]): number[] {
  return perClass.map(Number);
}
