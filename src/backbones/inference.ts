/**
 * What ONNX models run on: onnxruntime-web's WebAssembly, or its WebGPU kernels on a device of ours.
 * @module
 */
import { DeviceError, messageOf } from "../basics/errors.ts";
import { type DeviceChoice, findAdapter, requireAdapter, whyNoCard } from "../compute/open.ts";
import { describe } from "../compute/webgpu/adapter.ts";
import { requestGpuDevice } from "../compute/webgpu/gpu_device.ts";

/** What models run on. */
export interface Inference {
  /** The provider; it shapes the last bits of embeddings. */
  readonly provider: "wasm" | "webgpu";
  /** Name of the adapter, or of what stands for it. */
  readonly name: string;
  /** The kind of adapter on which models open a device of their own; none for `wasm`. */
  readonly device: "gpu" | "software" | undefined;
  /** One line for stderr, where `auto` found no graphics card. */
  readonly notice: string | undefined;
  /** Does nothing: devices are given back with the models. */
  close(): void;
}

/**
 * Opens what the user chose: `gpu` a graphics card, `software` a software adapter, `cpu` WebAssembly, `auto` a graphics
 * card or else WebAssembly, which on a software adapter's two cores was 30 times faster (mn04: 10 ms against 300 a clip).
 *
 * @throws {DeviceError} when `gpu` or `software` was chosen and is not there or does not open
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
  if (choice === "cpu") return wasm(undefined);
  if (choice !== "auto") return await webgpu(choice, await requireAdapter(choice));
  const adapter = await findAdapter("gpu");
  if (!adapter) return wasm(`${await whyNoCard()}; models run on the CPU`);
  try {
    return await webgpu("gpu", adapter);
  } catch (thrown) {
    if (!(thrown instanceof DeviceError)) throw thrown;
    return wasm(`Warning: ${thrown.message}; models run on the CPU`);
  }
}

function wasm(notice: string | undefined): Inference {
  return { provider: "wasm", name: "WebAssembly", device: undefined, notice, close: () => {} };
}

/** Tries whether the adapter gives a device: models open theirs where they run. */
async function webgpu(device: "gpu" | "software", adapter: GPUAdapter): Promise<Inference> {
  const { name } = describe(adapter);
  try {
    const tried = await requestGpuDevice(adapter);
    tried.destroy();
    await tried.lost;
    return { provider: "webgpu", name, device, notice: undefined, close: () => {} };
  } catch (thrown) {
    throw new DeviceError(`Cannot open ${name}: ${messageOf(thrown)}; try --device cpu`);
  }
}
