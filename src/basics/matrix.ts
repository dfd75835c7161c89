/**
 * Matrices in the host's memory: embeddings, prompts, centroids.
 * @module
 */
import { InputError } from "./errors.ts";

/** A row-major matrix. */
export interface Matrix {
  /** Number of rows. */
  readonly rows: number;
  /** Number of columns. */
  readonly columns: number;
  /** The values, rows × columns. */
  readonly values: Float32Array;
}

/** Some rows of a matrix that is too large to be in memory. */
export interface RowBlock extends Matrix {
  /** Where they come from, for messages: a file, and its row, from 0, that the block begins with. */
  readonly source?: { readonly name: string; readonly row: number };
}

/**
 * Wraps values as a matrix with as many rows as they fill.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(matrixOf(3, new Float32Array(6)).rows, 2);
 * ```
 */
export function matrixOf(columns: number, values: Float32Array): Matrix {
  return { rows: values.length / columns, columns, values };
}

/**
 * Refuses a matrix whose size does not match its values, or that has no rows.
 *
 * @param name name of the matrix in messages
 * @throws {InputError} when the values are not rows × columns, or there are none
 */
export function requireMatrix(name: string, { rows, columns, values }: Matrix): void {
  if (Number.isInteger(rows) && rows >= 1 && values.length === rows * columns) return;
  throw new InputError(
    `${name}: ${values.length} values of width ${columns}; expected at least one whole row`,
  );
}

/** Returns a row of a matrix as a view of its memory. */
export function matrixRow({ columns, values }: Matrix, row: number): Float32Array {
  return values.subarray(row * columns, (row + 1) * columns);
}

/** Whether all values are finite; ten times as fast as `every` with a function. */
export function areFinite(values: Float32Array): boolean {
  for (let at = 0; at < values.length; at++) {
    if (!Number.isFinite(values[at]!)) return false;
  }
  return true;
}

/**
 * Frees the memory of a matrix at once: its values are empty from then on. A copy of 40 to 100 MB that is left to the
 * garbage collector may stay until another thread has trained.
 *
 * @param matrix that nothing else uses, with values of a buffer of their own; a shared one stays
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const matrix = matrixOf(2, Float32Array.of(1, 2, 3, 4));
 * freeMatrix(matrix);
 * assert.equal(matrix.values.length, 0);
 * ```
 */
export function freeMatrix({ values: { buffer } }: Pick<Matrix, "values">): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

/** Mean and scale of each column. */
export interface Standardization {
  /** Mean of each column. */
  readonly means: Float64Array;
  /** Population deviation of each column; 1 where the column is constant but for rounding. */
  readonly deviations: Float64Array;
}

/**
 * Largest deviation, as a share of the mean's size, that is rounding of 32-bit numbers. Divided by it, a value of another
 * row that differs would become huge: in a column of ln(1e-6) a difference of 0.5 became 4e13.
 */
const ROUNDING = 1e-6;

/**
 * Computes the mean and deviation of the columns over some rows: those of the training pool, never of evaluation items.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const constant = { rows: 3, columns: 1, values: Float32Array.of(0.1, 0.1, 0.1) };
 * assert.deepEqual([...measureStandardization(constant, [0, 1, 2]).deviations], [1]);
 * ```
 */
export function measureStandardization(matrix: Matrix, rows: Iterable<number>): Standardization {
  const chosen = [...rows];
  const means = columnSums(matrix, chosen).map((sum) => sum / chosen.length);
  const deviations = squaredDeviations(matrix, chosen, means).map((sum, column) => {
    const deviation = Math.sqrt(sum / chosen.length);
    return deviation > ROUNDING * Math.abs(means[column]!) ? deviation : 1;
  });
  return { means, deviations };
}

// Four rows at a time are added to a sum, which is read and written a quarter as often: 0.2 s for 1e8 values, not 0.4.

/** Sums each column over some rows. */
function columnSums({ columns, values }: Matrix, rows: readonly number[]): Float64Array {
  const sums = new Float64Array(columns);
  const whole = rows.length - rows.length % 4;
  for (let at = 0; at < whole; at += 4) {
    const a = rows[at]! * columns, b = rows[at + 1]! * columns;
    const c = rows[at + 2]! * columns, d = rows[at + 3]! * columns;
    for (let i = 0; i < columns; i++) {
      sums[i]! += values[a + i]! + values[b + i]! + values[c + i]! + values[d + i]!;
    }
  }
  for (const row of rows.slice(whole)) {
    for (let i = 0; i < columns; i++) sums[i]! += values[row * columns + i]!;
  }
  return sums;
}

