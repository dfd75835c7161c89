/**
 * Compute: tensors, and the operations on them, on a graphics card, a software adapter or the CPU.
 *
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
export { checkDevice, type KernelCheck } from "../src/compute/doctor.ts";
