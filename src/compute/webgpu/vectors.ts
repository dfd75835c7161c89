/**
 * Dispatches kernels that process their elements in vectors of four where the count allows.
 * @module
 */
import type { GpuTensor } from "./gpu_tensor.ts";
import { type Kernel, VECTOR_KERNELS, type VectorKernel } from "./kernels.ts";
import { elementGrid, lineGrid, type Recorder } from "./recorder.ts";
import { expectWalk, walksOf } from "./walks.ts";

/** Records a kernel with one invocation for each vector of `count` elements. */
export function recordElements(
  recorder: Recorder,
  kernels: VectorKernel,
  count: number,
  operands: readonly GpuTensor[],
  parameters: readonly number[] = [],
): void {
  const [kernel, vectors] = twin(kernels, count);
  recorder.dispatch(kernel, operands, [vectors, ...parameters], elementGrid(vectors));
}

/** How many times a kernel with one invocation per row loops over the row: that of layerNorm. */
const MOST_PASSES = 3;

/**
 * Records a kernel with one invocation for each row of x.
 * @throws {DeviceError} when a row is too long to loop over
 */
export function recordRows(
  recorder: Recorder,
  kernels: VectorKernel,
  x: GpuTensor,
  operands: readonly GpuTensor[],
): void {
  const [kernel, vectors] = twin(kernels, x.columns);
  expectWalk(kernel, x, MOST_PASSES * vectors);
  recorder.dispatch(kernel, operands, [x.rows, vectors], lineGrid(x.rows));
}

/** Records sums = the sum of each column of x. */
export function recordColumnSums(recorder: Recorder, x: GpuTensor, sums: GpuTensor): void {
  const [kernel, vectors] = twin(VECTOR_KERNELS.columnSums, x.columns);
  for (const { first, rows } of walksOf(x.rows)) {
    const parameters = [rows, vectors, Number(first > 0)];
    recorder.dispatch(kernel, [x.part(first, rows), sums], parameters, lineGrid(vectors));
  }
}

/** Returns the kernel for a count of elements, and how many vectors (or single elements) it then processes. */
export function twin(
  { vector, scalar }: VectorKernel,
  count: number,
): readonly [kernel: Kernel, vectors: number] {
  return count % 4 === 0 ? [vector, count / 4] : [scalar, count];
}
