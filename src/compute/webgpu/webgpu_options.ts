/**
 * Options of a WebGPU device.
 * @module
 */
import type { AdapterClass } from "./adapter_class.ts";
import type { VariantTable } from "./variants.ts";

/** Overrides of what an adapter reports, for tests of what other adapters need. */
export interface WebGpuOptions {
  /** The adapter class whose division of work is used; default the adapter's own. */
  readonly deviceClass?: AdapterClass;
  /** The kernels for matrix products; default those shipped for the class. */
  readonly variants?: VariantTable;
  /** Most bytes that are bound of one tensor; default the adapter's limit. */
  readonly bindingBytes?: number;
}
