/**
 * Moves matrices to a device.
 * @module
 */
import type { Matrix } from "../basics/matrix.ts";
import type { Compute, Tensor } from "./compute.ts";

/** Copies a matrix to the device; the caller releases it. */
export function placeMatrix(compute: Compute, { rows, columns, values }: Matrix): Tensor {
  return compute.tensor(rows, columns, values);
}
