/**
 * What a matrix product on the GPU device takes.
 * @module
 */
import type { Activation, Transpose } from "../compute.ts";
import type { GpuTensor } from "./gpu_tensor.ts";

/** Factors, result, and how the factors lie. */
export interface Product {
  /** A, or Aᵀ where it is used transposed. */
  readonly left: GpuTensor;
  /** B, or Bᵀ where it is used transposed. */
  readonly right: GpuTensor;
  /** Receives A · B + bias. */
  readonly product: GpuTensor;
  /** Which factor is used transposed. */
  readonly transpose: Transpose;
  /** A row added to every row of the product. */
  readonly bias: GpuTensor | undefined;
  /** Where the activation of the product goes. */
  readonly activation?: { readonly kind: Activation; readonly output: GpuTensor };
}

/** The length of the sums of a product. */
export function depthOf({ left, transpose }: Product): number {
  return transpose === "left" ? left.rows : left.columns;
}

/** The least multiple of 4 that is not less than a count. */
export const toMultipleOf4 = (count: number): number => Math.ceil(count / 4) * 4;
