/**
 * Notes on embeddings that are finite but carry no information: rows of zeros, and rows that are all the same. A
 * column that is the same in all rows does no harm.
 * @module
 */
import type { Matrix } from "../basics/matrix.ts";
import { quotable } from "../basics/printable.ts";

/**
 * Returns at most one note for a set.
 *
 * @param name the name of the set in notes
 * @param ids ids of the rows, if known
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const set = { rows: 2, columns: 2, values: Float32Array.of(1, 0, 0, 0) };
 * assert.deepEqual(rowNotes("clips", set, ["a", "b"]), [
 *   'Of 2 rows of "clips", 1 is all zeros and has no direction: row 2, "b".',
 * ]);
 * ```
 */
export function rowNotes(
  name: string,
  { rows, columns, values }: Matrix,
  ids?: readonly string[],
): string[] {
  const quoted = `"${quotable(name)}"`;
  if (rows > 1 && isOneRow(values, columns)) {
    const what = values.subarray(0, columns).every((value) => value === 0)
      ? "all zeros"
      : "the same";
    return [`All ${rows} rows of ${quoted} are ${what}: nothing that is measured on them counts.`];
  }
  let zeros = 0;
  let first = 0;
  for (let row = rows - 1; row >= 0; row--) {
    if (!isZero(values, row * columns, columns)) continue;
    zeros++;
    first = row;
  }
  if (zeros === 0) return [];
  const is = zeros === 1
    ? "is all zeros and has no direction:"
    : "are all zeros and have no direction; the first is";
  const id = ids?.[first];
  const named = id === undefined ? "" : `, "${quotable(id)}"`;
  return [`Of ${rows} rows of ${quoted}, ${zeros} ${is} row ${first + 1}${named}.`];
}

function isOneRow(values: Float32Array, columns: number): boolean {
  for (let i = columns; i < values.length; i++) if (values[i] !== values[i - columns]) return false;
  return true;
}

function isZero(values: Float32Array, start: number, columns: number): boolean {
  for (let i = start; i < start + columns; i++) if (values[i] !== 0) return false;
  return true;
}
