/**
 * Sums of Euclidean distances by class.
 * @module
 */
import { type CpuDistanceSums, type CpuTensor, rowsFrom } from "./cpu_tensor.ts";
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
export function distanceSumsBy(
  multiply: typeof matrixMultiply,
  { x, starts, sums }: CpuDistanceSums,
): void {
  const { rows: n } = x;
  const classes = sums.columns;
  const classOf = new Uint32Array(n);
  for (let c = 0; c < classes; c++) classOf.fill(c, starts.values[c], starts.values[c + 1]);
  const squares = Float64Array.from({ length: n }, (_, row) => squaredLength(x, row));
  const totals = new Float64Array(n * classes);
  for (let top = 0; top < n; top += BLOCK) {
    const upper = rowsFrom(x, top, BLOCK);
    for (let left = top; left < n; left += BLOCK) {
      const lower = rowsFrom(x, left, BLOCK);
      const values = new Float32Array(upper.rows * lower.rows);
      const block: CpuTensor = { rows: upper.rows, columns: lower.rows, type: "float32", values };
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
      if (square < CANCELLATION * scale) square = squaredDistance(x, i, j);
      const distance = Math.sqrt(square);
      totals[i * classes + classOf[j]!]! += distance;
      totals[j * classes + ownClass]! += distance;
    }
  }
}

function squaredLength({ values, columns }: CpuTensor, row: number): number {
  let sum = 0;
  for (let at = row * columns; at < (row + 1) * columns; at++) sum += values[at]! ** 2;
  return sum;
}

function squaredDistance({ values, columns }: CpuTensor, i: number, j: number): number {
  let sum = 0;
  const shift = (j - i) * columns;
  for (let at = i * columns; at < (i + 1) * columns; at++) {
    const difference = values[at]! - values[at + shift]!;
    sum += difference * difference;
  }
  return sum;
}
