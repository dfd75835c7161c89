/**
 * The adapter that peers get.
 * @module
 */
import { describeAdapter } from "../../../src/compute/webgpu/adapter.ts";
import { CannotRun } from "../work.ts";

/** The name of the adapter that answers to what tfjs and jax-js ask for. */
export async function peersAdapter(): Promise<string> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new CannotRun("none here: no adapter answers");
  return describeAdapter(adapter).name;
}
