/**
 * Tensors in this process's memory, and the interface's operands as the CPU device uses them.
 * @module
 */
import type {
  Activation,
  AdamWStep,
  ContrastiveLoss,
  DistanceSums,
  NearestRows,
  Tensor,
  Transpose,
} from "../compute.ts";

/** A float32 tensor: rows · columns values, row by row. */
export interface CpuTensor extends Tensor {
  /** The values; for a view, a part of its row's values. */
  readonly values: Float32Array;
}

/** A uint32 tensor. */
export interface CpuIndices extends Tensor {
  /** The values. */
  readonly values: Uint32Array;
}

/** Operands whose tensors belong to this device. */
export type OnCpu<Operands> = {
  readonly [Name in keyof Operands]: Operands[Name] extends Tensor ? CpuTensor : Operands[Name];
};

/** {@link MatrixMultiplyOptions} with tensors of this device. */
export interface CpuMatrixMultiplyOptions {
  /** As in the interface. */
  readonly transpose?: Transpose;
  /** As in the interface. */
  readonly bias?: CpuTensor;
  /** As in the interface. */
  readonly activation?: { readonly kind: Activation; readonly output: CpuTensor };
}

/** {@link ContrastiveLoss} with tensors of this device. */
export interface CpuContrastiveLoss extends OnCpu<Omit<ContrastiveLoss, "targetIds">> {
  /** As in the interface. */
  readonly targetIds?: { readonly ids: CpuIndices; readonly first: number };
}

/** {@link NearestRows} with tensors of this device. */
export interface CpuNearestRows extends OnCpu<Omit<NearestRows, "rows" | "groups">> {
  /** As in the interface. */
  readonly rows: CpuIndices;
  /** As in the interface. */
  readonly groups?: { readonly queries: CpuIndices; readonly database: CpuIndices };
}

/** {@link AdamWStep} with tensors of this device. */
export type CpuAdamWStep = OnCpu<AdamWStep>;

/** {@link DistanceSums} with tensors of this device. */
export interface CpuDistanceSums extends OnCpu<Omit<DistanceSums, "starts" | "queries">> {
  /** As in the interface. */
  readonly starts: CpuIndices;
  /** As in the interface. */
  readonly queries?: CpuTensor;
}

/** Creates a float32 tensor of zeros. */
export function zeros(rows: number, columns: number): CpuTensor {
  return { rows, columns, type: "float32", values: new Float32Array(rows * columns) };
}

/** Up to `atMost` rows of a tensor from row `first` on, as a view of its memory. */
export function rowsFrom(
  { rows, columns, type, values }: CpuTensor,
  first: number,
  atMost: number,
): CpuTensor {
  const end = Math.min(first + atMost, rows);
  return {
    rows: end - first,
    columns,
    type,
    values: values.subarray(first * columns, end * columns),
  };
}
