/**
 * Measures how well the classes of one embedding set are separated: every measure of separability, with intervals.
 * @module
 */
import { stepper, type WorkOptions } from "../../basics/progress.ts";
import type { Compute } from "../../compute/compute.ts";
import {
  bootstrap,
  type BootstrapOptions,
  type Quantity,
  untrainedQuantity,
} from "../../statistics/bootstrap.ts";
import { type Measured, measuredOf } from "../../statistics/measured.ts";
import { groupSources } from "../../statistics/sources.ts";
import { classifyByCentroids } from "./centroids.ts";
import type { SourcedItems } from "../labeled_vectors.ts";
import { classifyByNeighbors } from "./neighbors.ts";
import { cosineSilhouette, euclideanSilhouette } from "./silhouette.ts";

/** Numbers of neighbors that vote. */
export const NEIGHBORS = [1, 5] as const;

/** A leave-one-source-out classification. */
export interface MeasuredClassification {
  /** Mean over classes of the share of a class's items that are named correctly. */
  readonly balanced_top1: Measured;
  /** Share of items named correctly. */
  readonly top1: Measured;
}

/** One class. */
export interface ClassSeparability {
  /** Number of its items. */
  readonly items: number;
  /** Number of its sources. */
  readonly sources: number;
  /** Mean silhouette of its items, by cosine distance. */
  readonly silhouette_cosine: number;
  /** Mean silhouette of its items, by Euclidean distance. */
  readonly silhouette_euclidean: number;
  /** Share of its items that the nearest centroid names correctly. */
  readonly nearest_centroid: number;
  /** Share of its items that the k nearest items name correctly, by `k1` and so on. */
  readonly knn: Readonly<Record<string, number>>;
}

/** Every measure. Silhouettes are means over items, from -1 to 1. */
export interface Separability {
  /** By cosine distance, over all items. */
  readonly silhouette_cosine: Measured;
  /** By Euclidean distance, over all items. */
  readonly silhouette_euclidean: Measured;
  /** By the nearest centroid, with each item's source left out. */
  readonly nearest_centroid: MeasuredClassification;
  /** By the k nearest items of other sources, by `k1` and so on. */
  readonly knn: Readonly<Record<string, MeasuredClassification>>;
  /** Each class, by its number. */
  readonly classes: readonly ClassSeparability[];
}

/**
 * Measures how well the classes are separated.
 *
 * @param data the items and their sources; every class must have items
 * @param options the bootstrap's; progress counts 3 units
 * @throws {InputError} when vectors, classes and sources do not match, the items have fewer than 2 classes or
 * sources, or each item has a class of its own
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCpu } from "../../compute/cpu/cpu_compute.ts";
 * const compute = openCpu();
 * const values = Float32Array.of(1, 0, 1, 0.1, 0, 1, 0.1, 1);
 * const set = { rows: 4, columns: 2, values, classes: [0, 0, 1, 1], classCount: 2 };
 * const sources = ["a", "b", "c", "d"];
 * const { knn } = await measureSeparability(compute, { items: set, sources }, { resamples: 100, seed: 0 });
 * assert.equal(knn["k1"]!.balanced_top1.value, 1);
 * compute.close();
 * ```
 */
export async function measureSeparability(
  compute: Compute,
  { items: set, sources }: SourcedItems,
  options: BootstrapOptions & WorkOptions,
): Promise<Separability> {
  const step = stepper("measuring", 3, options);
  await step(0);
  const cosine = cosineSilhouette(set);
  const euclidean = await euclideanSilhouette(compute, set);
  await step(1);
  const centroids = classifyByCentroids({ items: set, sources });
  const neighbors = await classifyByNeighbors(compute, { items: set, sources }, { ks: NEIGHBORS });
  await step(2);

  const table = groupSources(set.classes, sources);
  const quantity = (mean: Quantity["mean"], perItem: ArrayLike<number>) =>
    untrainedQuantity(table, mean, perItem);
  const silhouette = (perItem: ArrayLike<number>) =>
    untrainedQuantity(table, "items", perItem, "unbounded");
  const classifications = [centroids, ...neighbors];
  const [first, second, ...accuracies] = bootstrap(table, [
    silhouette(cosine.perItem),
    silhouette(euclidean.perItem),
    ...classifications.flatMap(({ hits }) => [quantity("classes", hits), quantity("items", hits)]),
  ], options).map(measuredOf);
  await step(3);
  const accuracyOf = (at: number): MeasuredClassification => ({
    balanced_top1: accuracies[2 * at]!,
    top1: accuracies[2 * at + 1]!,
  });
  return {
    silhouette_cosine: first!,
    silhouette_euclidean: second!,
    nearest_centroid: accuracyOf(0),
    knn: byNeighbors((at) => accuracyOf(at + 1)),
    classes: countBy(set.classes, set.classCount).map((items, c) => ({
      items,
      sources: table.starts[c + 1]! - table.starts[c]!,
      silhouette_cosine: cosine.perClass[c]!,
      silhouette_euclidean: euclidean.perClass[c]!,
      nearest_centroid: centroids.perClass[c]!,
      knn: byNeighbors((at) => neighbors[at]!.perClass[c]!),
    })),
  };
}

function byNeighbors<Value>(valueOf: (at: number) => Value): Record<string, Value> {
  return Object.fromEntries(NEIGHBORS.map((k, at) => [`k${k}`, valueOf(at)]));
}

function countBy(classes: ArrayLike<number>, classCount: number): number[] {
  const counts = new Array<number>(classCount).fill(0);
  for (let item = 0; item < classes.length; item++) counts[classes[item]!]! += 1;
  return counts;
}
