/**
 * A worker that runs models and tokenizers, so that the main thread stays responsive whatever they do.
 * @module
 */
import { workerScope } from "../../basics/worker_scope.ts";
import { InputError } from "../../basics/errors.ts";
import { workerErrorOf } from "../../basics/worker_errors.ts";
import type { OnnxTensor } from "../onnx/ports.ts";
import { openSessionHere } from "../onnx/session_here.ts";
import type { OnnxSession } from "../onnx/model.ts";
import { openTokenizer, type TextTokenizer, type Tokens } from "../text/tokenizer.ts";
import type { Call, Encoded, FromModelWorker, ToModelWorker } from "./calls.ts";

const scope = workerScope<ToModelWorker, FromModelWorker>();
const sessions = new Map<number, OnnxSession>();
const tokenizers = new Map<number, TextTokenizer>();
const devices = new Map<string, GPUDevice>();
let progress = new Int32Array(1);

scope.onmessage = async ({ data }) => {
  if ("progress" in data) {
    progress = data.progress as Int32Array<ArrayBuffer>;
    return;
  }
  try {
    const value = await answerTo(data);
    const tensors = data.kind === "run" ? Object.values(value as Record<string, OnnxTensor>) : [];
    answer({ value }, [...new Set(tensors.map(({ data }) => data.buffer as ArrayBuffer))]);
  } catch (thrown) {
    answer({ error: workerErrorOf(thrown) });
  }
};

async function answerTo(call: Call): Promise<unknown> {
  switch (call.kind) {
    case "open session": {
      const { id, file, threads, device } = call;
      const session = await openSessionHere(file, {
        threads,
        device: device && await openDevice(device),
      });
      sessions.set(id, session);
      return { path: session.path, inputs: session.inputs, outputs: session.outputs };
    }
    case "run":
      return await sessions.get(call.id)!.run(call.inputs, call.outputs);
    case "open tokenizer": {
      const tokenizer = await openTokenizer(call.file, call.maxTokens);
      tokenizers.set(call.id, tokenizer);
      return { padId: tokenizer.padId };
    }
    case "encode":
      return encodeAll(tokenizers.get(call.id)!, call.texts);
    case "close":
      await sessions.get(call.id)?.close();
      sessions.delete(call.id);
      tokenizers.delete(call.id);
      return undefined;
    case "end":
      for (const device of devices.values()) {
        device.destroy();
        await device.lost;
      }
      return undefined;
  }
}

function encodeAll(tokenizer: TextTokenizer, texts: readonly string[]): Encoded {
  const tokens: Tokens[] = [];
  for (const [index, text] of texts.entries()) {
    Atomics.store(progress, 0, index);
    try {
      tokens.push(tokenizer.encode(text));
    } catch (thrown) {
      if (thrown instanceof InputError) return { index, reason: thrown.message };
      throw thrown;
    }
  }
  return tokens;
}

async function openDevice(choice: "gpu" | "software"): Promise<GPUDevice> {
  // onnxruntime-web's build for devices resolves its address by the origin of `location`, which only workers have
  // here, and which is "null" for files.
  Object.defineProperty(globalThis, "location", { value: undefined });
  // Loaded only where it is needed: it brings all our kernels.
  const { requireAdapter } = await import("../../compute/open.ts");
  const { requestGpuDevice } = await import("../../compute/webgpu/gpu_device.ts");
  const device = devices.get(choice) ?? await requestGpuDevice(await requireAdapter(choice));
  devices.set(choice, device);
  return device;
}

function answer(message: FromModelWorker, transfer: ArrayBuffer[] = []): void {
  scope.postMessage(message, transfer);
}
