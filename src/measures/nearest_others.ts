/**
 * Measures how near each row of a set is to the nearest other row.
 * @module
 */
import { type Matrix, matrixRow } from "../basics/matrix.ts";
import { dot, unitRows } from "./labeled_vectors.ts";

/**
 * The cosine similarity of each row to the nearest other row; -1 for a single row.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const matrix = { rows: 3, columns: 2, values: Float32Array.of(1, 0, 2, 0, 0, 3) };
 * assert.deepEqual([...nearestOthers(matrix)], [1, 1, 0]);
 * ```
 */
export function nearestOthers(matrix: Matrix): Float64Array {
  const units = unitRows(matrix);
  const row = (at: number) => matrixRow(units, at);
  return Float64Array.from({ length: matrix.rows }, (_, one) => {
    let most = -1;
    for (let other = 0; other < matrix.rows; other++) {
      if (other !== one) most = Math.max(most, dot(row(one), row(other)));
    }
    return most;
  });
}
