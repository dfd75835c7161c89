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
  const { learningRate, betas: [beta1, beta2], epsilon, step, clamp } = operands;
  const parameters = operands.parameters.values;
  const gradients = operands.gradients.values;
  const firstMoment = operands.firstMoment.values;
  const secondMoment = operands.secondMoment.values;
  const clip = Math.min(1, operands.clipNorm / (operands.gradientNorm.values[0]! + 1e-6));
  const decay = 1 - learningRate * operands.weightDecay;
  const rate = learningRate / (1 - beta1 ** step);
  const rootCorrection = Math.sqrt(1 - beta2 ** step);
  for (let i = 0; i < parameters.length; i++) {
    const gradient = gradients[i]! * clip;
    const first = beta1 * firstMoment[i]! + (1 - beta1) * gradient;
    const second = beta2 * secondMoment[i]! + (1 - beta2) * gradient * gradient;
    firstMoment[i] = first;
    secondMoment[i] = second;
    const change = rate * first / (Math.sqrt(second) / rootCorrection + epsilon);
    parameters[i] = parameters[i]! * decay - change;
  }
  const { index, low, high } = clamp;
  parameters[index] = Math.min(Math.max(parameters[index]!, low), high);
}
