/**
 * A WebGPU adapter as a device.
 * @module
 */
import { DeviceError, messageOf } from "../../basics/errors.ts";
import { checked } from "../checked.ts";
import type { Compute } from "../compute.ts";
import { type AdapterClass, describe } from "./adapter.ts";
import { requestGpuDevice } from "./gpu_device.ts";
import { shippedVariantsFor, type VariantTable } from "./variants.ts";
import { WebGpuCompute } from "./webgpu_compute.ts";

/** How a device is used, where not as its adapter says: for tests of what other adapters need. */
export interface WebGpuOptions {
  /** Whose way to divide work is used; default the adapter's own class. */
  readonly deviceClass?: AdapterClass;
  /** Which kernels compute matrix products; default those shipped for the class. */
  readonly variants?: VariantTable;
  /** Bytes that are bound of one tensor at most; default what the adapter allows. */
  readonly bindingBytes?: number;
}

/**
 * Opens a WebGPU adapter as a {@link Compute}.
 *
 * @param adapter a fresh one: an adapter opens one device only
 * @throws {DeviceError} when the adapter gives no device
 */
export async function openWebGpu(
  adapter: GPUAdapter,
  options: WebGpuOptions = {},
): Promise<Compute> {
  const description = describe(adapter);
  try {
    const device = await requestGpuDevice(adapter);
    const { deviceClass = description.class } = options;
    const settings = {
      deviceClass,
      variants: options.variants ?? shippedVariantsFor(deviceClass, languageFeatures()),
      bindingBytes: options.bindingBytes ?? adapter.limits.maxStorageBufferBindingSize,
    };
    return checked(new WebGpuCompute(device, description, settings));
  } catch (thrown) {
    throw new DeviceError(
      `Cannot open ${description.name}: ${messageOf(thrown)}; try --device cpu`,
    );
  }
}

/** What WGSL can say here. Deno's types do not know of it; a runtime without it says what it always could. */
function languageFeatures(): ReadonlySet<string> {
  const { wgslLanguageFeatures } = navigator.gpu as { wgslLanguageFeatures?: ReadonlySet<string> };
  return wgslLanguageFeatures ?? new Set();
}
