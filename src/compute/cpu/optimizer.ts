/**
 * The global gradient norm and AdamW.
 * @module
 */
import type { CpuAdamWStep, CpuTensor } from "./cpu_tensor.ts";

/** Implements {@link Compute.globalNorm}. */
export function globalNorm(x: CpuTensor, norm: CpuTensor): void {
  let squares = 0;
  for (let i = 0; i < x.values.length; i++) squares += x.values[i]! ** 2;
  norm.values[0] = Math.sqrt(squares);
}

/** Implements {@link Compute.adamW}. */
export function adamW(operands: CpuAdamWStep): void {
  const { betas: [beta1, beta2], epsilon } = operands;
  const { clip, decay, rate, rootCorrection } = factorsOf(operands);
  const parameters = operands.parameters.values;
  const gradients = operands.gradients.values;
  const firstMoment = operands.firstMoment.values;
  const secondMoment = operands.secondMoment.values;
  for (let i = 0; i < parameters.length; i++) {
    const gradient = gradients[i]! * clip;
    const first = beta1 * firstMoment[i]! + (1 - beta1) * gradient;
    const second = beta2 * secondMoment[i]! + (1 - beta2) * gradient * gradient;
    firstMoment[i] = first;
    secondMoment[i] = second;
    const change = rate * first / (Math.sqrt(second) / rootCorrection + epsilon);
    parameters[i] = parameters[i]! * decay - change;
  }
  clampOne(operands);
}

/** The numbers that are the same for all parameters of a step. */
export function factorsOf(
  { learningRate, betas: [beta1, beta2], step, clipNorm, gradientNorm, weightDecay }: CpuAdamWStep,
): { clip: number; decay: number; rate: number; rootCorrection: number } {
  return {
    clip: Math.min(1, clipNorm / (gradientNorm.values[0]! + 1e-6)),
    decay: 1 - learningRate * weightDecay,
    rate: learningRate / (1 - beta1 ** step),
    rootCorrection: Math.sqrt(1 - beta2 ** step),
  };
}

/** Clamps the one parameter that the step says. */
export function clampOne(
  { parameters: { values }, clamp: { index, low, high } }: CpuAdamWStep,
): void {
  values[index] = Math.min(Math.max(values[index]!, low), high);
}
