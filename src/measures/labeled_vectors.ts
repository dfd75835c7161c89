/**
 * Vectors with classes, and their rows at unit length: what every measure of separability starts from.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { requireClasses } from "./classification.ts";

/** Vectors of items, with their classes. */
export interface LabeledVectors {
  /** items × dim, row by row. */
  readonly values: Float32Array;
  /** Width of a row. */
  readonly dim: number;
  /** The class of each item, 0 to `classCount` - 1. */
  readonly classes: ArrayLike<number>;
  /** Number of classes; some may have no items. */
  readonly classCount: number;
}

/**
 * Refuses vectors that do not fit their classes.
 *
 * @throws {InputError} when the number of values is not items × dim, a value is not finite, or a class is out of
 * range
 */
export function requireLabeledVectors(set: LabeledVectors): void {
  const { values, dim, classes, classCount } = set;
  if (values.length !== classes.length * dim || values.length === 0) {
    throw new InputError(
      `${values.length} values for ${classes.length} items of width ${dim}; expected their product`,
    );
  }
  requireClasses(classes, classCount);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new InputError(
      `Item ${Math.floor(bad / dim)} has ${values[bad]} in column ${
        bad % dim
      }; expected finite values`,
    );
  }
}

/** The rows divided by their length; a row of zeros stays. */
export function unitRows(values: Float32Array, dim: number): Float32Array {
  const units = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += dim) {
    const row = values.subarray(start, start + dim);
    const length = Math.sqrt(dot(row, row));
    if (length > 0) units.set(row.map((value) => value / length), start);
  }
  return units;
}

/** For each class the sum of its rows: classCount × dim. */
export function classSums(
  rows: Float32Array,
  { dim, classes, classCount }: LabeledVectors,
): Float64Array {
  const sums = new Float64Array(classCount * dim);
  for (let item = 0; item < classes.length; item++) {
    addTo(sums.subarray(classes[item]! * dim), rows.subarray(item * dim, (item + 1) * dim), 1);
  }
  return sums;
}

/**
 * The mean of each class's unit vectors: classCount × dim.
 *
 * @param set every class has rows
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const set = { values: Float32Array.of(2, 0, 0, 4), dim: 2, classes: [0, 0], classCount: 1 };
 * assert.deepEqual([...classCentroids(set)], [0.5, 0.5]);
 * ```
 */
export function classCentroids(set: LabeledVectors): Float32Array {
  const counts = new Uint32Array(set.classCount);
  for (let item = 0; item < set.classes.length; item++) counts[set.classes[item]!]! += 1;
  const sums = classSums(unitRows(set.values, set.dim), set);
  return Float32Array.from(sums, (sum, at) => sum / counts[Math.floor(at / set.dim)]!);
}

/** sum += sign · row */
export function addTo(sum: Float64Array, row: Float32Array, sign: 1 | -1): void {
  for (let column = 0; column < row.length; column++) sum[column]! += sign * row[column]!;
}

/** The inner product of two rows of one width. */
export function dot(a: Float32Array | Float64Array, b: Float32Array | Float64Array): number {
  let sum = 0;
  for (let column = 0; column < a.length; column++) sum += a[column]! * b[column]!;
  return sum;
}
