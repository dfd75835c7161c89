/**
 * Types of an ONNX model: as a file, and ready to run.
 * @module
 */
import type { OnnxPort, OnnxTensor } from "./ports.ts";

/** A model as a file. */
export interface OnnxFile {
  /** The file's name, for messages. */
  readonly path: string;
  /** The whole file. */
  readonly bytes: Uint8Array;
  /** Files that hold its weights, by the names that the model uses for them. */
  readonly externalData?: readonly { readonly path: string; readonly bytes: Uint8Array }[];
}

/** A model, ready to run; runs wait for each other. */
export interface OnnxSession {
  /** The file's name, for messages. */
  readonly path: string;
  /** Its inputs. */
  readonly inputs: readonly OnnxPort[];
  /** Its outputs. */
  readonly outputs: readonly OnnxPort[];
  /**
   * Runs the model. If it takes or gives float16, or integers of 32 bits or less, values are converted.
   *
   * @param inputs every input of the model, by name
   * @param outputs names of the outputs to return; default all
   * @throws {InputError} when the names of inputs or outputs are not the model's, or it cannot run on such shapes
   * @throws {TimedOut} when the run takes longer than an item may; the session can be used again
   * @throws {SurroundingsError} when the device is lost, out of memory or reports an error
   */
  run(
    inputs: Readonly<Record<string, OnnxTensor>>,
    outputs?: readonly string[],
  ): Promise<Record<string, OnnxTensor>>;
  /** Frees the model's memory. */
  close(): Promise<void>;
}
