/**
 * The gradient of t-SNE by a kernel.
 * @module
 */
import * as kernels from "../../../kernels/native/kernels.wasm";
import type { TsneGradient } from "../compute.ts";
import type { OnCpu } from "../cpu/cpu_tensor.ts";
import * as plain from "../cpu/tsne.ts";
import { allocate, deallocate, isInside } from "./arena.ts";
import { addressOf } from "./vectors.ts";

/** Implements {@link Compute.tsneGradient}. */
export function tsneGradient(operands: OnCpu<TsneGradient>): void {
  const { probabilities, map, exaggeration, gradient } = operands;
  const n = map.columns;
  const forces = allocate(n, 4);
  if (![probabilities, map, forces].every(isInside)) {
    deallocate(forces);
    return plain.tsneGradient(operands);
  }
  const [at, from, to] = [probabilities, map, forces].map(addressOf) as [number, number, number];
  const weights = kernels.tsneForces(at, from, n, to);
  const { values } = forces;
  for (let i = 0; i < n; i++) {
    for (const axis of [0, 1]) {
      const pull = values[4 * i + axis]!, push = values[4 * i + 2 + axis]!;
      gradient.values[axis * n + i] = 4 * (exaggeration * pull - push / weights);
    }
  }
  deallocate(forces);
}
