/**
 * Scores items by the centroids of labels, of which an item may have several.
 * @module
 */
import { type Matrix, matrixRow } from "../../basics/matrix.ts";
import { addTo, dot, unitRows } from "../labeled_vectors.ts";

/** The score of a label without items to learn from: below every cosine, so that it ranks nothing. */
const UNKNOWN = -2;

/**
 * Computes the cosine of each item with the centroid of each label: the sum of the unit vectors of the label's items,
 * without those of the item's source.
 *
 * @param itemsOf the items of each label
 * @param sources source of each item; an item without one is its own source
 * @returns items × labels
 *
 * @example The first item's own source tells nothing of label 0:
 * ```ts
 * import assert from "node:assert/strict";
 * const items = { rows: 3, columns: 2, values: Float32Array.of(1, 0, 2, 0, 0, 1) };
 * const scores = centroidScores(items, [[0], [1, 2]], ["a", "b", "c"]);
 * assert.deepEqual([...scores].map((score) => Number(score.toFixed(2))), [-2, 0.71, 1, 0, 0, 0]);
 * ```
 */
export function centroidScores(
  items: Matrix,
  itemsOf: readonly (readonly number[])[],
  sources: readonly (string | undefined)[],
): Float32Array {
  const units = unitRows(items);
  const labels = itemsOf.length;
  const scores = new Float32Array(items.rows * labels);
  const sourceOf = (item: number) => sources[item] ?? item;
  const bySource = Map.groupBy(sources.keys(), sourceOf);
  itemsOf.forEach((own, label) => {
    const members = new Set(own);
    const sum = new Float64Array(items.columns);
    for (const item of own) addTo(sum, matrixRow(units, item), 1);
    const whole = scorer(sum, own.length);
    for (let item = 0; item < items.rows; item++) {
      scores[item * labels + label] = whole(matrixRow(units, item));
    }
    for (const source of new Set(own.map(sourceOf))) {
      const group = bySource.get(source)!;
      const left = group.filter((item) => members.has(item));
      const score = scorer(without(sum, left, units), own.length - left.length);
      for (const item of group) scores[item * labels + label] = score(matrixRow(units, item));
    }
  });
  return scores;
}

/**
 * Computes the cosine of each item with centroids that are learned from other vectors.
 *
 * @param learned the vectors that centroids are learned from
 * @param membersOf the rows of each label; a label without any scores all items alike
 * @returns items × labels
 */
export function learnedScores(
  learned: Matrix,
  membersOf: readonly (readonly number[])[],
  items: Matrix,
): Float32Array {
  const [known, units] = [unitRows(learned), unitRows(items)];
  const scores = new Float32Array(items.rows * membersOf.length);
  membersOf.forEach((own, label) => {
    const sum = new Float64Array(learned.columns);
    for (const row of own) addTo(sum, matrixRow(known, row), 1);
    const score = scorer(sum, own.length);
    for (let item = 0; item < items.rows; item++) {
      scores[item * membersOf.length + label] = score(matrixRow(units, item));
    }
  });
  return scores;
}

function without(sum: Float64Array, left: readonly number[], units: Matrix): Float64Array {
  const rest = sum.slice();
  for (const item of left) addTo(rest, matrixRow(units, item), -1);
  return rest;
}

function scorer(sum: Float64Array, members: number): (row: Float32Array) => number {
  const length = Math.sqrt(dot(sum, sum));
  if (members === 0) return () => UNKNOWN;
  return (row) => length > 0 ? dot(row, sum) / length : 0;
}
