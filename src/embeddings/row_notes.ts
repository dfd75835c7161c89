/**
 * What must be said of embeddings that are numbers and yet tell nothing: rows of zeros, and rows that are all the same.
 * A column that is the same in all rows does no harm.
 * @module
 */
import type { VectorSet } from "../basics/vector_set.ts";
import { quotable } from "../basics/printable.ts";

/**
 * At most one note for a set.
 *
 * @param name what notes call the set
 * @param ids of the rows, where they are known
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const set = { values: Float32Array.of(1, 0, 0, 0), dim: 2 };
 * assert.deepEqual(rowNotes("clips", set, ["a", "b"]), [
 *   'Of 2 rows of "clips", 1 is all zeros and has no direction: row 2, "b".',
 * ]);
 * ```
 */
export function rowNotes(
  name: string,
  { values, dim }: VectorSet,
  ids?: readonly string[],
): string[] {
  const count = values.length / dim;
  const quoted = `"${quotable(name)}"`;
  if (count > 1 && isOneRow(values, dim)) {
    const what = values.subarray(0, dim).every((value) => value === 0) ? "all zeros" : "the same";
    return [`All ${count} rows of ${quoted} are ${what}: nothing that is measured on them counts.`];
  }
  let zeros = 0;
  let first = 0;
  for (let row = count - 1; row >= 0; row--) {
    if (!isZero(values, row * dim, dim)) continue;
    zeros++;
    first = row;
  }
  if (zeros === 0) return [];
  const is = zeros === 1
    ? "is all zeros and has no direction:"
    : "are all zeros and have no direction; the first is";
  const id = ids?.[first];
  const named = id === undefined ? "" : `, "${quotable(id)}"`;
  return [`Of ${count} rows of ${quoted}, ${zeros} ${is} row ${first + 1}${named}.`];
}

function isOneRow(values: Float32Array, dim: number): boolean {
  for (let i = dim; i < values.length; i++) if (values[i] !== values[i - dim]) return false;
  return true;
}

function isZero(values: Float32Array, start: number, dim: number): boolean {
  for (let i = start; i < start + dim; i++) if (values[i] !== 0) return false;
  return true;
}
