/**
 * Vectors of one width in memory.
 * @module
 */
import { InputError } from "./errors.ts";

/** Vectors of one width. */
export interface VectorSet {
  /** count × dim, row by row. */
  readonly values: Float32Array;
  /** Width of a row. */
  readonly dim: number;
}

/**
 * The number of vectors of a set.
 *
 * @param name what messages call the set
 * @throws {InputError} when the values are no whole number of rows, or none
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(countVectors("queries", { values: new Float32Array(6), dim: 3 }), 2);
 * ```
 */
export function countVectors(name: string, { values, dim }: VectorSet): number {
  const count = values.length / dim;
  if (Number.isInteger(count) && count >= 1) return count;
  throw new InputError(
    `${name}: ${values.length} values of width ${dim}; expected at least one whole row`,
  );
}

/**
 * The longest row. Products and squares of such rows, summed over millions of them, are float32 numbers; beyond 1.8e19
 * the square of a length is none, and devices would not agree on what is near to what.
 */
const LONGEST_ROW = 1e15;

/**
 * Refuses vectors that nothing can be computed with.
 *
 * @param name the file's name, for the message
 * @throws {InputError} that names the row, from 1, which holds a number that is not finite or is longer than 1e15
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const set = { values: Float32Array.of(1, 0, 0, 3e38), dim: 2 };
 * assert.throws(() => checkVectors("x.npy", set), {
 *   message: '"x.npy" row 2 has length 3e+38; expected at most 1e15: scale the embeddings',
 * });
 * ```
 */
export function checkVectors(name: string, { values, dim }: VectorSet): void {
  for (let start = 0; start < values.length; start += dim) {
    // Without a view of each row: 0.1 s for 1e8 values.
    let squares = 0;
    for (let i = start; i < start + dim; i++) squares += values[i]! * values[i]!;
    if (squares <= LONGEST_ROW ** 2) continue;
    const fault = vectorFault(values.subarray(start, start + dim));
    throw new InputError(`"${name}" row ${start / dim + 1} ${fault}`);
  }
}

/** What is wrong with a vector by the rules of {@link checkVectors}; undefined where nothing is. */
export function vectorFault(vector: Float32Array): string | undefined {
  const bad = vector.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) return `holds ${vector[bad]} in column ${bad + 1}; expected finite numbers`;
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (length <= LONGEST_ROW) return undefined;
  const found = Number(length.toPrecision(3));
  return `has length ${found}; expected at most 1e15: scale the embeddings`;
}
