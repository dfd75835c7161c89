/**
 * Selects the device that runs ONNX models: onnxruntime-web's WebAssembly, or its WebGPU kernels on a device of ours.
 * @module
 */
import { DeviceError, messageOf } from "../basics/errors.ts";
import { type DeviceChoice, findAdapter, requireAdapter, whyNoCard } from "../compute/open.ts";
import { describeAdapter } from "../compute/webgpu/adapter.ts";
import { requestGpuDevice } from "../compute/webgpu/gpu_device.ts";

/** What runs the models. */
export interface Inference extends Disposable {
  /** The execution provider; the last bits of embeddings depend on it. */
  readonly provider: "wasm" | "webgpu";
  /** Name of the adapter, or `WebAssembly`. */
  readonly name: string;
  /** The kind of adapter on which models open a device of their own; undefined for `wasm`. */
  readonly device: "gpu" | "software" | undefined;
  /** One line for stderr, if `auto` found no graphics card. */
  readonly notice: string | undefined;
  /** Does nothing: closing the models frees their devices. */
  close(): void;
}

/** Implements {@link openInference}, which `doors/backbones/inference.ts` documents. */
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
  return {
    provider: "wasm",
    name: "WebAssembly",
    device: undefined,
    notice,
    close: () => {},
    [Symbol.dispose]: () => {},
  };
}

/** Checks that the adapter gives a device; models later open their own. */
async function webgpu(device: "gpu" | "software", adapter: GPUAdapter): Promise<Inference> {
  const { name } = describeAdapter(adapter);
  try {
    const tried = await requestGpuDevice(adapter);
    tried.destroy();
    await tried.lost;
    return {
      provider: "webgpu",
      name,
      device,
      notice: undefined,
      close: () => {},
      [Symbol.dispose]: () => {},
    };
  } catch (thrown) {
    throw new DeviceError(`Cannot open ${name}: ${messageOf(thrown)}; try --device cpu`, {
      cause: thrown,
    });
  }
}
