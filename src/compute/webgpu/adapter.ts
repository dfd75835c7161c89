/**
 * Describes a WebGPU adapter.
 * @module
 */
import type { DeviceDescription } from "../device.ts";
import { type AdapterClass, classOf } from "./adapter_class.ts";

/** An adapter as results record it. */
export interface AdapterDescription extends DeviceDescription {
  /** Its class. */
  readonly class: AdapterClass;
}

/** Describes an adapter. */
export function describeAdapter(
  adapter: GPUAdapter,
): AdapterDescription {
  const { vendor, architecture, device, description } = adapter.info;
  const given = Object.entries({ vendor, architecture, device }).filter(([, value]) =>
    value !== ""
  );
  return {
    class: classOf(adapter),
    name: description || device || "a nameless adapter",
    details: Object.fromEntries(given),
  };
}
