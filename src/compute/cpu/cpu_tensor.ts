/**
 * Tensors in this process's memory, and the interface's operands as the CPU device knows them.
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
  /** The values; a view's are a part of its row's. */
  readonly values: Float32Array;
}

/** A uint32 tensor. */
export interface CpuIndices extends Tensor {
  /** The values. */
  readonly values: Uint32Array;
}

/** Operands whose tensors are this device's. */
export type OnCpu<Operands> = {
  readonly [Name in keyof Operands]: Operands[Name] extends Tensor ? CpuTensor : Operands[Name];
};

/** {@link MatrixMultiplyOptions} of this device. */
export interface CpuMatrixMultiplyOptions {
  /** As there. */
  readonly transpose?: Transpose;
  /** As there. */
  readonly bias?: CpuTensor;
  /** As there. */
  readonly activation?: { readonly kind: Activation; readonly output: CpuTensor };
}

/** {@link ContrastiveLoss} of this device. */
export interface CpuContrastiveLoss extends OnCpu<Omit<ContrastiveLoss, "textIds">> {
  /** As there. */
  readonly textIds?: { readonly ids: CpuIndices; readonly first: number };
}

/** {@link NearestRows} of this device. */
export interface CpuNearestRows extends OnCpu<Omit<NearestRows, "rows" | "groups">> {
  /** As there. */
  readonly rows: CpuIndices;
  /** As there. */
  readonly groups?: { readonly queries: CpuIndices; readonly database: CpuIndices };
}

/** {@link AdamWStep} of this device. */
export type CpuAdamWStep = OnCpu<AdamWStep>;

/** {@link DistanceSums} of this device. */
export interface CpuDistanceSums extends OnCpu<Omit<DistanceSums, "starts">> {
  /** As there. */
  readonly starts: CpuIndices;
}

/** A new float32 tensor of zeros. */
export function zeros(rows: number, columns: number): CpuTensor {
  return { rows, columns, type: "float32", values: new Float32Array(rows * columns) };
}
