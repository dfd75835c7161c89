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
export function rowNotes(name: string, set: Matrix, ids?: readonly string[]): string[] {
  const tally = new RowTally();
  tally.add(set);
  return tally.notes(name, ids?.[tally.firstZero ?? 0]);
}

/** What {@link rowNotes} says of rows that come in blocks. */
export class RowTally {
  #rows = 0;
  #zeros = 0;
  #firstZero: number | undefined;
  #first: Float32Array | undefined;
  #areSame = true;

  /** Counts the next rows. */
  add({ rows, columns, values }: Matrix): void {
    const first = this.#first ??= values.slice(0, columns);
    this.#areSame &&= areAll(values, first);
    for (let row = 0; row < rows; row++) {
      if (!isZero(values, row * columns, columns)) continue;
      this.#zeros++;
      this.#firstZero ??= this.#rows + row;
    }
    this.#rows += rows;
  }

  /** The first row of zeros so far. */
  get firstZero(): number | undefined {
    return this.#firstZero;
  }

  /**
   * Returns at most one note for all rows.
   *
   * @param name the name of the set in notes
   * @param id the id of the first row of zeros, if known
   */
  notes(name: string, id?: string): string[] {
    const quoted = `"${quotable(name)}"`;
    if (this.#rows > 1 && this.#areSame) {
      const what = this.#zeros > 0 ? "all zeros" : "the same";
      return [
        `All ${this.#rows} rows of ${quoted} are ${what}: nothing that is measured on them counts.`,
      ];
    }
    if (this.#firstZero === undefined) return [];
    const is = this.#zeros === 1
      ? "is all zeros and has no direction:"
      : "are all zeros and have no direction; the first is";
    const named = id === undefined ? "" : `, "${quotable(id)}"`;
    const row = `row ${this.#firstZero + 1}${named}`;
    return [`Of ${this.#rows} rows of ${quoted}, ${this.#zeros} ${is} ${row}.`];
  }
}

function areAll(values: Float32Array, row: Float32Array): boolean {
  for (let i = 0, column = 0; i < values.length; i++) {
    if (values[i] !== row[column]) return false;
    if (++column === row.length) column = 0;
  }
  return true;
}

function isZero(values: Float32Array, start: number, columns: number): boolean {
  for (let i = start; i < start + columns; i++) if (values[i] !== 0) return false;
  return true;
}
