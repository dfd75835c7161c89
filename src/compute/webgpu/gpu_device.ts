/**
 * The device of an adapter, with all that our kernels and onnxruntime-web's may use of it.
 * @module
 */

/** Limits that are asked for as the adapter has them; WebGPU's defaults are far below what cards can do. */
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

/** Features that are asked for where the adapter has them: ONNX models in float16 need this one. */
const FEATURES: readonly GPUFeatureName[] = ["shader-f16"];

/**
 * Opens the device of an adapter.
 *
 * @param adapter a fresh one: an adapter opens one device only
 */
export function requestGpuDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  return adapter.requestDevice({
    requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])),
    requiredFeatures: FEATURES.filter((feature) => adapter.features.has(feature)),
  });
}
