/**
 * Loads `src/backbones/inference.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { Inference } from "../../src/backbones/inference.ts";
import type { DeviceChoice } from "../../src/compute/open.ts";

const loading = later<typeof import("../../src/backbones/inference.ts")>(
  new URL("../../src/backbones/inference.ts", import.meta.url),
);

/**
 * Opens the device that the user chose: `gpu` is a graphics card, `software` a software adapter, `cpu` and `native`
 * WebAssembly, `auto` a graphics card if there is one and WebAssembly otherwise, which on two cores was 30 times faster than a
 * software adapter (mn04: 10 ms against 300 a clip).
 *
 * @throws {DeviceError} when `gpu` or `software` was chosen and does not exist or does not open
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const inference = await openInference("cpu");
 * assert.equal(inference.provider, "wasm");
 * inference.close();
 * ```
 */
export async function openInference(choice: DeviceChoice): Promise<Inference> {
  return await (await loading()).openInference(choice);
}
