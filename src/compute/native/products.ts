/**
 * Matrix products by a BLAS.
 * @module
 */
import type { CpuMatrixMultiplyOptions, CpuTensor } from "../cpu/cpu_tensor.ts";
import { AS_IS, type Blas, ROW_MAJOR, TRANSPOSED } from "./blas.ts";
import { activate, addRow } from "./vectors.ts";

/** Implements {@link Compute.matrixMultiply}. */
export type Multiply = (
  left: CpuTensor,
  right: CpuTensor,
  product: CpuTensor,
  options?: CpuMatrixMultiplyOptions,
) => void;

/**
 * Products by a library with a number of threads. A library's threads belong to the whole process, so they are set
 * again where another device has changed them: with other threads a product may have other bits.
 */
export function multiplyBy({ multiply, threads }: Blas, count: number | undefined): Multiply {
  return (left, right, product, { transpose, bias, activation } = {}) => {
    if (count !== undefined && threads!.count() !== count) threads!.set(count);
    multiply(
      ROW_MAJOR,
      transpose === "left" ? TRANSPOSED : AS_IS,
      transpose === "right" ? TRANSPOSED : AS_IS,
      product.rows,
      product.columns,
      transpose === "left" ? left.rows : left.columns,
      1,
      left.values as BufferSource,
      left.columns,
      right.values as BufferSource,
      right.columns,
      0,
      product.values as BufferSource,
      product.columns,
    );
    if (bias) addRow(product, bias);
    if (activation) activate(activation.kind, product, activation.output);
  };
}
