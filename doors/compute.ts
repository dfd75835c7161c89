/**
 * Compute: tensors, and the operations on them, on a graphics card, a software adapter or the CPU.
 *
 * Import it by itself: it reaches no package and no module of Node, and its code runs in Deno and in browsers.
 *
 * The example runs without permissions. `--allow-env=XDG_RUNTIME_DIR` keeps WebGPU from printing that the variable is
 * not set; `--allow-run=ls` lets a notice say whether there is a graphics card that does not answer.
 *
 * @example Multiply two matrices on the best available device:
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCompute } from "@earnest/earnest/compute";
 * using opened = await openCompute("auto");
 * const { compute } = opened;
 * const left = compute.tensor(1, 2, Float32Array.of(1, 2));
 * const right = compute.tensor(2, 1, Float32Array.of(3, 4));
 * const product = compute.tensor(1, 1);
 * compute.matrixMultiply(left, right, product);
 * assert.deepEqual(await compute.read(product), Float32Array.of(11));
 * ```
 * @module
 */
export * from "./basics.ts";
export * from "../src/compute/compute.ts";
export {
  DEVICE_CHOICES,
  type DeviceChoice,
  type KnownDevice,
  openCompute,
  type OpenedCompute,
} from "../src/compute/open.ts";
export type { KeptVariants } from "../src/compute/variants_file.ts";
export type { VariantMeasurement } from "../src/compute/webgpu/tuning.ts";
export type { ShapeClass, VariantName, VariantTable } from "../src/compute/webgpu/variants.ts";
export { type KernelOptions, withKernels } from "../src/compute/with_kernels.ts";
export { checkDevice, type KernelCheck } from "../src/compute/doctor.ts";
