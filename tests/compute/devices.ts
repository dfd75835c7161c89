/**
 * Runs one test body on every device of this machine.
 * @module
 */
import type { Compute } from "../../src/compute/compute.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { classOf } from "../../src/compute/webgpu/adapter_class.ts";
import { nativeIfThere } from "./native/native_if_there.ts";
import { openWebGpu } from "../../src/compute/webgpu/open_webgpu.ts";

const OTHER_KERNELS = "webgpu, kernels for";

type Body = (compute: Compute) => Promise<void>;

/**
 * The CPU, the native device, the WebGPU adapter, and that adapter with the kernels for the other class of adapters.
 */
const devices = new Map([["cpu", openCpu()]]);
await openBlas();
await openAdapter();
/** The adapter with a smaller largest binding, by its bytes. */
const pieceDevices = new Map<number, Compute>();

// A device that is open when the process ends can crash the driver, after every test has passed.
Deno.test.afterAll(() => {
  for (const compute of [...devices.values(), ...pieceDevices.values()]) compute.close();
});

/** Registers a test for each device. Devices stay open: opening one takes longer than most tests. */
export function testOnEveryDevice(name: string, body: Body): void {
  for (const [device, compute] of devices) {
    if (device.startsWith(OTHER_KERNELS)) continue;
    Deno.test(`${name} [${device}]`, () => body(compute));
  }
}

/** Registers a test as {@link testOnEveryDevice} does, and once more for the product's other variant of kernels. */
export function testOnEveryVariant(name: string, body: Body): void {
  for (const [device, compute] of devices) {
    Deno.test(`${name} [${device}]`, () => body(compute));
  }
}

/** Registers a test with the adapter, which binds at most `bindingBytes` of a tensor. */
export function testInPieces(name: string, bindingBytes: number, body: Body): void {
  if (!devices.keys().some((device) => device.startsWith("webgpu"))) return;
  Deno.test(`${name} [webgpu, ${bindingBytes} bytes at once]`, async () => {
    let compute = pieceDevices.get(bindingBytes);
    if (!compute) {
      const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
      compute = await openWebGpu(adapter!, { bindingBytes });
      pieceDevices.set(bindingBytes, compute);
    }
    await body(compute);
  });
}

async function openBlas(): Promise<void> {
  const native = await nativeIfThere();
  if (native) devices.set("native", native);
}

async function openAdapter(): Promise<void> {
  // Without it the GL backend prints a line on stderr.
  if (!Deno.env.get("XDG_RUNTIME_DIR")) Deno.env.set("XDG_RUNTIME_DIR", "/tmp");
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter) {
    const own = classOf(adapter);
    devices.set(`webgpu, ${own}`, await openWebGpu(adapter));
    // An adapter opens one device only.
    const again = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
    const other = own === "hardware" ? "software" : "hardware";
    devices.set(`${OTHER_KERNELS} ${other}`, await openWebGpu(again!, { deviceClass: other }));
  } else if (Deno.env.get("EARNEST_REQUIRE_GPU") === "1") {
    throw new Error("A WebGPU adapter is required, but none answers");
  } else {
    console.warn("SKIPPED: no WebGPU adapter answers; only the CPU is tested");
  }
}
