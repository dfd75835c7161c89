/**
 * Loads onnxruntime-web on first use, sets its threads, and runs one operation at a time.
 * @module
 */

// Runs ONNX models as WebAssembly or on a WebGPU device; MIT, by Microsoft.
import type { env, InferenceSession, Tensor } from "npm:onnxruntime-web@1.30.0";
import { later } from "../../basics/later.ts";

/** The part of onnxruntime-web that is used. */
export interface OnnxRuntime {
  /** Settings that apply until the first session is created. */
  readonly env: typeof env;
  /** Creates sessions. */
  readonly InferenceSession: typeof InferenceSession;
  /** Makes inputs. */
  readonly Tensor: typeof Tensor;
}

/** The package and its version, as recorded with embeddings. */
export const ONNX_RUNTIME = "onnxruntime-web@1.30.0";

/** Returns what determines the numbers of models, besides the models themselves. */
export function onnxIdentity({ device }: { readonly device?: "gpu" | "software" | GPUDevice }) {
  return { runtime: ONNX_RUNTIME, provider: device ? "webgpu" : "wasm" } as const;
}

/** Selects the build: the one with the wasm provider only, or the one that also has the webgpu provider. */
export type Provider = "wasm" | "webgpu";

const wasmRuntime = later<OnnxRuntime>(`npm:${ONNX_RUNTIME}`);
const webgpuRuntime = later<OnnxRuntime>(`npm:${ONNX_RUNTIME}/webgpu`);

const threadsInUse = new Map<Provider, number>();

/**
 * Returns the runtime, which is loaded on the first call (40 ms), not when Earnest is imported.
 *
 * @param threads the number of threads, fixed by the first session and shared by all later ones
 * @throws {RangeError} when it already runs with another number of threads
 */
export async function loadRuntime(provider: Provider, threads: number): Promise<OnnxRuntime> {
  const inUse = threadsInUse.get(provider) ?? threads;
  if (inUse !== threads) {
    throw new RangeError(
      `Cannot run models with ${threads} threads: this thread already runs them with ${inUse}`,
    );
  }
  threadsInUse.set(provider, threads);
  const runtime = provider === "wasm" ? await wasmRuntime() : await webgpuRuntime();
  // The runtime logs a model's faults to stderr, besides throwing them.
  runtime.env.logLevel = "fatal";
  runtime.env.wasm.numThreads = threads;
  return runtime;
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs one operation after the other, across all sessions. On the webgpu provider two runs at a time hang, and runs
 * of two sessions end in "memory access out of bounds"; the wasm provider blocks this thread anyway.
 */
export function inTurn<Result>(operation: () => Promise<Result>): Promise<Result> {
  const done = last.then(operation);
  last = done.catch(() => {});
  return done;
}

/** Restores the global Worker: Emscripten's runtime replaces it by Node's, which breaks web workers created later. */
export async function keepingWorker<Result>(operation: () => Promise<Result>): Promise<Result> {
  const { Worker } = globalThis;
  return await operation().finally(() => globalThis.Worker = Worker);
}
