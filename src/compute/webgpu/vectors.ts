/**
 * Dispatches of kernels that take their elements in vectors of four where the count allows.
 * @module
 */
import type { GpuTensor } from "./gpu_tensor.ts";
import type { Kernel, VectorKernel } from "./kernels.ts";
import { elementGrid, lineGrid, type Recorder } from "./recorder.ts";

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

/** Records a kernel with one invocation for each row of x. */
export function recordRows(
  recorder: Recorder,
  kernels: VectorKernel,
  x: GpuTensor,
  operands: readonly GpuTensor[],
): void {
  const [kernel, vectors] = twin(kernels, x.columns);
  recorder.dispatch(kernel, operands, [x.rows, vectors], lineGrid(x.rows));
}

/** Records a kernel with one invocation for each vector of columns of x. */
export function recordColumns(
  recorder: Recorder,
  kernels: VectorKernel,
  x: GpuTensor,
  operands: readonly GpuTensor[],
): void {
  const [kernel, vectors] = twin(kernels, x.columns);
  recorder.dispatch(kernel, operands, [x.rows, vectors], lineGrid(vectors));
}

/** The kernel for a count of elements, and how many vectors (or single elements) it then takes. */
export function twin(
  { vector, scalar }: VectorKernel,
  count: number,
): readonly [kernel: Kernel, vectors: number] {
  return count % 4 === 0 ? [vector, count / 4] : [scalar, count];
}
