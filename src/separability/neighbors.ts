/**
 * Leave-one-source-out k-nearest-neighbour classification: how well items name each other.
 * Cover and Hart, "Nearest neighbor pattern classification" (1967).
 * @module
 */
import { InputError } from "../basics/errors.ts";
import type { Compute } from "../compute/compute.ts";
import { assessClassification, type Classification } from "../evaluation/classification.ts";
import { type LabeledVectors, requireLabeledVectors, unitRows } from "./labeled_vectors.ts";
import { numberSources } from "./left_out.ts";
import { visitProducts } from "./pairwise.ts";

/**
 * Classifies each item by the majority of its k nearest items (cosine) that come from other sources.
 *
 * Equally near items rank by lower number; classes with equally many votes by lower class number, as in
 * scikit-learn's `KNeighborsClassifier`. Where fewer than k items come from other sources, all of them vote.
 *
 * @param compute the device for the similarities
 * @param set the items
 * @param sources source of each item; an item without one is its own source
 * @param ks the values of k, each at least 1
 * @returns a classification for each k
 * @throws {InputError} when the vectors do not fit their classes or sources, or all come from one source
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCpu } from "../compute/cpu/cpu_compute.ts";
 * const compute = openCpu();
 * const values = Float32Array.of(1, 0, 1, 0.1, 0, 1, 0.1, 1);
 * const set = { values, dim: 2, classes: [0, 0, 1, 1], classCount: 2 };
 * const [alone] = await classifyByNeighbors(compute, set, ["a", "b", "c", "d"], [1]);
 * assert.equal(alone!.balancedTop1, 1);
 * const [left] = await classifyByNeighbors(compute, set, ["a", "a", "b", "b"], [1]);
 * assert.equal(left!.balancedTop1, 0);
 * compute.close();
 * ```
 */
export async function classifyByNeighbors(
  compute: Compute,
  set: LabeledVectors,
  sources: readonly (string | undefined)[],
  ks: readonly number[],
): Promise<Classification[]> {
  requireLabeledVectors(set);
  const { values, dim, classes, classCount } = set;
  const sourceOf = numberSources(sources, classes.length);
  if (!ks.every((k) => Number.isInteger(k) && k >= 1)) {
    throw new InputError(`k is ${ks.join(", ")}; expected integers of at least 1`);
  }
  const predicted = ks.map(() => new Uint32Array(classes.length));
  await visitProducts(compute, unitRows(values, dim), dim, (item, products) => {
    const nearest = nearestOthers(products, sourceOf, item, Math.max(...ks));
    const votes = nearest.map((other) => classes[other]!);
    ks.forEach((k, at) => predicted[at]![item] = majority(votes.slice(0, k)));
  });
  return predicted.map((each) => assessClassification(classes, each, classCount));
}

/** The k nearest items of other sources, nearest first. */
function nearestOthers(
  similarities: Float32Array,
  sourceOf: Uint32Array,
  item: number,
  k: number,
): number[] {
  const nearest: number[] = [];
  for (let other = 0; other < similarities.length; other++) {
    if (sourceOf[other] === sourceOf[item]) continue;
    const similarity = similarities[other]!;
    let place = nearest.length;
    while (place > 0 && similarities[nearest[place - 1]!]! < similarity) place--;
    if (place === k) continue;
    nearest.splice(place, 0, other);
    if (nearest.length > k) nearest.pop();
  }
  return nearest;
}

/** The most frequent class; among equally frequent ones the lowest. */
function majority(votes: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return Math.min(...votes.filter((vote) => counts.get(vote) === most));
}
