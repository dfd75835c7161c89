/**
 * Cosines of rows in float64, exactly 1 for equal ones.
 * @module
 */
import { inner } from "../../basics/inner_product.ts";
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
