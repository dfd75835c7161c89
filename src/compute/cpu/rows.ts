/**
 * Operations on whole rows: sums, normalization, gathering.
 * @module
 */
import type { CpuIndices, CpuTensor } from "./cpu_tensor.ts";

/** The smallest divisor of a row, rounded to float32. */
export const LEAST_NORM: number = Math.fround(1e-12);

/** Implements {@link Compute.columnSums}. */
export function columnSums(x: CpuTensor, sums: CpuTensor): void {
  const totals = new Float64Array(x.columns);
  for (let row = 0, i = 0; row < x.rows; row++) {
    for (let j = 0; j < x.columns; j++) totals[j]! += x.values[i++]!;
  }
  sums.values.set(totals);
}

/** Implements {@link Compute.normalizeRows}. */
export function normalizeRows(x: CpuTensor, y: CpuTensor, norms: CpuTensor): void {
  for (let row = 0; row < x.rows; row++) {
    const start = row * x.columns;
    let squares = 0;
    for (let j = start; j < start + x.columns; j++) squares += x.values[j]! ** 2;
    const norm = Math.max(Math.sqrt(squares), LEAST_NORM);
    for (let j = start; j < start + x.columns; j++) y.values[j] = x.values[j]! / norm;
    norms.values[row] = norm;
  }
}

/** Implements {@link Compute.normalizeRowsBackward}; a row that was too short to have a direction was only scaled. */
export function normalizeRowsBackward(
  y: CpuTensor,
  norms: CpuTensor,
  yGradient: CpuTensor,
  xGradient: CpuTensor,
): void {
  for (let row = 0; row < y.rows; row++) {
    const start = row * y.columns;
    const norm = norms.values[row]!;
    let along = 0;
    if (norm !== LEAST_NORM) {
      for (let j = start; j < start + y.columns; j++) along += y.values[j]! * yGradient.values[j]!;
    }
    for (let j = start; j < start + y.columns; j++) {
      xGradient.values[j] = (yGradient.values[j]! - y.values[j]! * along) / norm;
    }
  }
}

/** Implements {@link Compute.gatherRows}. */
export function gatherRows(
  source: CpuTensor,
  indices: CpuIndices,
  first: number,
  rows: CpuTensor,
): void {
  const { columns } = source;
  for (let i = 0; i < rows.rows; i++) {
    const from = indices.values[first + i]! * columns;
    rows.values.set(source.values.subarray(from, from + columns), i * columns);
  }
}

/** Implements {@link Compute.gatherRowsBackward}. */
export function gatherRowsBackward(
  rowsGradient: CpuTensor,
  indices: CpuIndices,
  first: number,
  sourceGradient: CpuTensor,
): void {
  const { rows, columns } = rowsGradient;
  sourceGradient.values.fill(0);
  for (let i = 0; i < rows; i++) {
    const to = indices.values[first + i]! * columns;
    for (let j = 0; j < columns; j++) {
      sourceGradient.values[to + j]! += rowsGradient.values[i * columns + j]!;
    }
  }
}
