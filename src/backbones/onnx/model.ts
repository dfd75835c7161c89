/**
 * An ONNX model, as a file and ready to run.
 * @module
 */
import type { OnnxPort, OnnxTensor } from "./ports.ts";

/** A model as it lies on disk. */
export interface OnnxFile {
  /** The file's name, for messages. */
  readonly path: string;
  /** The whole file. */
  readonly bytes: Uint8Array;
  /** Files that hold its weights, by the names that the model calls them. */
  readonly externalData?: readonly { readonly path: string; readonly bytes: Uint8Array }[];
}

/** A model, ready to run; runs wait for each other. */
export interface OnnxSession {
  /** The file's name, for messages. */
  readonly path: string;
  /** What it takes. */
  readonly inputs: readonly OnnxPort[];
  /** What it gives. */
  readonly outputs: readonly OnnxPort[];
  /**
   * Runs the model. Where it takes or gives float16 or whole numbers of 32 bits or less, values are converted.
   *
   * @param inputs every input of the model, by name
   * @param outputs names of the outputs that are wanted; all by default
   * @throws {InputError} when the inputs or outputs are not the model's, or it cannot run on such shapes
   * @throws {TimedOut} when the run takes longer than an item may; the session can be used again
   * @throws {SurroundingsError} when the device is lost, out of memory or reports an error
   */
  run(
    inputs: Readonly<Record<string, OnnxTensor>>,
    outputs?: readonly string[],
  ): Promise<Record<string, OnnxTensor>>;
  /** Gives the model's memory back. */
  close(): Promise<void>;
}
