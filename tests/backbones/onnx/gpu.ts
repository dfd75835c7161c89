/**
 * The device that runs models in tests.
 * @module
 */
import { requestGpuDevice } from "../../../src/compute/webgpu/gpu_device.ts";

/**
 * Opens a device on this machine's adapter; undefined, with a warning, if there is none. {@link closeTestGpu} closes
 * it.
 */
export async function openTestGpu(): Promise<GPUDevice | undefined> {
  // Without this variable the GL backend prints a line on stderr.
  if (!Deno.env.get("XDG_RUNTIME_DIR")) Deno.env.set("XDG_RUNTIME_DIR", "/tmp");
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter) return await requestGpuDevice(adapter);
  if (Deno.env.get("EARNEST_REQUIRE_GPU") === "1") {
    throw new Error("A WebGPU adapter is required, but none answers");
  }
  console.warn("SKIPPED: no WebGPU adapter answers; models are run on the CPU only");
  return undefined;
}

/** Destroys a device and waits until it is gone: a device left open at exit can crash the driver. */
export async function closeTestGpu(device: GPUDevice): Promise<void> {
  device.destroy();
  await device.lost;
}
