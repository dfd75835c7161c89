/**
 * Inner products of all pairs of rows, computed on a device a block of rows at a time.
 * @module
 */
import type { Compute } from "../compute/compute.ts";

/** Products in one block: 16 MiB, far below any device's limit and large enough to hide a read-back. */
const BLOCK = 2 ** 22;

/**
 * Calls `visit` with each item's inner products with all items, in order.
 *
 * @param values items × dim
 * @param visit gets the item and its products; the array is valid during the call only
 */
export async function visitProducts(
  compute: Compute,
  values: Float32Array,
  dim: number,
  visit: (item: number, products: Float32Array) => void,
): Promise<void> {
  const count = values.length / dim;
  const perBlock = Math.max(1, Math.floor(BLOCK / count));
  const all = compute.tensor(count, dim, values);
  try {
    for (let first = 0; first < count; first += perBlock) {
      const rows = Math.min(perBlock, count - first);
      const part = values.subarray(first * dim, (first + rows) * dim);
      const block = compute.tensor(rows, dim, part);
      const products = compute.tensor(rows, count);
      try {
        compute.matrixMultiply(block, all, products, { transpose: "right" });
        const read = await compute.read(products);
        for (let row = 0; row < rows; row++) {
          visit(first + row, read.subarray(row * count, (row + 1) * count));
        }
      } finally {
        compute.release(block, products);
      }
    }
  } finally {
    compute.release(all);
  }
}
