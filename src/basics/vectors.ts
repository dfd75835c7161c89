/**
 * Checks which rows of a matrix can be computed with.
 * @module
 */
import { InputError } from "./errors.ts";
import type { Matrix } from "./matrix.ts";

/**
 * The longest allowed row. Products and squares of such rows fit in float32, even summed over millions of them. Beyond
 * 1.8e19 the square of a length overflows float32, and devices would not agree on which rows are near each other.
 */
const LONGEST_ROW = 1e15;

/** The shortest allowed row but for zeros. The inverse of a length below 2.9e-39 overflows float32. */
const SHORTEST_ROW = 1e-35;

/**
 * Refuses vectors that cannot be computed with.
 *
 * @param name the file's name, for the message
 * @param before number of rows of the file that lie before these
 * @throws {InputError} that names the first row, from 1, with a number that is not finite, or a length
 * over 1e15 or, other than zero, under 1e-35
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const set = { values: Float32Array.of(1, 0, 0, 3e38), columns: 2 };
 * assert.throws(() => checkVectors("x.npy", set), {
 *   message: '"x.npy" row 2 has length 3e+38; expected at most 1e15: scale the embeddings',
 * });
 * ```
 */
export function checkVectors(
  name: string,
  { values, columns }: Pick<Matrix, "values" | "columns">,
  before = 0,
): void {
  for (let start = 0; start < values.length; start += columns) {
    // No view is made of each row: 0.1 s for 1e8 values.
    let squares = 0;
    for (let i = start; i < start + columns; i++) squares += values[i]! * values[i]!;
    if (squares === 0 || isUsable(squares)) continue;
    const fault = vectorFault(values.subarray(start, start + columns));
    throw new InputError(`"${name}" row ${before + start / columns + 1} ${fault}`);
  }
}

/** Says what is wrong with a vector by the rules of {@link checkVectors}; undefined if it is valid. */
export function vectorFault(vector: Float32Array): string | undefined {
  const bad = vector.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) return `holds ${vector[bad]} in column ${bad + 1}; expected finite numbers`;
  const squares = vector.reduce((sum, value) => sum + value * value, 0);
  if (squares === 0 || isUsable(squares)) return undefined;
  const length = Math.sqrt(squares);
  const expected = length > LONGEST_ROW ? "at most 1e15" : "zero or at least 1e-35";
  return `has length ${Number(length.toPrecision(3))}; expected ${expected}: scale the embeddings`;
}

function isUsable(squares: number): boolean {
  return squares <= LONGEST_ROW ** 2 && squares >= SHORTEST_ROW ** 2;
}
