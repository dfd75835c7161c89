/**
 * Operands of a matrix product on the GPU device.
 * @module
 */
import type { Activation, Transpose } from "../compute.ts";
import type { GpuTensor } from "./gpu_tensor.ts";

/** Factors, result, and the layout of the factors. */
export interface Product {
  /** A, or Aᵀ where it is used transposed. */
  readonly left: GpuTensor;
  /** B, or Bᵀ where it is used transposed. */
  readonly right: GpuTensor;
  /** Receives A · B + bias. */
  readonly product: GpuTensor;
  /** Which factor is transposed. */
  readonly transpose: Transpose;
  /** A row added to every row of the product. */
  readonly bias: GpuTensor | undefined;
  /** Where the activation of the product goes. */
  readonly activation?: { readonly kind: Activation; readonly output: GpuTensor };
}

/** Length of the sums of a product. */
export function depthOf({ left, transpose }: Product): number {
  return transpose === "left" ? left.rows : left.columns;
}

/** Rounds a count up to a multiple of 4. */
export const toMultipleOf4 = (count: number): number => Math.ceil(count / 4) * 4;
