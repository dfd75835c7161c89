/**
 * Iterations of exact t-SNE: van der Maaten and Hinton, "Visualizing Data using t-SNE" (2008).
 * @module
 */
import type { TsneDivergence, TsneGradient, TsneUpdate } from "../compute.ts";
import type { CpuTensor, OnCpu } from "./cpu_tensor.ts";

/** Implements {@link Compute.tsneGradient}; each pair is visited once. */
export function tsneGradient(
  { probabilities, map, exaggeration, gradient }: OnCpu<TsneGradient>,
): void {
  const n = map.columns;
  const p = probabilities.values;
  const places = Float64Array.from(map.values);
  const attraction = new Float64Array(2 * n);
  const repulsion = new Float64Array(2 * n);
  let half = 0;
  for (let i = 0; i < n; i++) {
    const x = places[i]!, y = places[n + i]!;
    let attractionX = 0, attractionY = 0, repulsionX = 0, repulsionY = 0;
    for (let j = i + 1; j < n; j++) {
      const dx = x - places[j]!;
      const dy = y - places[n + j]!;
      const w = 1 / (1 + dx * dx + dy * dy);
      const pull = p[i * n + j]! * w;
      const push = w * w;
      // With names for the products V8 computes each once: a tenth of the time.
      const pullX = pull * dx, pullY = pull * dy;
      const pushX = push * dx, pushY = push * dy;
      attractionX += pullX;
      attractionY += pullY;
      repulsionX += pushX;
      repulsionY += pushY;
      attraction[j]! -= pullX;
      attraction[n + j]! -= pullY;
      repulsion[j]! -= pushX;
      repulsion[n + j]! -= pushY;
      half += w;
    }
    attraction[i]! += attractionX;
    attraction[n + i]! += attractionY;
    repulsion[i]! += repulsionX;
    repulsion[n + i]! += repulsionY;
  }
  for (let at = 0; at < 2 * n; at++) {
    gradient.values[at] = 4 * (exaggeration * attraction[at]! - repulsion[at]! / (2 * half));
  }
}

/** Implements {@link Compute.tsneDivergence}. */
export function tsneDivergence(
  { probabilities, map, divergence }: OnCpu<TsneDivergence>,
): void {
  const n = map.columns;
  let half = 0;
  let sum = 0;
  let mass = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const spread = 1 + squaredDistance(map, i, j);
      const p = probabilities.values[i * n + j]!;
      half += 1 / spread;
      mass += p;
      if (p > 0) sum += p * Math.log(p * spread);
    }
  }
  divergence.values[0] = 2 * (sum + mass * Math.log(2 * half));
}

function squaredDistance({ values, columns }: CpuTensor, i: number, j: number): number {
  return (values[i]! - values[j]!) ** 2 + (values[columns + i]! - values[columns + j]!) ** 2;
}

/** Implements {@link Compute.tsneUpdate}. */
export function tsneUpdate(operands: OnCpu<TsneUpdate>): void {
  const { momentum, learningRate } = operands;
  const map = operands.map.values;
  const velocity = operands.velocity.values;
  const gains = operands.gains.values;
  const gradient = operands.gradient.values;
  for (let at = 0; at < map.length; at++) {
    const before = velocity[at]!;
    const slope = gradient[at]!;
    const disagree = Math.sign(before) * Math.sign(slope) < 0;
    const gain = disagree ? gains[at]! + 0.2 : gains[at]! * 0.8;
    gains[at] = Math.max(gain, 0.01);
    velocity[at] = momentum * before - learningRate * gains[at]! * slope;
    map[at]! += velocity[at]!;
  }
}
