/**
 * Tensors on a device.
 * @module
 */

/** Element type of a tensor: 32-bit floats, or unsigned 32-bit integers (indices, text ids). */
export type ElementType = "float32" | "uint32";

/**
 * A row-major matrix on a device, readable only through its device. A vector is a matrix of one row.
 */
export interface Tensor {
  /** Number of rows, at least 1. */
  readonly rows: number;
  /** Number of columns, at least 1. */
  readonly columns: number;
  /** Element type. */
  readonly type: ElementType;
}
