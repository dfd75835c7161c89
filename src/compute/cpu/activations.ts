/**
 * Elementwise operations.
 * @module
 */
import type { CpuTensor } from "./cpu_tensor.ts";
import { normalCumulative } from "./normal_distribution.ts";

/** Implements {@link Compute.add}. */
export function add(a: CpuTensor, b: CpuTensor, y: CpuTensor): void {
  for (let i = 0; i < y.values.length; i++) y.values[i] = a.values[i]! + b.values[i]!;
}

/** Implements {@link Compute.relu}; NaN stays NaN. */
export function relu(x: CpuTensor, y: CpuTensor): void {
  for (let i = 0; i < y.values.length; i++) {
    const value = x.values[i]!;
    y.values[i] = value <= 0 ? 0 : value;
  }
}

/** Implements {@link Compute.reluBackward}. */
export function reluBackward(x: CpuTensor, yGradient: CpuTensor, xGradient: CpuTensor): void {
  for (let i = 0; i < xGradient.values.length; i++) {
    xGradient.values[i] = x.values[i]! > 0 ? yGradient.values[i]! : 0;
  }
}

/** Implements {@link Compute.gelu}. */
export function gelu(x: CpuTensor, y: CpuTensor): void {
  for (let i = 0; i < y.values.length; i++) {
    const value = x.values[i]!;
    y.values[i] = value * normalCumulative(value, Math.exp(-value * value / 2));
  }
}

/** Implements {@link Compute.geluBackward}. */
export function geluBackward(
  x: CpuTensor,
  yGradient: CpuTensor,
  xGradient: CpuTensor,
  otherGradient?: CpuTensor,
): void {
  const peak = 1 / Math.sqrt(2 * Math.PI);
  for (let i = 0; i < xGradient.values.length; i++) {
    const value = x.values[i]!;
    const bell = Math.exp(-value * value / 2);
    const slope = normalCumulative(value, bell) + value * peak * bell;
    xGradient.values[i] = yGradient.values[i]! * slope + (otherGradient?.values[i] ?? 0);
  }
}
