/**
 * Vectors with classes, and their rows at unit length: the input of every measure of separability.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { areFinite, freeMatrix, type Matrix, matrixOf, matrixRow } from "../basics/matrix.ts";
import { requireClasses } from "./classification.ts";

/** Vectors of items, one row each, with their classes. */
export interface LabeledVectors extends Matrix {
  /** The class of each item, 0 to `classCount` - 1. */
  readonly classes: ArrayLike<number>;
  /** Number of classes; some may have no items. */
  readonly classCount: number;
}

/** Items with the recordings that they were cut from. */
export interface SourcedItems {
  /** The items and their classes. */
  readonly items: LabeledVectors;
  /** Source of each item; an item without one is its own source. */
  readonly sources: readonly (string | undefined)[];
}

/**
 * Refuses vectors that do not match their classes.
 *
 * @throws {InputError} when the number of values is not items × columns, a value is not finite, or a class is out of
 * range
 */
export function requireLabeledVectors(set: LabeledVectors): void {
  const { rows, values, columns, classes, classCount } = set;
  if (rows !== classes.length) {
    throw new InputError(`${rows} rows with ${classes.length} classes; expected one for each`);
  }
  if (values.length !== rows * columns || values.length === 0) {
    throw new InputError(
      `${values.length} values for ${classes.length} items of width ${columns}; expected their product`,
    );
  }
  requireClasses(classes, classCount);
  if (areFinite(values)) return;
  const bad = values.findIndex((value) => !Number.isFinite(value));
  throw new InputError(
    `Item ${Math.floor(bad / columns)} has ${values[bad]} in column ${
      bad % columns
    }; expected finite values`,
  );
}

/**
 * Divides the rows by their length; a row of zeros stays as it is.
 *
 * @param units where they are written; by default a copy, and it may be the matrix itself
 */
export function unitRows(
  matrix: Matrix,
  units: Float32Array = new Float32Array(matrix.values.length),
): Matrix {
  const { rows, columns, values } = matrix;
  for (let i = 0; i < rows; i++) {
    const row = matrixRow(matrix, i);
    const length = Math.sqrt(dot(row, row));
    if (!(length > 0)) continue;
    const end = (i + 1) * columns;
    for (let at = i * columns; at < end; at++) units[at] = values[at]! / length;
  }
  return { rows, columns, values: units };
}

/** Sums the rows of each class: classCount × columns. */
export function classSums(set: LabeledVectors): Float64Array {
  const { columns, classes, classCount } = set;
  const sums = new Float64Array(classCount * columns);
  for (let item = 0; item < classes.length; item++) {
    addTo(sums.subarray(classes[item]! * columns), matrixRow(set, item), 1);
  }
  return sums;
}

/**
 * Computes the mean of each class's unit vectors, one row for each class.
 *
 * @param set vectors with at least one row in every class
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const vectors = { rows: 2, columns: 2, values: Float32Array.of(2, 0, 0, 4) };
 * const { values } = classCentroids({ ...vectors, classes: [0, 0], classCount: 1 });
 * assert.deepEqual([...values], [0.5, 0.5]);
 * ```
 */
export function classCentroids(set: LabeledVectors): Matrix {
  const counts = new Uint32Array(set.classCount);
  for (let item = 0; item < set.classes.length; item++) counts[set.classes[item]!]! += 1;
  const units = unitRows(set);
  const sums = classSums({ ...set, ...units });
  freeMatrix(units);
  const values = Float32Array.from(sums, (sum, at) => sum / counts[Math.floor(at / set.columns)]!);
  return matrixOf(set.columns, values);
}

/** Computes sum += sign · row. */
export function addTo(
  sum: Float64Array,
  row: Float32Array | Float64Array,
  sign: 1 | -1,
): void {
  for (let column = 0; column < row.length; column++) sum[column]! += sign * row[column]!;
}

/** Computes the inner product of two rows of the same width. */
export function dot(a: Float32Array | Float64Array, b: Float32Array | Float64Array): number {
  let sum = 0;
  for (let column = 0; column < a.length; column++) sum += a[column]! * b[column]!;
  return sum;
}

/**
 * Computes the inner product of a row with each row of a float64 matrix of the same width, each as {@link dot} sums it:
 * four at a time, so that none waits for its own last addition, which is three times as fast.
 *
 * @param rows the matrix, row by row
 * @param products receives a product for each of its rows
 */
export function dotEach(row: Float32Array, rows: Float64Array, products: Float64Array): void {
  const { length } = row;
  const whole = products.length - products.length % 4;
  for (let at = 0; at < whole; at += 4) {
    const first = at * length, second = first + length;
    const third = second + length, fourth = third + length;
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let column = 0; column < length; column++) {
      const value = row[column]!;
      a += value * rows[first + column]!;
      b += value * rows[second + column]!;
      c += value * rows[third + column]!;
      d += value * rows[fourth + column]!;
    }
    products[at] = a;
    products[at + 1] = b;
    products[at + 2] = c;
    products[at + 3] = d;
  }
  for (let at = whole; at < products.length; at++) {
    products[at] = dot(row, rows.subarray(at * length, (at + 1) * length));
  }
}
