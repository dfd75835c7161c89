/**
 * Cosines of rows in float64, exactly 1 for equal ones: every inner product is summed in the order of the columns.
 * @module
 */
import type { Matrix } from "../../basics/matrix.ts";
import {
  errorOfProducts,
  productsOf,
  type RowProducts,
  type WholeRows,
  wholeRows,
} from "./row_products.ts";

/** A matrix of finite values with what its cosines need. */
export interface Measured {
  /** The matrix. */
  readonly matrix: Matrix;
  /** The inner product of each row with itself. */
  readonly squares: Float64Array;
  /** The rows, cut to whole numbers; made where they are first asked for. */
  readonly whole: WholeRows;
}

/** Measures the rows of a matrix. */
export function measured(matrix: Matrix): Measured {
  const squares = Float64Array.from({ length: matrix.rows }, (_, i) => inner(matrix, i, matrix, i));
  let whole: WholeRows | undefined;
  return {
    matrix,
    squares,
    get whole() {
      return whole ??= wholeRows(matrix);
    },
  };
}

/** The cosine of two rows; 0 where one of them is zero. That of equal rows is exactly 1, so copies are ties. */
export function cosine(a: Measured, i: number, b: Measured, j: number): number {
  return cosineOf(inner(a.matrix, i, b.matrix, j), a.squares[i]! * b.squares[j]!);
}

function cosineOf(product: number, squares: number): number {
  return squares > 0 ? product / Math.sqrt(squares) : 0;
}

function inner(
  { columns, values: a }: Matrix,
  i: number,
  { values: b }: Matrix,
  j: number,
): number {
  const [from, other] = [i * columns, j * columns];
  let sum = 0;
  for (let c = 0; c < columns; c++) sum += a[from + c]! * b[other + c]!;
  return sum;
}

/**
 * The cosine of each of some rows to the nearest of some rows of the other matrix; -Infinity where there are none.
 * Products of whole numbers tell which ones can be nearest; the exact cosines of these alone are computed.
 *
 * @param isLeftOut whether a row is not compared with another one
 */
export function greatestCosines(
  a: Measured,
  rows: readonly number[],
  b: Measured,
  others: readonly number[],
  isLeftOut: (row: number, other: number) => boolean = () => false,
): number[] {
  const most = new Array<number>(rows.length).fill(-Infinity);
  // The greatest product of each row so far: a greater cosine can only come with a product that is hardly smaller.
  const greatest = new Float64Array(rows.length).fill(-Infinity);
  const error = 2 * errorOfProducts(a.matrix.columns);
  for (const strip of productsOf(a.whole, rows, b.whole, others)) {
    const pairs: [place: number, other: number][] = [];
    for (let i = 0; i < strip.rows; i++) {
      const place = strip.row + i, row = rows[place]!;
      const isOut = (at: number) => isLeftOut(row, others[strip.other + at]!);
      greatest[place] = greatestOf(strip, i, greatest[place]!, isOut);
      for (const at of atLeast(strip, i, greatest[place]! - error, isOut)) {
        pairs.push([place, others[strip.other + at]!]);
      }
    }
    const cosines = cosinesOf(
      a,
      pairs.map(([place]) => rows[place]!),
      b,
      pairs.map(([, other]) => other),
    );
    pairs.forEach(([place], i) => most[place] = Math.max(most[place]!, cosines[i]!));
  }
  return most;
}

/** The greatest product of a row of a strip, if it is more than the given one, which it is otherwise. */
function greatestOf(
  { products, stride, others }: RowProducts,
  row: number,
  greatest: number,
  isOut: (other: number) => boolean,
): number {
  for (let other = 0, at = row * stride; other < others; other++, at++) {
    if (products[at]! > greatest && !isOut(other)) greatest = products[at]!;
  }
  return greatest;
}

/** The others of a strip whose products with a row are not below a bound. */
function atLeast(
  { products, stride, others }: RowProducts,
  row: number,
  least: number,
  isOut: (other: number) => boolean,
): number[] {
  const found: number[] = [];
  for (let other = 0, at = row * stride; other < others; other++, at++) {
    if (products[at]! >= least && !isOut(other)) found.push(other);
  }
  return found;
}

/** The cosine of each row to its other; of four pairs at a time, since their sums do not wait for each other. */
function cosinesOf(
  a: Measured,
  rows: readonly number[],
  b: Measured,
  others: readonly number[],
): number[] {
  const columns = a.matrix.columns, x = a.matrix.values, y = b.matrix.values;
  const products: number[] = [];
  // A block beyond the last pair repeats it.
  const startOf = (list: readonly number[], at: number) =>
    list[Math.min(at, list.length - 1)]! * columns;
  for (let at = 0; at < rows.length; at += 4) {
    const i = startOf(rows, at), j = startOf(rows, at + 1);
    const k = startOf(rows, at + 2), l = startOf(rows, at + 3);
    const e = startOf(others, at), f = startOf(others, at + 1);
    const g = startOf(others, at + 2), h = startOf(others, at + 3);
    let p = 0, q = 0, r = 0, s = 0;
    for (let c = 0; c < columns; c++) {
      p += x[i + c]! * y[e + c]!;
      q += x[j + c]! * y[f + c]!;
      r += x[k + c]! * y[g + c]!;
      s += x[l + c]! * y[h + c]!;
    }
    products.push(p, q, r, s);
  }
  return rows.map((row, at) => cosineOf(products[at]!, a.squares[row]! * b.squares[others[at]!]!));
}
