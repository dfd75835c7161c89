/**
 * Sums of Euclidean distances by class.
 * @module
 */
import { type CpuDistanceSums, type CpuTensor, rowsFrom, zeros } from "./cpu_tensor.ts";
import { matrixMultiply } from "./matrix_multiply.ts";

/** Rows and columns of a block of pairs: its products stay in the second-level cache. */
const BLOCK = 264;

/** Below this share of |x|² + |y|², |x - y|² from float32 products has lost more than two of its seven digits. */
const CANCELLATION = 0.01;

/** Implements {@link Compute.distanceSums}. */
export function distanceSums(operands: CpuDistanceSums): void {
  distanceSumsBy(matrixMultiply, operands);
}

/** Computes the sums with products by `multiply`; each pair is computed once. */
export function distanceSumsBy(multiply: typeof matrixMultiply, operands: CpuDistanceSums): void {
  const { queries } = operands;
  if (queries === undefined) sumAmongRows(multiply, operands);
  else sumToQueries(multiply, { ...operands, queries });
}

function sumAmongRows(
  multiply: typeof matrixMultiply,
  { x, starts, sums }: CpuDistanceSums,
): void {
  const { rows: n } = x;
  const classes = sums.columns;
  const classOf = new Uint32Array(n);
  for (let c = 0; c < classes; c++) classOf.fill(c, starts.values[c], starts.values[c + 1]);
  const squares = squaredLengths(x);
  const totals = new Float64Array(n * classes);
  for (let top = 0; top < n; top += BLOCK) {
    const upper = rowsFrom(x, top, BLOCK);
    for (let left = top; left < n; left += BLOCK) {
      const lower = rowsFrom(x, left, BLOCK);
      const block = zeros(upper.rows, lower.rows);
      multiply(upper, lower, block, { transpose: "right" });
      addDistances(x, block, top, left, squares, classOf, totals, classes);
    }
  }
  sums.values.set(totals);
}

/** Adds the distances of each pair i < j of a block of products to the sums of both. */
function addDistances(
  x: CpuTensor,
  { rows, columns, values }: CpuTensor,
  top: number,
  left: number,
  squares: Float64Array,
  classOf: Uint32Array,
  totals: Float64Array,
  classes: number,
): void {
  for (let i = top; i < top + rows; i++) {
    const squaredI = squares[i]!;
    const ownClass = classOf[i]!;
    const origin = (i - top) * columns - left;
    for (let j = Math.max(left, i + 1); j < left + columns; j++) {
      const scale = squaredI + squares[j]!;
      let square = scale - 2 * values[origin + j]!;
      if (square < CANCELLATION * scale) square = squaredDistance(x, i, x, j);
      const distance = Math.sqrt(square);
      totals[i * classes + classOf[j]!]! += distance;
      totals[j * classes + ownClass]! += distance;
    }
  }
}

function sumToQueries(
  multiply: typeof matrixMultiply,
  { x, starts, queries, sums }: CpuDistanceSums & { readonly queries: CpuTensor },
): void {
  const squares = squaredLengths(x), squaresOfQueries = squaredLengths(queries);
  const totals = new Float64Array(sums.values.length);
  for (let top = 0; top < queries.rows; top += BLOCK) {
    const some = rowsFrom(queries, top, BLOCK);
    for (let left = 0; left < x.rows; left += BLOCK) {
      const strip = rowsFrom(x, left, BLOCK);
      const block = zeros(some.rows, strip.rows);
      multiply(some, strip, block, { transpose: "right" });
      for (let i = top, at = 0; i < top + some.rows; i++) {
        for (let j = left; j < left + strip.rows; j++, at++) {
          const scale = squaresOfQueries[i]! + squares[j]!;
          let square = scale - 2 * block.values[at]!;
          if (square < CANCELLATION * scale) square = squaredDistance(queries, i, x, j);
          block.values[at] = Math.sqrt(square);
        }
      }
      addByClass(block, left, starts.values, totals.subarray(top * sums.columns));
    }
  }
  sums.values.set(totals);
}

/** Adds the distances of each line of a block, whose first column is row `left`, to the line's sums. */
function addByClass(
  { rows, columns, values }: CpuTensor,
  left: number,
  starts: Uint32Array,
  totals: Float64Array,
): void {
  const classes = starts.length - 1;
  const first = starts.findIndex((start) => start > left) - 1;
  for (let line = 0; line < rows; line++) {
    let at = line * columns;
    const origin = at - left, lineEnd = at + columns;
    for (let c = first; at < lineEnd; c++) {
      const end = Math.min(origin + starts[c + 1]!, lineEnd);
      let total = 0;
      for (; at < end; at++) total += values[at]!;
      totals[line * classes + c]! += total;
    }
  }
}

function squaredLengths(x: CpuTensor): Float64Array {
  return Float64Array.from({ length: x.rows }, (_, row) => squaredLength(x, row));
}

function squaredLength({ values, columns }: CpuTensor, row: number): number {
  let sum = 0;
  for (let at = row * columns; at < (row + 1) * columns; at++) sum += values[at]! ** 2;
  return sum;
}

function squaredDistance(
  { values: x, columns }: CpuTensor,
  i: number,
  { values: y }: CpuTensor,
  j: number,
): number {
  let sum = 0;
  const shift = (j - i) * columns;
  for (let at = i * columns; at < (i + 1) * columns; at++) {
    const difference = x[at]! - y[at + shift]!;
    sum += difference * difference;
  }
  return sum;
}
