/**
 * Layer normalization and its gradients.
 * @module
 */
import type { CpuTensor } from "./cpu_tensor.ts";

/** Added to the variance. */
export const EPSILON = 1e-5;

/** Implements {@link Compute.layerNorm}. */
export function layerNorm(
  x: CpuTensor,
  gain: CpuTensor,
  shift: CpuTensor,
  y: CpuTensor,
  statistics: CpuTensor,
): void {
  const { rows, columns } = x;
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += x.values[start + j]!;
    const mean = sum / columns;
    let squares = 0;
    for (let j = 0; j < columns; j++) squares += (x.values[start + j]! - mean) ** 2;
    const inverse = 1 / Math.sqrt(squares / columns + EPSILON);
    for (let j = 0; j < columns; j++) {
      const normal = (x.values[start + j]! - mean) * inverse;
      y.values[start + j] = normal * gain.values[j]! + shift.values[j]!;
    }
    statistics.values[2 * row] = mean;
    statistics.values[2 * row + 1] = inverse;
  }
}

/** Implements {@link Compute.layerNormBackward}. */
export function layerNormBackward(
  x: CpuTensor,
  gain: CpuTensor,
  statistics: CpuTensor,
  yGradient: CpuTensor,
  xGradient: CpuTensor,
  gainGradient: CpuTensor,
  shiftGradient: CpuTensor,
): void {
  const { rows, columns } = x;
  const gainSums = new Float64Array(columns);
  const shiftSums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    const mean = statistics.values[2 * row]!;
    const inverse = statistics.values[2 * row + 1]!;
    let sum = 0;
    let projection = 0;
    for (let j = 0; j < columns; j++) {
      const normal = (x.values[start + j]! - mean) * inverse;
      const gradient = yGradient.values[start + j]!;
      gainSums[j]! += gradient * normal;
      shiftSums[j]! += gradient;
      sum += gradient * gain.values[j]!;
      projection += gradient * gain.values[j]! * normal;
    }
    for (let j = 0; j < columns; j++) {
      const normal = (x.values[start + j]! - mean) * inverse;
      const centered = yGradient.values[start + j]! * gain.values[j]! - sum / columns;
      xGradient.values[start + j] = inverse * (centered - normal * projection / columns);
    }
  }
  gainGradient.values.set(gainSums);
  shiftGradient.values.set(shiftSums);
}
