/**
 * Keeps the rows of a stored set whose items have certain values, such as those of one split.
 * @module
 */
import { matrixRow, type RowBlock } from "../basics/matrix.ts";
import { checkVectors } from "../basics/vectors.ts";
import { RowFilter, type Where } from "../datasets/where.ts";
import type { StoredSet } from "./stored_set.ts";

/** A set that some rows of another one make. */
export interface KeptRows extends StoredSet {
  /** Returns the row of the other set that a row is. */
  rowOf(row: number): number;
}

/**
 * Returns the set of the rows that are kept, numbered in their order. Four bytes of each row are remembered.
 *
 * @param where what is kept
 * @throws {InputError} when a column or value does not exist, or nothing is kept
 */
export async function keptRowsOf(set: StoredSet, where: Where): Promise<KeptRows> {
  const filter = new RowFilter(where);
  const all = new Uint32Array(set.rows);
  let rows = 0;
  await set.visit(() => true, (row, { columns }) => {
    const isKept = filter.keeps(
      (column) => Object.hasOwn(columns, column) ? columns[column] : undefined,
      () => Object.keys(columns),
    );
    if (isKept) all[rows++] = row;
  });
  filter.check(set.name, "--where");
  const kept = all.subarray(0, rows);
  return {
    ...set,
    rows,
    rowOf: (row) => kept[row]!,
    blocks: (from, to) => blocksOf(set, kept, from, to),
    visit: (isWanted, visit) => {
      // Rows are asked for in order.
      let at = 0;
      const numberOf = (row: number) => {
        while (at < rows && kept[at]! < row) at++;
        return kept[at] === row ? at : undefined;
      };
      return set.visit((row) => {
        const number = numberOf(row);
        return number !== undefined && isWanted(number);
      }, (_, item) => visit(at, item));
    },
  };
}

async function* blocksOf(
  set: StoredSet,
  kept: Uint32Array,
  from: number,
  to: number,
): AsyncGenerator<RowBlock> {
  if (from === to) return;
  const isWhole = from === 0 && to === kept.length;
  // The hash of a file can be checked only where all of it is read.
  const [first, end] = isWhole ? [0, set.rows] : [kept[from]!, kept[to - 1]! + 1];
  let at = from, start = first;
  for await (const block of set.blocks(first, end)) {
    const { rows: count, columns, source = { name: set.name, row: start } } = block;
    // Rows that are left out are checked like those that are kept.
    checkVectors(source.name, block, source.row);
    const values = new Float32Array(block.values.length);
    let rows = 0;
    for (; at < to && kept[at]! < start + count; at++, rows++) {
      values.set(matrixRow(block, kept[at]! - start), rows * columns);
    }
    start += count;
    if (rows > 0) yield { rows, columns, values: values.subarray(0, rows * columns), source };
  }
}
