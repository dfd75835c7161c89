/**
 * Leave-one-source-out k-nearest-neighbor classification: how well items identify each other's classes.
 * Cover and Hart, "Nearest neighbor pattern classification" (1967).
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { selectRows } from "../../basics/matrix.ts";
import { type Compute, MOST_NEAREST, NO_ROW } from "../../compute/compute.ts";
import { moveMatrix } from "../../compute/place_matrix.ts";
import { assessClassification, type Classification } from "../classification.ts";
import {
  type LabeledVectors,
  requireLabeledVectors,
  type SourcedItems,
  unitRows,
} from "../labeled_vectors.ts";
import { numberSources } from "./left_out.ts";
import { differencesFromMean } from "./near_directions.ts";

/**
 * Classifies each item by the majority of its k nearest items (cosine) that come from other sources.
 *
 * Equally near items rank by lower number; classes with equally many votes by lower class number, as in
 * scikit-learn's `KNeighborsClassifier`. If fewer than k items come from other sources, all of them vote.
 *
 * @param compute the device for the similarities
 * @param data the items and their sources
 * @param options `ks` are the values of k, 1 to {@link MOST_NEAREST} each; `only` are the items to classify, among all;
 * by default all
 * @returns a classification for each k; of the items that were asked for, in their order
 * @throws {InputError} when the vectors do not fit their classes or sources, all come from one source, or a k is out of
 * range
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCpu } from "../../compute/cpu/cpu_compute.ts";
 * const compute = openCpu();
 * const values = Float32Array.of(1, 0, 1, 0.1, 0, 1, 0.1, 1);
 * const set = { rows: 4, columns: 2, values, classes: [0, 0, 1, 1], classCount: 2 };
 * const [alone] = await classifyByNeighbors(compute, { items: set, sources: ["a", "b", "c", "d"] }, { ks: [1] });
 * assert.equal(alone!.balancedTop1, 1);
 * const [left] = await classifyByNeighbors(compute, { items: set, sources: ["a", "a", "b", "b"] }, { ks: [1] });
 * assert.equal(left!.balancedTop1, 0);
 * compute.close();
 * ```
 */
export async function classifyByNeighbors(
  compute: Compute,
  { items: set, sources }: SourcedItems,
  { ks, only }: { readonly ks: readonly number[]; readonly only?: readonly number[] | undefined },
): Promise<Classification[]> {
  requireLabeledVectors(set);
  const { classes, classCount } = set;
  const sourceOf = numberSources(sources, classes.length);
  if (ks.length === 0) return [];
  if (!ks.every((k) => Number.isInteger(k) && k >= 1 && k <= MOST_NEAREST)) {
    throw new InputError(`k is ${ks.join(", ")}; expected integers from 1 to ${MOST_NEAREST}`);
  }
  const most = Math.min(Math.max(...ks), classes.length);
  const nearest = await nearestOfOtherSources(compute, set, sourceOf, most, only);
  const own = only ? only.map((item) => classes[item]!) : classes;
  const votes = Array.from(own, (_, query) => {
    const others = nearest.subarray(query * most, (query + 1) * most);
    return [...others].filter((other) => other !== NO_ROW).map((other) => classes[other]!);
  });
  return ks.map((k) => {
    const predicted = Uint32Array.from(votes, (nearest) => majority(nearest.slice(0, k)));
    return assessClassification(own, predicted, classCount);
  });
}

/** Finds the k nearest items of other sources of each item, or of some, nearest first: items × k. */
async function nearestOfOtherSources(
  compute: Compute,
  set: LabeledVectors,
  sourceOf: Uint32Array,
  k: number,
  only: readonly number[] | undefined,
): Promise<Uint32Array> {
  // Rows are scaled to length 1 in float64 first: float32 products overflow for values above about 1e18.
  const units = unitRows(set);
  const differences = differencesFromMean(set, units);
  const chosen = only && moveMatrix(compute, selectRows(units, only));
  const database = moveMatrix(compute, differences ?? units);
  const queries = chosen ?? (differences ? moveMatrix(compute, units) : database);
  const sources = compute.indices(1, set.rows, sourceOf);
  const own = only
    ? compute.indices(1, only.length, Uint32Array.from(only, (item) => sourceOf[item]!))
    : sources;
  const scores = compute.tensor(queries.rows, k);
  const rows = compute.indices(queries.rows, k, new Uint32Array(queries.rows * k));
  const groups = { queries: own, database: sources };
  try {
    compute.nearestRows({ queries, database, metric: "inner-product", scores, rows, groups });
    return await compute.readIndices(rows);
  } finally {
    const others = [...(queries === database ? [] : [queries]), ...(only ? [own] : [])];
    compute.release(database, sources, scores, rows, ...others);
  }
}

/** Finds the most frequent class; of equally frequent ones, the lowest. */
function majority(votes: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return Math.min(...votes.filter((vote) => counts.get(vote) === most));
}
