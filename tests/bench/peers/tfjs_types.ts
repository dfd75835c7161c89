/**
 * What is used of TensorFlow.js. Its own types would have to be fetched to check this repository.
 * @module
 */

/** A tensor; memory is given back by `dispose` or at the end of a `tidy`. */
export interface TfTensor {
  data(): Promise<Float32Array>;
  dispose(): void;
}

/** The module `@tensorflow/tfjs-core`. */
export interface Tensorflow {
  setBackend(name: string): Promise<boolean>;
  tensor2d(values: Float32Array, shape: readonly [number, number]): TfTensor;
  matMul(a: TfTensor, b: TfTensor, transposeA?: boolean, transposeB?: boolean): TfTensor;
}
