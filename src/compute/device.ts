/**
 * Describes a device.
 * @module
 */
import type { VariantTable } from "./webgpu/variants.ts";

/**
 * The kind of a device: a physical graphics card, a software rasterizer, the CPU with a BLAS library, or the CPU in
 * plain TypeScript.
 */
export type DeviceClass = "hardware" | "software" | "native" | "cpu";

/** A device as results record it. */
export interface DeviceDescription {
  /** hardware adapter, software adapter, native, or cpu */
  readonly class: DeviceClass;
  /** The name that identifies the physical card or program, such as `llvmpipe (LLVM 15.0.6, 256 bits)`. */
  readonly name: string;
  /** Vendor, device and driver details, where the platform gives them. */
  readonly details: Readonly<Record<string, string>>;
  /**
   * The kernels that compute matrix products: other kernels give other last bits. Absent for the CPU, where the name
   * says what computes.
   */
  readonly variants?: VariantTable | undefined;
}
