/**
 * The silhouette: how much nearer items lie to their own class than to the nearest other one.
 * Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis" (1987), as
 * scikit-learn's `silhouette_samples` computes it.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { type Matrix, matrixOf, selectRows } from "../../basics/matrix.ts";
import type { Compute } from "../../compute/compute.ts";
import { moveMatrix } from "../../compute/place_matrix.ts";
import { classMeans, mean } from "../../statistics/means.ts";
import { type LabeledVectors, requireLabeledVectors } from "../labeled_vectors.ts";
import { CosineDistances } from "./cosine_distances.ts";

/** Silhouettes, -1 to 1; of the items that were asked for, in their order. */
export interface Silhouette {
  /** The mean over items. */
  readonly mean: number;
  /** The mean over the items of each class; undefined for a class without items. */
  readonly perClass: readonly (number | undefined)[];
  /**
   * (b - a) / max(a, b) of each item: a is the mean distance to the others of its class, b that to the nearest other
   * class.
   */
  readonly perItem: Float64Array;
}

/**
 * Computes the silhouette by cosine distance (1 - cosine similarity).
 *
 * The mean distance to a class needs only the mean of its unit vectors, so this takes items × classes products instead
 * of items × items. An item that is alone in its class has silhouette 0.
 *
 * @throws {InputError} when the vectors do not match their classes, the items have fewer than 2 classes, or each item
 * has a class of its own
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const values = Float32Array.of(1, 0, 2, 0, 0, 1, 0, 3);
 * const set = { rows: 4, columns: 2, values, classes: [0, 0, 1, 1], classCount: 2 };
 * assert.equal(cosineSilhouette(set).mean, 1);
 * ```
 */
export function cosineSilhouette(set: LabeledVectors): Silhouette {
  const counts = countClasses(set);
  const cosines = new CosineDistances(set);
  const distances = new Float64Array(set.classCount);
  const perItem = Float64Array.from(set.classes, (own, item) => {
    cosines.sumsOf(item, distances);
    return silhouetteOf(distances, counts, own);
  });
  return silhouetteMeans(set, perItem);
}

/**
 * Computes the silhouette by Euclidean distance.
 *
 * The distances are computed and summed on the device, in memory for items × classes sums and one block of pairs.
 *
 * @param options `only` are the items whose silhouettes are computed, among all; by default all
 * @throws {InputError} as {@link cosineSilhouette}
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCpu } from "../../compute/cpu/cpu_compute.ts";
 * const compute = openCpu();
 * const values = Float32Array.of(0, 1, 9, 10);
 * const set = { rows: 4, columns: 1, values, classes: [0, 0, 1, 1], classCount: 2 };
 * const { perItem } = await euclideanSilhouette(compute, set);
 * assert(Math.abs(perItem[0]! - (9.5 - 1) / 9.5) < 1e-6);
 * compute.close();
 * ```
 */
export async function euclideanSilhouette(
  compute: Compute,
  set: LabeledVectors,
  { only }: { readonly only?: readonly number[] | undefined } = {},
): Promise<Silhouette> {
  const counts = countClasses(set);
  const { classes, classCount } = set;
  const order = Array.from(classes, (_, item) => item).sort((a, b) => classes[a]! - classes[b]!);
  const starts = new Uint32Array(classCount + 1);
  counts.forEach((count, c) => starts[c + 1] = starts[c]! + count);
  const rows = scaledRows(set, order);
  const place = only && placesIn(order);
  const queries = place && selectRows(rows, only.map((item) => place[item]!));
  const sums = await sumDistances(compute, rows, starts, queries);

  const perItem = new Float64Array((only ?? order).length);
  (only ?? order).forEach((item, row) => {
    const distances = sums.subarray(row * classCount, (row + 1) * classCount);
    perItem[only ? row : item] = silhouetteOf(distances, counts, classes[item]!);
  });
  const own = only ? only.map((item) => classes[item]!) : classes;
  return silhouetteMeans({ classes: own, classCount }, perItem);
}

/** The place of each item in an order of all. */
function placesIn(order: readonly number[]): Uint32Array {
  const places = new Uint32Array(order.length);
  order.forEach((item, place) => places[item] = place);
  return places;
}

/** Sums the distances of each row, or query, to the rows of each class: rows × classes. */
async function sumDistances(
  compute: Compute,
  rows: Matrix,
  classStarts: Uint32Array,
  others: Matrix | undefined,
): Promise<Float32Array> {
  const x = moveMatrix(compute, rows);
  const queries = others && moveMatrix(compute, others);
  const starts = compute.indices(1, classStarts.length, classStarts);
  const sums = compute.tensor((queries ?? x).rows, classStarts.length - 1);
  try {
    compute.distanceSums({ x, starts, sums, ...(queries ? { queries } : {}) });
    return await compute.read(sums);
  } finally {
    compute.release(x, starts, sums, ...(queries ? [queries] : []));
  }
}

function countClasses(set: LabeledVectors): Uint32Array {
  requireLabeledVectors(set);
  const counts = new Uint32Array(set.classCount);
  for (let item = 0; item < set.classes.length; item++) counts[set.classes[item]!]! += 1;
  const present = counts.filter((count) => count > 0).length;
  if (present < 2 || present === set.classes.length) {
    throw new InputError(
      `${set.classes.length} items of ${present} classes have no silhouette; ` +
        "expected at least 2 classes and fewer than items",
    );
  }
  return counts;
}

function silhouetteOf(
  distances: Float32Array | Float64Array,
  counts: Uint32Array,
  own: number,
): number {
  if (counts[own] === 1) return 0;
  const within = distances[own]! / (counts[own]! - 1);
  let nearest = Infinity;
  for (let c = 0; c < counts.length; c++) {
    if (c !== own && counts[c]! > 0) nearest = Math.min(nearest, distances[c]! / counts[c]!);
  }
  const larger = Math.max(within, nearest);
  return larger > 0 ? (nearest - within) / larger : 0;
}

function silhouetteMeans(
  { classes, classCount }: Pick<LabeledVectors, "classes" | "classCount">,
  perItem: Float64Array,
): Silhouette {
  return { mean: mean(perItem), perClass: classMeans(classes, perItem, classCount), perItem };
}

/**
 * Centers the items' rows, in a given order, and scales them to entries from -1 to 1: a silhouette does not depend on
 * the scale, and squares of float32 overflow for values above about 1e19.
 */
function scaledRows({ values, columns }: LabeledVectors, order: readonly number[]): Matrix {
  const center = new Float64Array(columns);
  for (let at = 0; at < values.length; at++) center[at % columns]! += values[at]! / order.length;
  const offset = (at: number) => values[at]! - center[at % columns]!;
  let largest = 0;
  for (let at = 0; at < values.length; at++) largest = Math.max(largest, Math.abs(offset(at)));
  const rows = new Float32Array(values.length);
  order.forEach((item, row) => {
    for (let column = 0; column < columns; column++) {
      rows[row * columns + column] = offset(item * columns + column) / (largest || 1);
    }
  });
  return matrixOf(columns, rows);
}
