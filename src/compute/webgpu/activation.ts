/**
 * Records the activation of a product whose kernel does not compute it.
 * @module
 */
import { VECTOR_KERNELS } from "./kernels.ts";
import type { Product } from "./product.ts";
import type { Recorder } from "./recorder.ts";
import { recordElements } from "./vectors.ts";

/** Records the activation of a finished product, where one is requested. */
export function recordActivation(recorder: Recorder, { product, activation }: Product): void {
  if (!activation) return;
  const operands = [product, activation.output];
  recordElements(recorder, VECTOR_KERNELS[activation.kind], product.count, operands);
}
