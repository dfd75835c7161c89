/**
 * What a WebGPU adapter is.
 * @module
 */
import type { DeviceDescription } from "../compute.ts";

/** Software rasterizers by the names that they give themselves. */
const SOFTWARE = /llvmpipe|softpipe|swiftshader|lavapipe|basic render/i;

/** What an adapter is. */
export type AdapterClass = "hardware" | "software";

/** An adapter as it is recorded beside results. */
export interface AdapterDescription extends DeviceDescription {
  /** What it is. */
  readonly class: AdapterClass;
}

/** Whether an adapter is a physical card or a program; GL adapters do not always say so themselves. */
export function classOf({ info }: GPUAdapter): AdapterClass {
  return info.isFallbackAdapter || SOFTWARE.test(info.description) ? "software" : "hardware";
}

/** Describes an adapter. */
export function describe(
  adapter: GPUAdapter,
): AdapterDescription {
  const { vendor, architecture, device, description } = adapter.info;
  const told = Object.entries({ vendor, architecture, device }).filter(([, value]) => value !== "");
  return {
    class: classOf(adapter),
    name: description || device || "a nameless adapter",
    details: Object.fromEntries(told),
  };
}
