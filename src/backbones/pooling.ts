/**
 * From a row of numbers for each moment of a clip, or token of a text, to one row for the whole.
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
  meanOfRows(values, columns).forEach((mean, column) => {
    let squares = 0;
    for (let i = column; i < values.length; i += columns) squares += (values[i]! - mean) ** 2;
    pooled[column] = mean;
    pooled[columns + column] = Math.sqrt(squares / rows);
  });
  return pooled;
}

/**
 * The mean of each column over the rows.
 *
 * @param values rows × columns, row by row; at least one row
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(meanOfRows([1, 10, 3, 10], 2), Float64Array.of(2, 10));
 * ```
 */
export function meanOfRows(values: ArrayLike<number>, columns: number): Float64Array {
  const sums = new Float64Array(columns);
  for (let i = 0; i < values.length; i++) sums[i % columns]! += values[i]!;
  return sums.map((sum) => sum / (values.length / columns));
}

/**
 * A row scaled to length 1; one of zeros stays.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(ofLengthOne(Float64Array.of(3, 4)), Float64Array.of(0.6, 0.8));
 * ```
 */
export function ofLengthOne(row: Float64Array): Float64Array {
  const norm = Math.sqrt(row.reduce((squares, value) => squares + value * value, 0));
  return norm === 0 ? row : row.map((value) => value / norm);
}
