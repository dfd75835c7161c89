/**
 * What a device is.
 * @module
 */
import type { VariantTable } from "./webgpu/variants.ts";

/** What runs the numbers: a physical graphics card, a software rasteriser, or plain TypeScript. */
export type DeviceClass = "hardware" | "software" | "cpu";

/** A device as recorded beside results. */
export interface DeviceDescription {
  /** hardware adapter, software adapter, or cpu */
  readonly class: DeviceClass;
  /** The name by which one can tell the physical card, such as `llvmpipe (LLVM 15.0.6, 256 bits)`. */
  readonly name: string;
  /** Vendor, device and driver details where the platform tells them. */
  readonly details: Readonly<Record<string, string>>;
  /** The kernels that compute matrix products: others give other last bits. The CPU has no choice of them. */
  readonly variants?: VariantTable | undefined;
}
