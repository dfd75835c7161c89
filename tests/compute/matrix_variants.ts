/**
 * Runs one test body about products on every variant of their kernels.
 * @module
 */
import type { Compute } from "../../src/compute/compute.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { nativeIfThere } from "./native/native_if_there.ts";
import { openWebGpu } from "../../src/compute/webgpu/open_webgpu.ts";
import {
  SHIPPED_VARIANTS,
  type VariantName,
  variantsFor,
} from "../../src/compute/webgpu/variants.ts";

const devices = new Map<string, Compute>([["cpu", openCpu()]]);
const native = await nativeIfThere();
if (native) devices.set("native", native);
for (const variant of variantsFor("vector")) await openVariant(variant);
Deno.test.afterAll(() => devices.forEach((compute) => compute.close()));

/** Registers a test for the CPU, the native device and for each variant. */
export function testOnEveryMatrixVariant(
  name: string,
  body: (compute: Compute) => Promise<void>,
): void {
  for (const [device, compute] of devices) {
    Deno.test(`${name} [${device}]`, () => body(compute));
  }
}

/** Opens a device with a table that names one variant wherever it may. */
async function openVariant(variant: VariantName): Promise<void> {
  // Without it the GL backend prints a line on stderr.
  if (!Deno.env.get("XDG_RUNTIME_DIR")) Deno.env.set("XDG_RUNTIME_DIR", "/tmp");
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) {
    if (Deno.env.get("EARNEST_REQUIRE_GPU") !== "1") return;
    throw new Error("A WebGPU adapter is required, but none answers");
  }
  const table = { ...SHIPPED_VARIANTS.software };
  for (const shapes of ["vector", "small", "large"] as const) {
    if (variantsFor(shapes).includes(variant)) table[shapes] = variant;
  }
  devices.set(`webgpu, ${variant}`, await openWebGpu(adapter, { variants: table }));
}
