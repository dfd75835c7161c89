/**
 * Cosines of rows in float64, exactly 1 for equal ones.
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
  const squares = a.squares[i]! * b.squares[j]!;
  return squares > 0 ? inner(a.matrix, i, b.matrix, j) / Math.sqrt(squares) : 0;
}

/**
 * The inner product of two rows, in four sums that do not wait for each other: about twice as fast as one sum,
 * with 128 to 2,048 columns.
 */
function inner(
  { columns, values: a }: Matrix,
  i: number,
  { values: b }: Matrix,
  j: number,
): number {
  const [from, other] = [i * columns, j * columns];
  const whole = columns - columns % 4;
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let c = 0; c < whole; c += 4) {
    first += a[from + c]! * b[other + c]!;
    second += a[from + c + 1]! * b[other + c + 1]!;
    third += a[from + c + 2]! * b[other + c + 2]!;
    fourth += a[from + c + 3]! * b[other + c + 3]!;
  }
  for (let c = whole; c < columns; c++) first += a[from + c]! * b[other + c]!;
  return first + second + third + fourth;
}

/** The cosine of a row to the nearest of some rows of the other matrix; -Infinity where there are none. */
export function greatestCosine(
  a: Measured,
  row: number,
  b: Measured,
  others: readonly number[],
): number {
  let most = -Infinity;
  for (const other of others) most = Math.max(most, cosine(a, row, b, other));
  return most;
}
