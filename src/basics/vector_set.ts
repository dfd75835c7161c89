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
