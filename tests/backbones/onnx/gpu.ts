/**
 * The device on which models run in tests.
 * @module
 */
import { requestGpuDevice } from "../../../src/compute/webgpu/gpu_device.ts";

/** A device of this machine's adapter; undefined, loudly, where there is none. {@link closeTestGpu} closes it. */
export async function openTestGpu(): Promise<GPUDevice | undefined> {
  // Without it the GL backend prints a line on stderr.
  if (!Deno.env.get("XDG_RUNTIME_DIR")) Deno.env.set("XDG_RUNTIME_DIR", "/tmp");
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter) return await requestGpuDevice(adapter);
  if (Deno.env.get("EARNEST_REQUIRE_GPU") === "1") {
    throw new Error("A WebGPU adapter is required, but none answers");
  }
  console.warn("SKIPPED: no WebGPU adapter answers; models are run on the CPU only");
  return undefined;
}

/** Destroys a device and waits until it is gone: one that the process leaves behind can bring the driver down. */
export async function closeTestGpu(device: GPUDevice): Promise<void> {
  device.destroy();
  await device.lost;
}
