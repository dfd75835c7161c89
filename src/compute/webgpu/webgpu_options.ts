/**
 * How a WebGPU device is used.
 * @module
 */
import type { AdapterClass } from "./adapter_class.ts";
import type { VariantTable } from "./variants.ts";

/** How a device is used, where not as its adapter says: for tests of what other adapters need. */
export interface WebGpuOptions {
  /** Whose way to divide work is used; default the adapter's own class. */
  readonly deviceClass?: AdapterClass;
  /** Which kernels compute matrix products; default those shipped for the class. */
  readonly variants?: VariantTable;
  /** Bytes that are bound of one tensor at most; default what the adapter allows. */
  readonly bindingBytes?: number;
}
