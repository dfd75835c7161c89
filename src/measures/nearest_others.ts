/**
 * How near each row of a set is to the nearest other one.
 * @module
 */
import { dot, unitRows } from "./labeled_vectors.ts";

/**
 * The cosine similarity of each row to the nearest other one; -1 for a single row.
 *
 * @param rows row by row, `dim` numbers each
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([...nearestOthers(Float32Array.of(1, 0, 2, 0, 0, 3), 2)], [1, 1, 0]);
 * ```
 */
export function nearestOthers(rows: Float32Array, dim: number): Float64Array {
  const units = unitRows(rows, dim);
  const row = (at: number) => units.subarray(at * dim, (at + 1) * dim);
  return Float64Array.from({ length: rows.length / dim }, (_, one) => {
    let most = -1;
    for (let other = 0; other < rows.length / dim; other++) {
      if (other !== one) most = Math.max(most, dot(row(one), row(other)));
    }
    return most;
  });
}
