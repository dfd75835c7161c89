/**
 * Sums of Euclidean distances by class: products by a BLAS, distances and their sums by a WebAssembly kernel.
 * @module
 */
import * as kernels from "../../../kernels/native/kernels.wasm";
import { type CpuDistanceSums, type CpuTensor, rowsFrom } from "../cpu/cpu_tensor.ts";
import { distanceSumsBy } from "../cpu/distance_sums.ts";
import { allocate, deallocate } from "./arena.ts";
import type { Multiply } from "./products.ts";
import { addressOf, endOf, inVectors, rowBytes } from "./vectors.ts";

/** Rows and columns of a block: its products, 1 MiB, stay in the second-level cache. */
const BLOCK = 512;

/**
 * Implements {@link Compute.distanceSums} with products by `multiply`. Among the rows themselves each pair is computed
 * twice: with vectors of four, this is faster than to add each distance to two sums.
 */
export function sumDistancesBy(multiply: Multiply, operands: CpuDistanceSums): void {
  const { x, starts, sums, queries = x } = operands;
  const squares = squaresOf(x);
  const products = allocate(Math.min(BLOCK, queries.rows), Math.min(BLOCK, x.rows));
  try {
    if (!inVectors(x.columns, x, queries, squares, products)) {
      return distanceSumsBy(multiply, operands);
    }
    const totals = new Float64Array(sums.values.length);
    for (let top = 0; top < queries.rows; top += BLOCK) {
      const some = rowsFrom(queries, top, BLOCK);
      const own = totals.subarray(top * sums.columns);
      for (let left = 0; left < x.rows; left += BLOCK) {
        const strip = rowsFrom(x, left, BLOCK);
        const values = products.values.subarray(0, some.rows * strip.rows);
        const block = { ...products, rows: some.rows, columns: strip.rows, values };
        multiply(some, strip, block, { transpose: "right" });
        addByClass(some, block, { rows: x, squares, first: left }, starts.values, own);
      }
    }
    sums.values.set(totals);
  } finally {
    deallocate(squares);
    deallocate(products);
  }
}

/** The rows whose distances are summed. */
interface Others {
  readonly rows: CpuTensor;
  /** The squared length of each. */
  readonly squares: CpuTensor;
  /** The row of a block's first column. */
  readonly first: number;
}

/** Adds the distances of each of some rows, whose products with others are a block, to the row's sums. */
function addByClass(
  some: CpuTensor,
  block: CpuTensor,
  { rows, squares, first }: Others,
  starts: Uint32Array,
  totals: Float64Array,
): void {
  const classes = starts.length - 1, bytes = rowBytes(rows);
  const firstClass = starts.findIndex((start) => start > first) - 1;
  const last = first + block.columns;
  for (let line = 0; line < block.rows; line++) {
    const x = addressOf(some) + line * bytes;
    const own = kernels.norm(x, x + bytes) ** 2;
    const products = addressOf(block) + 4 * (line * block.columns - first);
    for (let c = firstClass, row = first; row < last; c++) {
      const end = Math.min(starts[c + 1]!, last);
      if (end === row) continue;
      totals[line * classes + c]! += kernels.sumOfDistances(
        products + 4 * row,
        products + 4 * end,
        own,
        addressOf(squares) + 4 * row,
        x,
        addressOf(rows) + row * bytes,
        bytes,
      );
      row = end;
    }
  }
}

/** The squared length of each row. */
function squaresOf(x: CpuTensor): CpuTensor {
  const squares = allocate(1, x.rows);
  if (!inVectors(x.columns, x)) return squares;
  const bytes = rowBytes(x);
  for (let row = 0, at = addressOf(x); at < endOf(x); row++, at += bytes) {
    squares.values[row] = kernels.norm(at, at + bytes) ** 2;
  }
  return squares;
}
