/**
 * Cosines of rows in float64, exactly 1 for equal ones: every inner product is summed in the order of the columns.
 * @module
 */
import type { Matrix } from "../../basics/matrix.ts";

/** A matrix with the inner product of each row with itself. */
export interface Measured {
  /** The matrix. */
  readonly matrix: Matrix;
  /** The inner product of each row with itself. */
  readonly squares: Float64Array;
}

/** Measures the rows of a matrix. */
export function measured(matrix: Matrix): Measured {
  const squares = Float64Array.from({ length: matrix.rows }, (_, i) => inner(matrix, i, matrix, i));
  return { matrix, squares };
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
 * The cosine of each of some rows to the nearest of some rows of the other matrix; -Infinity where there are none. Two
 * rows meet four others at a time: their sums do not wait for each other, and each number is read once for several.
 *
 * @param isLeftOut whether a row is not compared with another one
 */
export function greatestCosines(
  a: Measured,
  rows: readonly number[],
  b: Measured,
  others: readonly number[],
  isLeftOut?: (row: number, other: number) => boolean,
): number[] {
  const most = new Array<number>(rows.length).fill(-Infinity);
  const products = new Float64Array(8);
  // A block beyond the last row or other repeats it, which changes no maximum.
  const upTo = (list: readonly number[], at: number, count: number) =>
    Array.from({ length: count }, (_, i) => list[Math.min(at + i, list.length - 1)]!);
  const strips = Array.from({ length: Math.ceil(others.length / 4) }, (_, i) => {
    const four = upTo(others, 4 * i, 4);
    return { four, starts: four.map((other) => other * b.matrix.columns) };
  });
  for (let at = 0; at < rows.length; at += 2) {
    const two = upTo(rows, at, 2);
    for (const { four, starts } of strips) {
      multiply(a.matrix, two, b.matrix.values, starts, products);
      for (let i = 0; i < 8; i++) {
        const row = two[i >> 2]!,
          other = four[i & 3]!,
          place = Math.min(at + (i >> 2), rows.length - 1);
        if (isLeftOut?.(row, other)) continue;
        const value = cosineOf(products[i]!, a.squares[row]! * b.squares[other]!);
        if (value > most[place]!) most[place] = value;
      }
    }
  }
  return most;
}

/** Computes the inner products of two rows with four others. */
function multiply(
  { columns, values: x }: Matrix,
  [one, two]: readonly number[],
  y: Float32Array,
  [first, second, third, fourth]: readonly number[],
  products: Float64Array,
): void {
  const start = one! * columns, other = two! * columns;
  let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < columns; i++) {
    const u = x[start + i]!, v = x[other + i]!;
    const p = y[first! + i]!, q = y[second! + i]!, r = y[third! + i]!, s = y[fourth! + i]!;
    a += u * p;
    b += u * q;
    c += u * r;
    d += u * s;
    e += v * p;
    f += v * q;
    g += v * r;
    h += v * s;
  }
  products[0] = a;
  products[1] = b;
  products[2] = c;
  products[3] = d;
  products[4] = e;
  products[5] = f;
  products[6] = g;
  products[7] = h;
}
