/**
 * Runs ONNX models in a thread that can be ended.
 * @module
 */
import { quotable } from "../../basics/printable.ts";
import { ModelThread, type ThreadOptions } from "../worker/model_thread.ts";
import type { OnnxFile, OnnxSession } from "./model.ts";
import type { OnnxTensor } from "./ports.ts";
import { openSessionHere } from "./session_here.ts";

export type { OnnxFile, OnnxSession } from "./model.ts";
export type { OnnxPort, OnnxTensor } from "./ports.ts";

/** How to run a model. */
export interface OnnxOptions extends ThreadOptions {
  /** Threads, default 1. More threads change the last bits. */
  readonly threads?: number;
  /**
   * A device instead of the CPU: a graphics card (`gpu`) or a software adapter, which the model's thread opens for
   * itself. A device object of yours cannot be handed to another thread: the model then runs in this thread, where a
   * run that never ends can neither be interrupted nor time out.
   */
  readonly device?: "gpu" | "software" | GPUDevice;
}

/**
 * Opens a model in a thread of its own. onnxruntime-web is loaded there, not when Earnest is imported.
 *
 * @throws {InputError} when the file is broken, lacks external data, or holds an operator that the runtime lacks
 * @throws {SurroundingsError} when the device reports an error
 */
export async function openOnnxSession(
  file: OnnxFile,
  options: OnnxOptions = {},
): Promise<OnnxSession> {
  const thread = new ModelThread(options);
  try {
    const session = await openSessionIn(thread, () => Promise.resolve(copyOf(file)), options);
    return { ...session, close: () => session.close().finally(() => thread.end()) };
  } catch (thrown) {
    await thread.end();
    throw thrown;
  }
}

/**
 * Opens a model in a thread that others share.
 *
 * @param read reads the model, and reads it again if the thread had to be ended; its bytes are moved to the thread
 */
export async function openSessionIn(
  thread: ModelThread,
  read: () => Promise<OnnxFile>,
  { threads = 1, device }: OnnxOptions,
): Promise<OnnxSession> {
  if (typeof device === "object") return await openSessionHere(await read(), { threads, device });
  const { id, value } = await thread.open<Pick<OnnxSession, "path" | "inputs" | "outputs">>(
    async (id) => {
      const file = await read();
      return {
        name: `opening "${quotable(file.path)}"`,
        call: { kind: "open session", id, file, threads, device },
        transfer: [file, ...file.externalData ?? []].map(({ bytes }) => bytes.buffer),
      };
    },
  );
  return {
    ...value,
    run: (inputs, outputs) => {
      const moved = ownedTensors(inputs);
      return thread.ask({
        name: `running "${quotable(value.path)}"`,
        call: { kind: "run", id, inputs: moved, outputs },
        transfer: Object.values(moved).map(({ data }) => data.buffer),
      });
    },
    close: () => thread.close(id),
  };
}

/**
 * Copies tensors into memory of their own, which can be moved: moving 256 KB took 0.1 ms, a structured clone 0.8 ms.
 */
function ownedTensors(tensors: Readonly<Record<string, OnnxTensor>>): Record<string, OnnxTensor> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]),
  );
}

/** Copies a buffer; `slice` of Node's buffers would return another view of the same memory. */
function copyOf({ path, bytes, externalData = [] }: OnnxFile): OnnxFile {
  return {
    path,
    bytes: new Uint8Array(bytes),
    externalData: externalData.map(({ path, bytes }) => ({ path, bytes: new Uint8Array(bytes) })),
  };
}
