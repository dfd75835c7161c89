/**
 * The messages between this thread and a thread that runs models.
 * @module
 */
import type { WorkerError } from "../../basics/worker_errors.ts";
import type { OnnxTensor } from "../onnx/ports.ts";
import type { OnnxFile } from "../onnx/model.ts";
import type { TokenizerFile, Tokens } from "../text/tokenizer.ts";

/** A request; `id` refers to what was opened under it. */
export type Call =
  | {
    readonly kind: "open session";
    readonly id: number;
    readonly file: OnnxFile;
    readonly threads: number;
    readonly device: "gpu" | "software" | undefined;
  }
  | {
    readonly kind: "run";
    readonly id: number;
    readonly inputs: Readonly<Record<string, OnnxTensor>>;
    readonly outputs: readonly string[] | undefined;
  }
  | {
    readonly kind: "open tokenizer";
    readonly id: number;
    readonly file: TokenizerFile;
    readonly maxTokens: number;
  }
  | { readonly kind: "encode"; readonly id: number; readonly texts: readonly string[] }
  | { readonly kind: "close"; readonly id: number }
  /** Frees devices before the worker is terminated. */
  | { readonly kind: "end" };

/** What a worker receives: first a counter of the texts that it has encoded, then one request at a time. */
export type ToModelWorker = { readonly progress: Int32Array } | Call;

/** A worker's answer to a request. */
export type FromModelWorker = { readonly value: unknown } | { readonly error: WorkerError };

/** The answer to `encode`: the tokens of each text, or the index of a text that has none and why. */
export type Encoded = readonly Tokens[] | { readonly index: number; readonly reason: string };
