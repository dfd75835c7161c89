/**
 * onnxruntime-web: when it is loaded, with how many threads, and one operation at a time.
 * @module
 */

// Runs ONNX models as WebAssembly or on a WebGPU device; MIT, by Microsoft.
import type { env, InferenceSession, Tensor } from "npm:onnxruntime-web@1.30.0";

/** What is used of onnxruntime-web. */
export interface OnnxRuntime {
  /** Settings that count until the first session is created. */
  readonly env: typeof env;
  /** Creates sessions. */
  readonly InferenceSession: typeof InferenceSession;
  /** Makes inputs. */
  readonly Tensor: typeof Tensor;
}

/** The package and its version, as it is recorded beside embeddings. */
const ONNX_RUNTIME = "onnxruntime-web@1.30.0";

/** What shapes the numbers of models, besides themselves. */
export function onnxIdentity({ device }: { readonly device?: "gpu" | "software" | GPUDevice }) {
  return { runtime: ONNX_RUNTIME, provider: device ? "webgpu" : "wasm" } as const;
}

/** Which build: the one of the wasm provider, or the one that also holds the webgpu provider. */
export type Provider = "wasm" | "webgpu";

const threadsInUse = new Map<Provider, number>();

/**
 * The runtime, which is evaluated on the first call (40 ms), not when Earnest is imported.
 *
 * @param threads its first session makes as many; they are shared by all sessions after it
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
  const runtime = provider === "wasm"
    ? await import("npm:onnxruntime-web@1.30.0")
    : await import("npm:onnxruntime-web@1.30.0/webgpu");
  // It writes what went wrong with a model to stderr, besides throwing it.
  runtime.env.logLevel = "fatal";
  runtime.env.wasm.numThreads = threads;
  return runtime;
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Does one thing after the other, whichever session it belongs to. On the webgpu provider two runs at a time hang,
 * and runs of two sessions end in "memory access out of bounds"; the wasm provider blocks this thread anyway.
 */
export function inTurn<Result>(operation: () => Promise<Result>): Promise<Result> {
  const done = last.then(operation);
  last = done.catch(() => {});
  return done;
}

/** Emscripten's runtime puts Node's Worker in place of the global one, which breaks web workers made later. */
export async function keepingWorker<Result>(operation: () => Promise<Result>): Promise<Result> {
  const { Worker } = globalThis;
  return await operation().finally(() => globalThis.Worker = Worker);
}
