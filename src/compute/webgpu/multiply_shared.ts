/**
 * Products for graphics cards, from blocks in shared memory.
 * @module
 */
import { KERNELS } from "./kernels.ts";
import { depthOf, type Product } from "./product.ts";
import type { Recorder } from "./recorder.ts";

/** Rows and columns of the product that a work group computes. */
const BLOCK = 64;

/** Records a product. */
export function multiplyShared(recorder: Recorder, operands: Product): void {
  const { left, right, product, transpose, bias } = operands;
  const { rows, columns } = product;
  const depth = depthOf(operands);
  const leftStrides = transpose === "left" ? [1, rows] : [depth, 1];
  const rightStrides = transpose === "right" ? [1, depth] : [columns, 1];
  recorder.dispatch(
    KERNELS.multiplyShared,
    [left, right, bias ?? right, product],
    [rows, columns, depth, ...leftStrides, ...rightStrides, Number(bias !== undefined)],
    [Math.ceil(columns / BLOCK), Math.ceil(rows / BLOCK)],
  );
}
