/**
 * Gathers rows by index, and their gradients. The indexed matrix may be larger than a binding.
 * @module
 */
import type { GpuTensor } from "./gpu_tensor.ts";
import { VECTOR_KERNELS } from "./kernels.ts";
import { piecesOf } from "./pieces.ts";
import { elementGrid, groupGrid, type Recorder } from "./recorder.ts";
import { twin } from "./vectors.ts";
import { walksOf } from "./walks.ts";

/** Records rows[i] = source[indices[first + i]]. */
export function recordGatherRows(
  recorder: Recorder,
  source: GpuTensor,
  indices: GpuTensor,
  first: number,
  rows: GpuTensor,
): void {
  const count = rows.rows;
  const [kernel, vectors] = twin(VECTOR_KERNELS.gatherRows, rows.columns);
  for (const piece of piecesOf(source.rows, source.columns, recorder.bindingBytes)) {
    const operands = [source.part(piece.first, piece.rows), indices, rows];
    const parameters = [count, vectors, first, count, piece.first, piece.rows];
    recorder.dispatch(kernel, operands, parameters, groupGrid(count));
  }
}

/** Records sourceGradient[r] = the sum of rowsGradient[i] over the i with indices[first + i] = r. */
export function recordGatherRowsBackward(
  recorder: Recorder,
  rowsGradient: GpuTensor,
  indices: GpuTensor,
  first: number,
  sourceGradient: GpuTensor,
): void {
  const { rows, columns } = sourceGradient;
  const [kernel, vectors] = twin(VECTOR_KERNELS.gatherRowsBackward, columns);
  for (const piece of piecesOf(rows, columns, recorder.bindingBytes)) {
    const result = sourceGradient.part(piece.first, piece.rows);
    for (const walk of walksOf(rowsGradient.rows)) {
      const operands = [rowsGradient.part(walk.first, walk.rows), indices, result];
      const gathered = [first + walk.first, walk.rows];
      const place = [piece.first, piece.rows, Number(walk.first > 0)];
      const parameters = [piece.rows, vectors, ...gathered, ...place];
      recorder.dispatch(kernel, operands, parameters, elementGrid(piece.rows * vectors));
    }
  }
}
