/**
 * Opens a WebGPU adapter as a device.
 * @module
 */
import { DeviceError, messageOf } from "../../basics/errors.ts";
import { checked } from "../checked.ts";
import type { Compute } from "../compute.ts";
import { describeAdapter } from "./adapter.ts";
import { requestGpuDevice } from "./gpu_device.ts";
import { shippedVariantsFor } from "./variants.ts";
import { WebGpuCompute } from "./webgpu_compute.ts";
import type { WebGpuOptions } from "./webgpu_options.ts";

/**
 * Opens a WebGPU adapter as a {@link Compute}.
 *
 * @param adapter a fresh one: an adapter opens one device only
 * @throws {DeviceError} when the adapter opens no device
 */
export async function openWebGpu(
  adapter: GPUAdapter,
  options: WebGpuOptions = {},
): Promise<Compute> {
  const description = describeAdapter(adapter);
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
      { cause: thrown },
    );
  }
}

/** The features of WGSL. Deno's types do not declare the property; a runtime without it has no optional features. */
function languageFeatures(): ReadonlySet<string> {
  const { wgslLanguageFeatures } = navigator.gpu as { wgslLanguageFeatures?: ReadonlySet<string> };
  return wgslLanguageFeatures ?? new Set();
}
