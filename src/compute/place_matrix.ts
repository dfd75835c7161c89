/**
 * Moves matrices to a device.
 * @module
 */
import { freeMatrix, type Matrix } from "../basics/matrix.ts";
import type { Compute, Tensor } from "./compute.ts";

/** Copies a matrix to the device; the caller releases it. */
export function placeMatrix(compute: Compute, { rows, columns, values }: Matrix): Tensor {
  return compute.tensor(rows, columns, values);
}

/** Copies a matrix to the device, and frees it as {@link freeMatrix} does; the caller releases the tensor. */
export function moveMatrix(compute: Compute, matrix: Matrix): Tensor {
  const tensor = placeMatrix(compute, matrix);
  freeMatrix(matrix);
  return tensor;
}
