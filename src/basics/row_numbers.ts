/**
 * Numbers rows of a matrix in the order in which they first appear: in four bytes a row, where a map of as many numbers
 * takes ten times that.
 * @module
 */

/** Rows, each once, and the number of each entry's row among them. */
export interface RowNumbers {
  /** For each entry the number of its row. */
  readonly numbers: Uint32Array;
  /** The rows, in the order of their numbers. */
  readonly distinct: Uint32Array;
}

/** What has no number yet. */
const NONE = 2 ** 32 - 1;

/**
 * Numbers rows.
 *
 * @param rows rows of a matrix, which is far larger than what is made here
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { numbers, distinct } = numberRows(Uint32Array.of(7, 4, 7));
 * assert.deepEqual([...numbers], [0, 1, 0]);
 * assert.deepEqual([...distinct], [7, 4]);
 * ```
 */
export function numberRows(rows: Uint32Array): RowNumbers {
  let most = 0;
  for (const row of rows) if (row > most) most = row;
  const numberOf = new Uint32Array(most + 1).fill(NONE);
  const distinct = new Uint32Array(rows.length);
  let count = 0;
  const numbers = rows.map((row) => {
    if (numberOf[row] === NONE) {
      numberOf[row] = count;
      distinct[count++] = row;
    }
    return numberOf[row]!;
  });
  return { numbers, distinct: distinct.slice(0, count) };
}
