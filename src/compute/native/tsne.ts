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

/** The x of what fills the map's last vector: its square overflows, so that it exerts no force. */
const FAR_OFF = 3e19;

/** Implements {@link Compute.tsneGradient}. */
export function tsneGradient(operands: OnCpu<TsneGradient>): void {
  const { probabilities, map, exaggeration, gradient } = operands;
  const n = map.columns;
  const stride = 4 * Math.ceil(n / 4);
  // Two columns are the map's, four the forces.
  const columns = allocate(6, stride);
  if (n < 2 || ![probabilities, columns].every(isInside)) {
    deallocate(columns);
    return plain.tsneGradient(operands);
  }
  const { values } = columns;
  values.fill(0);
  values.fill(FAR_OFF, n, stride);
  values.set(map.values.subarray(0, n));
  values.set(map.values.subarray(n), stride);
  const [places, bytes] = [addressOf(columns), stride * values.BYTES_PER_ELEMENT];
  const half = kernels.tsneForces(addressOf(probabilities), n, places, bytes, places + 2 * bytes);
  for (const axis of [0, 1]) {
    const pulls = values.subarray((2 + axis) * stride),
      pushes = values.subarray((4 + axis) * stride);
    for (let i = 0; i < n; i++) {
      gradient.values[axis * n + i] = 4 * (exaggeration * pulls[i]! - pushes[i]! / (2 * half));
    }
  }
  deallocate(columns);
}
