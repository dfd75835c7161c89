/**
 * Computes the squared distances of all pairs of items: what the neighbors of t-SNE are chosen by.
 * @module
 */
import type { Compute } from "../../compute/compute.ts";

/** Most distances in one product: 16 MB, so that 10,000 items take no second matrix of all pairs. */
const MOST_AT_ONCE = 2 ** 22;
/** Below this share of |x|² + |y|², |x - y|² from float32 products has lost more than two of its seven digits. */
const CANCELLATION = 0.01;

/**
 * Computes |x|² + |y|² - 2 x·y for all pairs, with products by the device; the squared distances of near pairs, which
 * are small differences of large numbers, come from the rows in float64.
 *
 * @param rows items × dim, with entries from -1 to 1; they should be centered, which makes fewer pairs near
 * @param dim width of a row
 * @param onStep called after each product, and awaited
 * @returns items × items, symmetric, zero on the diagonal
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCpu } from "../../compute/cpu/cpu_compute.ts";
 * const compute = openCpu();
 * const squares = await squaredDistances(compute, Float64Array.of(-1, 0, 1), 1);
 * assert.deepEqual([...squares], [0, 1, 4, 1, 0, 1, 4, 1, 0]);
 * compute.close();
 * ```
 */
export async function squaredDistances(
  compute: Compute,
  rows: Float64Array,
  dim: number,
  onStep?: () => Promise<void>,
): Promise<Float32Array> {
  const n = rows.length / dim;
  const lengths = squaredLengths(rows, dim);
  const squares = new Float32Array(n * n);
  const values = Float32Array.from(rows);
  const right = compute.tensor(n, dim, values);
  const most = Math.max(1, Math.floor(MOST_AT_ONCE / n));
  const all = new Float32Array(Math.min(most, n) * n);
  for (let first = 0; first < n; first += most) {
    const end = Math.min(first + most, n);
    const left = compute.tensor(end - first, dim, values.subarray(first * dim, end * dim));
    const product = compute.tensor(end - first, n);
    compute.matrixMultiply(left, right, product, { transpose: "right" });
    const products = await compute.read(product, all.subarray(0, (end - first) * n));
    compute.release(left, product);
    for (let item = first; item < end; item++) {
      const own = products.subarray((item - first) * n, (item - first + 1) * n);
      fillRow(squares, own, item, rows, lengths);
    }
    await onStep?.();
  }
  compute.release(right);
  return squares;
}

function squaredLengths(rows: Float64Array, dim: number): Float64Array {
  const lengths = new Float64Array(rows.length / dim);
  for (let at = 0; at < rows.length; at++) lengths[Math.floor(at / dim)]! += rows[at]! ** 2;
  return lengths;
}

/** Writes the squared distances of an item and those before it, from its products with all, to the whole matrix. */
function fillRow(
  squares: Float32Array,
  products: Float32Array,
  item: number,
  rows: Float64Array,
  lengths: Float64Array,
): void {
  const n = lengths.length;
  const dim = rows.length / n;
  const length = lengths[item]!;
  for (let other = 0; other < item; other++) {
    const scale = length + lengths[other]!;
    let square = scale - 2 * products[other]!;
    if (square < CANCELLATION * scale) square = squaredDistance(rows, dim, item, other);
    squares[item * n + other] = square;
    squares[other * n + item] = square;
  }
}

function squaredDistance(rows: Float64Array, dim: number, item: number, other: number): number {
  let sum = 0;
  for (let column = 0; column < dim; column++) {
    const difference = rows[item * dim + column]! - rows[other * dim + column]!;
    sum += difference * difference;
  }
  return sum;
}
