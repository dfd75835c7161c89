/**
 * Vectors that point in nearly one direction, made comparable by products of float32 numbers.
 * @module
 */
import { type Matrix, matrixRow } from "../../basics/matrix.ts";
import { addTo, dot } from "../labeled_vectors.ts";

/**
 * Mean cosine distance of all pairs below which directions are near: float32 unit vectors are off by about 1e-7, which is
 * more than 1e-5 of it.
 */
const NEAR = 0.01;

/**
 * Returns rows whose products with a unit vector rank as those of the unit rows do: u · (y - m) is u · y less the same
 * number for every y. With m the mean of the unit rows, and differences that are computed in float64, what tells near
 * directions apart is not lost beside what they have in common: where that was 10,000 times as long, the nearest neighbor
 * named 10 % of items of 10 classes correctly, in place of 79 %.
 *
 * @param matrix the rows
 * @param units the same rows at unit length
 * @returns undefined where directions are not near: the digits of unit rows are enough, and equal products stay equal
 */
export function differencesFromMean(matrix: Matrix, units: Matrix): Matrix | undefined {
  const mean = meanDirection(units);
  if (1 - dot(mean, mean) >= NEAR) return undefined;
  const { rows, columns } = matrix;
  const values = new Float32Array(rows * columns);
  for (let item = 0; item < rows; item++) {
    const row = matrixRow(matrix, item);
    const length = Math.sqrt(dot(row, row)) || 1;
    const own = values.subarray(item * columns, (item + 1) * columns);
    for (let column = 0; column < columns; column++) {
      own[column] = row[column]! / length - mean[column]!;
    }
  }
  return { rows, columns, values };
}

/** The mean of the rows that are not zero; zeros if there are none. */
function meanDirection(units: Matrix): Float64Array {
  const mean = new Float64Array(units.columns);
  let directed = 0;
  for (let item = 0; item < units.rows; item++) {
    const row = matrixRow(units, item);
    addTo(mean, row, 1);
    if (row.some((value) => value !== 0)) directed += 1;
  }
  return mean.map((sum) => sum / (directed || 1));
}
