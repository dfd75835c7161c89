import assert from "node:assert/strict";
import { DEVICE_CHOICES, openCompute } from "../../src/compute/open.ts";

const OPEN = new URL("../../src/compute/open.ts", import.meta.url).href;
const NO_DRIVERS = {
  VK_DRIVER_FILES: "/nonexistent",
  VK_ICD_FILENAMES: "/nonexistent",
  __EGL_VENDOR_LIBRARY_FILENAMES: "/nonexistent",
  XDG_RUNTIME_DIR: "",
};

/** Opens a device in a process without graphics drivers; returns its output. */
async function openWithoutDrivers(choice: string): Promise<{ stdout: string; stderr: string }> {
  const code = `import { openCompute } from "${OPEN}";
    try {
      const { compute, notice } = await openCompute("${choice}");
      console.log(compute.device.class + "; " + notice);
    } catch (thrown) {
      console.log(thrown.exitCode + "; " + thrown.message);
    }`;
  const command = new Deno.Command(Deno.execPath(), { args: ["eval", code], env: NO_DRIVERS });
  const { stdout, stderr } = await command.output();
  const text = new TextDecoder();
  return { stdout: text.decode(stdout).trim(), stderr: text.decode(stderr) };
}

Deno.test("cpu is plain TypeScript, without a notice", async () => {
  const { compute, notice } = await openCompute("cpu");
  assert.equal(compute.device.class, "cpu");
  assert.equal(notice, undefined);
});

Deno.test("auto opens a working device, and reports when it is not a graphics card", async () => {
  const { compute, notice } = await openCompute("auto");
  const x = compute.tensor(1, 2, Float32Array.of(-1, 2));
  const y = compute.tensor(1, 2);
  compute.relu(x, y);
  assert.deepEqual(await compute.read(y), Float32Array.of(0, 2));
  compute.close();
  if (compute.device.class === "hardware") return assert.equal(notice, undefined);
  assert.match(notice!, /^(No graphics card found|Warning: .*); running on the (software|CPU)/);
  assert.doesNotMatch(notice!, /\n/);
});

Deno.test("without drivers auto takes the CPU, gpu and software say what to do", async () => {
  assert.deepEqual([...DEVICE_CHOICES], ["auto", "gpu", "software", "cpu"]);
  const [auto, gpu, software] = await Promise.all(
    ["auto", "gpu", "software"].map(openWithoutDrivers),
  );
  assert.match(auto!.stdout, /^cpu; .*; running on the CPU without WebGPU$/);
  assert.match(gpu!.stdout, /^3; No graphics card answers: .* --device auto$/);
  assert.match(software!.stdout, /^3; No software adapter answers; .* --device cpu$/);
  for (const { stderr } of [auto!, gpu!, software!]) assert.equal(stderr, "");
});

Deno.test("a graphics card that does not open is reported, and auto continues", async () => {
  const { gpu } = navigator;
  const card = {
    info: { description: "Broken Card", isFallbackAdapter: false },
    limits: {},
    features: new Set<string>(),
    requestDevice: () => Promise.reject(new Error("no memory")),
  };
  const requestAdapter = (options: GPURequestAdapterOptions) =>
    Promise.resolve(options.forceFallbackAdapter ? null : card);
  Object.defineProperty(gpu, "requestAdapter", { value: requestAdapter, configurable: true });
  try {
    const { compute, notice } = await openCompute("auto");
    assert.equal(compute.device.class, "cpu");
    assert.match(notice!, /^Warning: Cannot open Broken Card: no memory; .* on the CPU without/);
    await assert.rejects(openCompute("gpu"), {
      name: "DeviceError",
      message: /^Cannot open Broken Card: no memory; /,
    });
  } finally {
    Reflect.deleteProperty(gpu, "requestAdapter");
  }
});
