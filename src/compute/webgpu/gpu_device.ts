/**
 * Opens the device of an adapter with all limits and features that Earnest's kernels and onnxruntime-web's can use.
 * @module
 */

/** Limits that are requested at the adapter's maximum; WebGPU's defaults are far below what cards can do. */
const LIMITS = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "minStorageBufferOffsetAlignment",
  "minUniformBufferOffsetAlignment",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupSizeY",
  "maxComputeWorkgroupSizeZ",
] as const;

/** Features that are requested where the adapter has them: ONNX models in float16 need this one. */
const FEATURES: readonly GPUFeatureName[] = ["shader-f16"];

/**
 * The adapter of each device that is in use. Deno 2.9 looks a device's `adapterInfo` up at its adapter and ends the
 * process if the garbage collector has taken that; onnxruntime-web reads it when a model is loaded.
 */
const ADAPTERS = new WeakMap<GPUDevice, GPUAdapter>();

/**
 * Opens the device of an adapter.
 *
 * @param adapter a fresh one: an adapter opens one device only
 */
export async function requestGpuDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const device = await adapter.requestDevice({
    requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])),
    requiredFeatures: FEATURES.filter((feature) => adapter.features.has(feature)),
  });
  ADAPTERS.set(device, adapter);
  return device;
}
