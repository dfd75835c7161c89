/**
 * What a WebGPU adapter is.
 * @module
 */
import type { DeviceDescription } from "../compute.ts";

/** Software rasterizers by the names that they give themselves. */
const SOFTWARE = /llvmpipe|softpipe|swiftshader|lavapipe|basic render/i;

/** Whether an adapter is a physical card or a program; GL adapters do not always say so themselves. */
export function classOf({ info }: GPUAdapter): "hardware" | "software" {
  return info.isFallbackAdapter || SOFTWARE.test(info.description) ? "software" : "hardware";
}

/** An adapter as it is recorded beside results. */
export function describe(adapter: GPUAdapter): DeviceDescription {
  const { vendor, architecture, device, description } = adapter.info;
  const told = Object.entries({ vendor, architecture, device }).filter(([, value]) => value !== "");
  return {
    class: classOf(adapter),
    name: description || device || "a nameless adapter",
    details: Object.fromEntries(told),
  };
}
