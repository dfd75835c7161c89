import assert from "node:assert/strict";
import { join } from "node:path";
import { DEVICE_CHOICES, openCompute } from "../../src/compute/open.ts";
import { inFolder } from "../temporary_folder.ts";
import { nativeIfThere } from "./native/native_if_there.ts";

const OPEN = new URL("../../src/compute/open.ts", import.meta.url).href;
const NO_NATIVE = ["-A", "--deny-ffi"];
const NO_DRIVERS = {
  VK_DRIVER_FILES: "/nonexistent",
  VK_ICD_FILENAMES: "/nonexistent",
  __EGL_VENDOR_LIBRARY_FILENAMES: "/nonexistent",
  XDG_RUNTIME_DIR: "",
};

/** Opens a device in a process of its own, by default without graphics drivers; returns its output. */
async function openApart(
  choice: string,
  { flags = ["-A"], env = NO_DRIVERS }: {
    flags?: readonly string[];
    env?: Record<string, string>;
  } = {},
): Promise<{ stdout: string; stderr: string }> {
  const code = `import { openCompute } from "${OPEN}";
    try {
      const { compute, notice } = await openCompute("${choice}");
      console.log(compute.device.class + "; " + notice);
    } catch (thrown) {
      console.log(thrown.exitCode + "; " + thrown.message);
    }`;
  return await inFolder(async (folder) => {
    const script = join(folder, "open.ts");
    await Deno.writeTextFile(script, code);
    const args = ["run", "--no-prompt", "--no-check", ...flags, script];
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, env }).output();
    const text = new TextDecoder();
    return { stdout: text.decode(stdout).trim(), stderr: text.decode(stderr) };
  });
}

Deno.test("with a Vulkan driver OpenGL is not loaded", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  const { DENO_WEBGPU_BACKEND: _, ...env } = Deno.env.toObject();
  const code = `import { openCompute } from "${OPEN}";
    (await openCompute("software")).compute.close();
    const maps = await Deno.readTextFile("/proc/self/maps");
    console.log(maps.includes("libvulkan"), maps.includes("libEGL"));`;
  await inFolder(async (folder) => {
    const script = join(folder, "open.ts");
    await Deno.writeTextFile(script, code);
    const args = ["run", "-A", "--no-check", script];
    const { stdout } = await new Deno.Command(Deno.execPath(), { args, env, clearEnv: true })
      .output();
    assert.equal(new TextDecoder().decode(stdout).trim(), "true false");
  });
});

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
  assert.deepEqual([...DEVICE_CHOICES], ["auto", "gpu", "software", "native", "cpu"]);
  const [auto, gpu, software] = await Promise.all(
    ["auto", "gpu", "software"].map((choice) => openApart(choice, { flags: NO_NATIVE })),
  );
  assert.match(auto!.stdout, /^cpu; .*; running on the CPU without WebGPU$/);
  assert.match(gpu!.stdout, /^3; No graphics card answers: .* --device auto$/);
  assert.match(software!.stdout, /^3; No software adapter answers; .* --device cpu$/);
  for (const { stderr } of [auto!, gpu!, software!]) assert.equal(stderr, "");
});

Deno.test("gpu gives the reason that auto and doctor give", async () => {
  const { stdout } = await openApart("gpu", { flags: [] });
  assert.match(
    stdout,
    /^3; No graphics card answers: whether .* cannot be seen .* --allow-run=ls, or use --device auto$/,
  );
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
    assert.ok(["native", "cpu"].includes(compute.device.class));
    assert.match(notice!, /^Warning: Cannot open Broken Card: no memory; .* on the CPU with/);
    compute.close();
    await assert.rejects(openCompute("gpu"), {
      name: "DeviceError",
      message: /^Cannot open Broken Card: no memory; /,
    });
  } finally {
    Reflect.deleteProperty(gpu, "requestAdapter");
  }
});

Deno.test("native says what it needs where it may not be opened, is not found, or is at fault", async () => {
  const notAllowed = await openApart("native", { flags: NO_NATIVE });
  assert.match(notAllowed.stdout, /^3; The native device .* permission --allow-ffi: add it, or /);
  const named = { env: { ...NO_DRIVERS, EARNEST_BLAS: "/nonexistent/libblas.so" } };
  const missing =
    /^3; Cannot open the BLAS library "\/nonexistent\/libblas.so" that EARNEST_BLAS names/;
  assert.match((await openApart("native", named)).stdout, missing);
  const auto = await openApart("auto", named);
  assert.match(
    auto.stdout,
    /^cpu; Warning: Cannot open the BLAS library .*; running on the CPU without/,
  );
  for (const { stderr } of [notAllowed, auto]) assert.equal(stderr, "");
});

const native = await nativeIfThere();
if (native) {
  const { name } = native.device;
  native.close();

  Deno.test("auto takes a fast BLAS before a software adapter, but only where it may", async () => {
    const { stdout } = await openApart("auto", { env: {} });
    if (/^hardware; /.test(stdout)) return;
    assert.match(stdout, /^native; .*; running on the CPU with /);
    assert.ok(stdout.endsWith(name), stdout);
    const { stdout: without } = await openApart("auto", { flags: NO_NATIVE, env: {} });
    assert.match(without, /^(software|cpu); /);
  });
}