/** Sums the squared deviations of each column from a mean over some rows. */
function squaredDeviations(
  { columns, values }: Matrix,
  rows: readonly number[],
  means: Float64Array,
): Float64Array {
  const sums = new Float64Array(columns);
  const whole = rows.length - rows.length % 4;
  for (let at = 0; at < whole; at += 4) {
    const a = rows[at]! * columns, b = rows[at + 1]! * columns;
    const c = rows[at + 2]! * columns, d = rows[at + 3]! * columns;
    for (let i = 0; i < columns; i++) {
      const mean = means[i]!;
      const first = values[a + i]! - mean, second = values[b + i]! - mean;
      const third = values[c + i]! - mean, fourth = values[d + i]! - mean;
      sums[i]! += first * first + second * second + third * third + fourth * fourth;
    }
  }
  for (const row of rows.slice(whole)) {
    for (let i = 0; i < columns; i++) sums[i]! += (values[row * columns + i]! - means[i]!) ** 2;
  }
  return sums;
}

/**
 * Returns the matrix, or some of its rows, with each column shifted and scaled.
 *
 * @param chosen the rows, in the order of the result; by default all
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const matrix = { rows: 2, columns: 2, values: Float32Array.of(1, 5, 3, 5) };
 * const standard = standardize(matrix, measureStandardization(matrix, [0, 1]));
 * assert.deepEqual([...standard.values], [-1, 0, 1, 0]);
 * ```
 */
export function standardize(
  matrix: Matrix,
  { means, deviations }: Standardization,
  chosen?: ArrayLike<number>,
): Matrix {
  const { columns, values: from } = matrix;
  const rows = chosen?.length ?? matrix.rows;
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const start = (chosen ? chosen[row]! : row) * columns;
    for (let column = 0; column < columns; column++) {
      values[row * columns + column] = (from[start + column]! - means[column]!) /
        deviations[column]!;
    }
  }
  return { rows, columns, values };
}

/** Returns some rows of a matrix, in the given order. */
export function selectRows(matrix: Matrix, rows: ArrayLike<number>): Matrix {
  return copyRows(matrix, rows, new Float32Array(rows.length * matrix.columns));
}

/**
 * Returns some rows of a matrix in memory that workers share: a message to one copies none of it. A page that is not
 * isolated has no such memory; there it is as {@link selectRows}. Where the rows are all of a matrix that is shared
 * already, in its order, their memory is the same.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const shared = selectSharedRows({ rows: 2, columns: 1, values: Float32Array.of(3, 4) }, [1, 0]);
 * assert.deepEqual([...shared.values], [4, 3]);
 * assert.ok(shared.values.buffer instanceof SharedArrayBuffer);
 * assert.equal(selectSharedRows(shared, [0, 1]).values, shared.values);
 * ```
 */
export function selectSharedRows(matrix: Matrix, rows: ArrayLike<number>): Matrix {
  const { values, columns } = matrix;
  const isWhole = rows.length === matrix.rows && Array.prototype.every.call(rows, isOwnPlace);
  if (isWhole && isShared(values)) {
    return { rows: rows.length, columns, values };
  }
  return copySharedRows(matrix, rows);
}

/** Copies some rows of a matrix as {@link selectSharedRows} gives them, also where they are all of a shared one. */
export function copySharedRows(matrix: Matrix, rows: ArrayLike<number>): Matrix {
  return copyRows(matrix, rows, sharedFloats(rows.length * matrix.columns));
}

/** Makes room for numbers in memory that workers share, where there is such memory. */
export function sharedFloats(count: number): Float32Array {
  if (typeof SharedArrayBuffer === "undefined") return new Float32Array(count);
  return new Float32Array(new SharedArrayBuffer(count * Float32Array.BYTES_PER_ELEMENT));
}

/** Whether numbers are in memory that workers share. */
export function isShared({ buffer }: Pick<ArrayBufferView, "buffer">): boolean {
  return typeof SharedArrayBuffer !== "undefined" && buffer instanceof SharedArrayBuffer;
}

function isOwnPlace(row: number, place: number): boolean {
  return row === place;
}

function copyRows(matrix: Matrix, rows: ArrayLike<number>, values: Float32Array): Matrix {
  const { columns } = matrix;
  for (let i = 0; i < rows.length; i++) values.set(matrixRow(matrix, rows[i]!), i * columns);
  return { rows: rows.length, columns, values };
}
