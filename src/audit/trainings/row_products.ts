/**
 * Products of rows that are near their cosines, up to an error with a strict bound.
 *
 * Rows are scaled to one length and cut to 16-bit whole numbers, whose products `kernels/row_products.wasm` computes ten
 * times as fast as plain loops sum float64 ones.
 * @module
 */
import { memory, multiplyRows } from "../../../kernels/row_products.wasm";
import type { Matrix } from "../../basics/matrix.ts";
import { cutRow, LENGTH } from "../../measures/retrieval/cut_row.ts";

/** Columns, rows and others that the kernel takes at a time. */
const COLUMNS = 8, ROWS = 4, OTHERS = 2;
/** Most bytes of the rows in the memory of the kernel, and of the others, which the second-level cache should hold. */
const STRIP_BYTES = 2 ** 17;
/** Most rows, and most others, in the memory of the kernel: bounds their products. */
const STRIP_ROWS = 256;
const PAGE_BYTES = 2 ** 16;

/** Rows of whole numbers. */
export interface WholeRows {
  /** Number of columns, those of zeros at the end included. */
  readonly width: number;
  /** The numbers, row by row. */
  readonly values: Int16Array;
}

/** Cuts the rows of a matrix to whole numbers. */
export function wholeRows(matrix: Matrix): WholeRows {
  const width = COLUMNS * Math.ceil(matrix.columns / COLUMNS);
  const values = new Int16Array(matrix.rows * width);
  for (let row = 0; row < matrix.rows; row++) cutRow(matrix, row, values, row * width, 2);
  return { width, values };
}

/**
 * What a product of whole rows may be off LENGTH² times their cosine as float64 gives it.
 *
 * Cutting takes less than 1 from each number, so a vector no longer than √columns from each row, whose length is LENGTH.
 * The product of one row with what the other lost is at most LENGTH √columns, and that of both losses at most columns.
 * Float64 is off by less than (columns + 8) 2^-52 in a cosine, which is less than columns when multiplied by LENGTH². The
 * last term is far more than the rounding of the scaled numbers adds.
 */
export function errorOfProducts(columns: number): number {
  return 2 * LENGTH * Math.sqrt(columns) + 2 * columns + 2;
}

/** Products of some rows with some others. */
export interface RowProducts {
  /** Where these rows begin in the list of rows; the others in theirs. */
  readonly row: number;
  readonly other: number;
  /** How many these are. */
  readonly rows: number;
  readonly others: number;
  /** The products, row by row, `stride` apart; valid until the next ones are computed. */
  readonly products: Int32Array;
  readonly stride: number;
}

/** Computes the products of all of some rows with all of some rows of equal width, strip by strip. */
export function* productsOf(
  a: WholeRows,
  rows: readonly number[],
  b: WholeRows,
  others: readonly number[],
): Generator<RowProducts> {
  const bytes = 2 * a.width;
  const most = Math.min(STRIP_ROWS, Math.max(ROWS, ROWS * Math.floor(STRIP_BYTES / bytes / ROWS)));
  const atOthers = most * bytes, atProducts = 2 * atOthers;
  const missing = atProducts + 4 * most * most - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
  const numbers = new Int16Array(memory.buffer);
  const products = new Int32Array(memory.buffer, atProducts, most * most);
  for (let row = 0; row < rows.length; row += most) {
    const count = Math.min(most, rows.length - row);
    for (let other = 0; other < others.length; other += most) {
      const otherCount = Math.min(most, others.length - other);
      // Rows that fill up a block are what lies there: their products are not read.
      const stride = OTHERS * Math.ceil(otherCount / OTHERS);
      copyRows(a, rows, row, count, numbers, 0);
      copyRows(b, others, other, otherCount, numbers, atOthers / 2);
      multiplyRows(0, ROWS * Math.ceil(count / ROWS), atOthers, stride, bytes, atProducts);
      yield { row, other, rows: count, others: otherCount, products, stride };
    }
  }
}

function copyRows(
  { width, values }: WholeRows,
  list: readonly number[],
  first: number,
  count: number,
  numbers: Int16Array,
  place: number,
): void {
  for (let i = 0; i < count; i++, place += width) {
    const start = list[first + i]! * width;
    numbers.set(values.subarray(start, start + width), place);
  }
}
