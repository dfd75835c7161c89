/**
 * Correlates the accuracy of a class with how well its sounds are separated, and how near its text is to another's.
 * @module
 */
import type { BootstrapOptions } from "../../statistics/bootstrap.ts";
import { associate, type Association } from "../../statistics/spearman.ts";
import type { Matrix } from "../../basics/matrix.ts";
import type { LabeledVectors } from "../labeled_vectors.ts";
import { nearestOthers } from "../nearest_others.ts";
import { cosineSilhouette } from "../separability/silhouette.ts";

/** Rank correlations of the accuracy of classes, and the values that it is correlated with. */
export interface ClassAssociations {
  /** With the mean cosine silhouette of the class's items. */
  readonly silhouette: Association;
  /** With the cosine similarity of the label's text to the nearest other label's. */
  readonly nearest_text: Association;
  /** The silhouette of each label; undefined for a label without items. */
  readonly silhouettes: readonly (number | undefined)[];
  /** The similarity of each label's text to the nearest other label's. */
  readonly similarities: readonly number[];
}

/**
 * Correlates the accuracy of classes with silhouette and text similarity.
 *
 * @param items the items and their labels
 * @param texts one row for the text, or ensemble, of each label
 * @param accuracies the accuracy of each label; undefined for a label without items
 * @returns undefined if there is no silhouette: with fewer than 2 classes with items, or as many classes as items
 *
 * @example Classes that keep apart better are named better:
 * ```ts
 * import assert from "node:assert/strict";
 * const values = Float32Array.of(1, 0, 1, 0, 0, 1, 0.2, 1, -1, 0.3, -1, -1);
 * const items = { rows: 6, columns: 2, values, classes: [0, 0, 1, 1, 2, 2], classCount: 3 };
 * const texts = { rows: 3, columns: 2, values: Float32Array.of(1, 0, 0, 1, -1, 0) };
 * const options = { resamples: 100, seed: 0 };
 * const { silhouette } = associateClasses(items, texts, [1, 0.9, 0.5], options)!;
 * assert.equal(silhouette.spearman, 1);
 * ```
 */
export function associateClasses(
  items: LabeledVectors,
  texts: Matrix,
  accuracies: readonly (number | undefined)[],
  options: BootstrapOptions,
): ClassAssociations | undefined {
  const present = accuracies.flatMap((accuracy, label) => accuracy === undefined ? [] : [label]);
  if (present.length < 2 || present.length === items.classes.length) return undefined;
  const { perClass: silhouettes } = cosineSilhouette(items);
  const similarities = [...nearestOthers(texts)];
  const own = present.map((label) => accuracies[label]!);
  return {
    silhouette: associate(own, present.map((label) => silhouettes[label]!), options),
    nearest_text: associate(own, present.map((label) => similarities[label]!), options),
    silhouettes,
    similarities,
  };
}
