/**
 * Matrix products: squares, and those of a training step.
 * @module
 */
import type { Compute } from "../../../src/compute/compute.ts";
import { valuesOf } from "../values.ts";
import type { Prepared, ProductWork } from "../work.ts";

const square = (size: number): ProductWork => ({
  family: "matrix-multiply",
  rows: size,
  columns: size,
  depth: size,
  transpose: "none",
});

/** What is multiplied, with a name each. */
export const PRODUCTS: readonly (readonly [name: string, work: ProductWork])[] = [
  ["512 × 512 × 512", square(512)],
  ["1024 × 1024 × 1024", square(1024)],
  ["2048 × 2048 × 2048", square(2048)],
  ["forward, x Wᵀ: 1024 × 1024 · (512 × 1024)ᵀ", {
    family: "matrix-multiply",
    rows: 1024,
    columns: 512,
    depth: 1024,
    transpose: "right",
  }],
  ["weight gradient, dyᵀ x: (1024 × 512)ᵀ · 1024 × 1024", {
    family: "matrix-multiply",
    rows: 512,
    columns: 1024,
    depth: 1024,
    transpose: "left",
  }],
  ["input gradient, dy W: 1024 × 512 · 512 × 1024", {
    family: "matrix-multiply",
    rows: 1024,
    columns: 1024,
    depth: 512,
    transpose: "none",
  }],
];

/** Multiplications and additions of a product. */
export function productOperations({ rows, columns, depth }: ProductWork): number {
  return 2 * rows * columns * depth;
}

/** A factor as it lies in memory. */
export interface Factor {
  /** Rows and columns in memory. */
  readonly shape: readonly [number, number];
  /** Row-major values. */
  readonly values: Float32Array;
}

/** Both factors of a product, transposed as the work says. */
export function factorsOf(work: ProductWork): { left: Factor; right: Factor } {
  const { rows, columns, depth, transpose } = work;
  const factor = (name: string, shape: readonly [number, number]) => ({
    shape,
    values: valuesOf(name, shape[0] * shape[1]),
  });
  return {
    left: factor("left", transpose === "left" ? [depth, rows] : [rows, depth]),
    right: factor("right", transpose === "right" ? [columns, depth] : [depth, columns]),
  };
}

/** A product by this repository. */
export function multiplyOurs(compute: Compute, work: ProductWork): Prepared {
  const { left, right } = factorsOf(work);
  const a = compute.tensor(...left.shape, left.values);
  const b = compute.tensor(...right.shape, right.values);
  const product = compute.tensor(work.rows, work.columns);
  const values = new Float32Array(work.rows * work.columns);
  return {
    run(count) {
      for (let i = 0; i < count; i++) {
        compute.matrixMultiply(a, b, product, { transpose: work.transpose });
      }
      return compute.read(product, values);
    },
  };
}
