/**
 * A real WebGPU device that counts submissions, waits and live buffers, and can be lost.
 * @module
 */
import assert from "node:assert/strict";
import type { Compute } from "../../src/compute/compute.ts";
import { openWebGpu } from "../../src/compute/webgpu/open_webgpu.ts";

/** A device and the record of its use. */
export interface WatchedDevice {
  readonly compute: Compute;
  readonly device: GPUDevice;
  readonly counts: {
    /** Command buffers handed to the queue. */
    commandBuffers: number;
    /** Buffers mapped for reading. */
    reads: number;
    /** Buffers and textures that were created and not destroyed. */
    memories: number;
    /** Bytes of the buffers among those. */
    bytes: number;
  };
}

/** Registers a test on its own device, where an adapter answers; the device is closed afterwards. */
export function testOnWatchedDevice(
  name: string,
  body: (watched: WatchedDevice) => Promise<void>,
): void {
  Deno.test(name, async () => {
    if (!Deno.env.get("XDG_RUNTIME_DIR")) Deno.env.set("XDG_RUNTIME_DIR", "/tmp");
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
    if (!adapter) {
      assert.notEqual(Deno.env.get("EARNEST_REQUIRE_GPU"), "1", "no WebGPU adapter answers");
      return console.warn("SKIPPED: no WebGPU adapter answers");
    }
    const watched = await watch(adapter);
    try {
      await body(watched);
    } finally {
      watched.compute.close();
    }
  });
}

async function watch(adapter: GPUAdapter): Promise<WatchedDevice> {
  const counts = { commandBuffers: 0, reads: 0, memories: 0, bytes: 0 };
  const request = adapter.requestDevice.bind(adapter);
  let device: GPUDevice;
  adapter.requestDevice = async (descriptor) => {
    device = await request(descriptor);
    countMemories(device, counts);
    const submit = device.queue.submit.bind(device.queue);
    device.queue.submit = (commandBuffers) => {
      counts.commandBuffers += [...commandBuffers].length;
      submit(commandBuffers);
    };
    return device;
  };
  const compute = await openWebGpu(adapter);
  return { compute, device: device!, counts };
}

function countMemories(device: GPUDevice, counts: WatchedDevice["counts"]): void {
  const [createBuffer, createTexture] = [device.createBuffer, device.createTexture];
  device.createBuffer = (descriptor) => {
    const buffer = createBuffer.call(device, descriptor);
    const map = buffer.mapAsync.bind(buffer);
    buffer.mapAsync = (mode) => {
      counts.reads++;
      return map(mode);
    };
    countUntilDestroyed(buffer, descriptor.size, counts);
    return buffer;
  };
  device.createTexture = (descriptor) => {
    const texture = createTexture.call(device, descriptor);
    countUntilDestroyed(texture, 0, counts);
    return texture;
  };
}

function countUntilDestroyed(
  memory: GPUBuffer | GPUTexture,
  bytes: number,
  counts: WatchedDevice["counts"],
): void {
  const destroy = memory.destroy.bind(memory);
  let alive = true;
  counts.memories++;
  counts.bytes += bytes;
  memory.destroy = () => {
    if (alive) counts.memories--, counts.bytes -= bytes;
    alive = false;
    destroy();
  };
}
