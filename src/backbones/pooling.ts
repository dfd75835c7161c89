/**
 * From a row of numbers for each moment to one row for the clip.
 * @module
 */

/**
 * The mean and the population deviation of each column over the rows.
 *
 * @param values rows × columns, row by row; at least one row
 * @returns 2 × columns numbers: the means, then the deviations (0 for a single row)
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(meanAndDeviation([1, 10, 3, 10], 2), Float32Array.of(2, 10, 1, 0));
 * ```
 */
export function meanAndDeviation(values: ArrayLike<number>, columns: number): Float32Array {
  const rows = values.length / columns;
  const pooled = new Float32Array(2 * columns);
  for (let column = 0; column < columns; column++) {
    let sum = 0;
    for (let i = column; i < values.length; i += columns) sum += values[i]!;
    const mean = sum / rows;
    let squares = 0;
    for (let i = column; i < values.length; i += columns) squares += (values[i]! - mean) ** 2;
    pooled[column] = mean;
    pooled[columns + column] = Math.sqrt(squares / rows);
  }
  return pooled;
}
