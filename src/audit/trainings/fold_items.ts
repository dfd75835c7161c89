/**
 * Values of evaluation items, measured class fold by class fold.
 * @module
 */
import type { LabeledVectors } from "../../measures/labeled_vectors.ts";
import type { Fold } from "./folds.ts";
import { type Matrix, selectRows } from "../../basics/matrix.ts";

/** The items of a class fold, with the labels to choose from. */
export function itemsOf({ itemRows, labels, truths }: Fold, evaluation: Matrix): LabeledVectors {
  const { values, columns } = selectRows(evaluation, itemRows);
  return { values, dim: columns, classes: truths, classCount: labels.length };
}

/** Writes the values of a fold's items to their places among all evaluation items. */
export function placeItems(
  all: Float64Array,
  { itemRows }: Fold,
  values: ArrayLike<number>,
): void {
  itemRows.forEach((row, i) => all[row] = values[i]!);
}
