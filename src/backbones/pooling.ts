/**
 * Pools rows of numbers, one for each moment of a clip or token of a text, into one row.
 * @module
 */

/** How several rows become one: unchanged (there must be one), their mean, their maximum, or mean and deviation. */
export type Pooling = "none" | "mean" | "max" | "mean-deviation";

/**
 * Pools several rows into one.
 *
 * @param values rows × columns, row by row; at least one row
 * @returns `columns` numbers; twice as many for `mean-deviation`; all of them for `none`
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(poolRows(Float32Array.of(1, 10, 3, 4), 2, "mean"), Float32Array.of(2, 7));
 * assert.deepEqual(poolRows(Float32Array.of(1, 10, 3, 4), 2, "max"), Float32Array.of(3, 10));
 * ```
 */
export function poolRows(values: Float32Array, columns: number, pooling: Pooling): Float32Array {
  if (pooling === "none") return values;
  if (pooling === "max") return maximum(values, columns);
  const both = meanAndDeviation(values, columns);
  return pooling === "mean" ? both.slice(0, columns) : both;
}

function maximum(values: Float32Array, columns: number): Float32Array {
  const largest = values.slice(0, columns);
  for (let i = columns; i < values.length; i++) {
    largest[i % columns] = Math.max(largest[i % columns]!, values[i]!);
  }
  return largest;
}

/**
 * Computes the mean and the population deviation of each column over the rows.
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
 * Computes the mean of each column over the rows.
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
 * Scales a row to length 1; a row of zeros stays as it is.
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
