import assert from "node:assert/strict";
import { closeTestGpu, openTestGpu } from "../../backbones/onnx/gpu.ts";

const MODULE = new URL("../../../src/compute/webgpu/gpu_device.ts", import.meta.url).href;

/** Opens a device, lets its adapter be collected, opens another adapter in its place, and asks the device for it. */
const CODE = `
import { requestGpuDevice } from "${MODULE}";
const request = () => navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
const device = await requestGpuDevice(await request());
for (let round = 0; round < 5; round++) {
  gc();
  await new Promise((resolve) => setTimeout(resolve, 10));
}
await request();
console.log(device.adapterInfo.description !== undefined);
device.destroy();
await device.lost;`;

Deno.test("a device knows its adapter after a garbage collection", async () => {
  const here = await openTestGpu();
  if (!here) return;
  await closeTestGpu(here);
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--v8-flags=--expose-gc", CODE],
    env: { XDG_RUNTIME_DIR: "/tmp" },
  }).output();
  const text = new TextDecoder();
  assert.equal(text.decode(stdout).trim(), "true", text.decode(stderr));
});
