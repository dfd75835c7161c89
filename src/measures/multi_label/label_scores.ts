/**
 * Scores how well texts rank the items of their labels, of which an item may have several.
 * @module
 */
import type { Matrix } from "../../basics/matrix.ts";
import type { Compute } from "../../compute/compute.ts";
import { placeMatrix } from "../../compute/place_matrix.ts";
import { unitRows } from "../labeled_vectors.ts";
import { type Blocks, influences } from "./influences.ts";
import {
  labelsWithItems,
  type Memberships,
  precisionTable,
  rankItems,
  rocArea,
} from "./precisions.ts";

/** Average precisions, with what their uncertainty needs. */
export interface LabelScores {
  /** The average precision of each label's items by each text: see {@link precisionTable}. */
  readonly table: readonly (readonly number[])[];
  /** The labels that have items: those of the following. */
  readonly labels: readonly number[];
  /** The average precision of each of these labels with its own text. */
  readonly values: Float64Array;
  /** The area under the ROC curve of each of these labels; NaN where every item has the label. */
  readonly areas: Float64Array;
  /** blocks × these labels: the derivatives with respect to the weight of each block. */
  readonly influences: Float64Array;
}

/** Computes the cosines of all items with all labels' texts: items × labels. */
export async function cosinesOf(
  compute: Compute,
  items: Matrix,
  labels: Matrix,
): Promise<Float32Array> {
  const x = placeMatrix(compute, unitRows(items));
  const y = placeMatrix(compute, unitRows(labels));
  const scores = compute.tensor(items.rows, labels.rows);
  try {
    compute.matrixMultiply(x, y, scores, { transpose: "right" });
    return await compute.read(scores);
  } finally {
    compute.release(x, y, scores);
  }
}

/**
 * Scores labels.
 *
 * @param scores items × labels: the score of each item with the text of each label
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { blocksOf } from "./influences.ts";
 * const scores = Float32Array.of(0.9, 0.1, 0.2, 0.8);
 * const blocks = blocksOf(["a", "b"], 0);
 * const { values, areas, table } = scoreLabels(scores, { items: 2, itemsOf: [[0], [0, 1]] }, blocks);
 * assert.deepEqual([...values], [1, 1]);
 * assert.deepEqual([...areas], [1, NaN]);
 * assert.equal(table[0]![1], 0.5);
 * ```
 */
export function scoreLabels(
  scores: Float32Array,
  memberships: Memberships,
  blocks: Blocks,
): LabelScores {
  const { itemsOf } = memberships;
  const labels = labelsWithItems(memberships);
  const table = precisionTable(scores, memberships);
  const areas = new Float64Array(labels.length);
  const found = new Float64Array(blocks.blocks * labels.length);
  labels.forEach((label, at) => {
    const ranked = rankItems(scores, itemsOf.length, label);
    areas[at] = rocArea(ranked, itemsOf[label]!) ?? NaN;
    influences(ranked, itemsOf[label]!, blocks).forEach((value, block) => {
      found[block * labels.length + at] = value;
    });
  });
  const values = Float64Array.from(labels, (label) => table[label]![label]!);
  return { table, labels, values, areas, influences: found };
}
