/**
 * What is used of TensorFlow.js. Its own types would have to be fetched to check this repository.
 * @module
 */

/** A tensor; memory is given back by `dispose` or at the end of a `tidy`. */
export interface TfTensor {
  /** Waits for the values. */
  data(): Promise<Float32Array>;
  /** Gives its memory back. */
  dispose(): void;
}

/** A tensor that a model owns. */
export interface TfVariable extends TfTensor {
  /** Its name among the gradients. */
  readonly name: string;
  /** Takes a tensor's values over. */
  assign(value: TfTensor): void;
}

/** A tensor, or a number that becomes one. */
export type TfOperand = TfTensor | number;
type Unary = (x: TfTensor) => TfTensor;
type Binary = (a: TfOperand, b: TfOperand) => TfTensor;
type Reduction = (x: TfTensor, axis?: number, keepDims?: boolean) => TfTensor;

/** The module `@tensorflow/tfjs`. */
export interface Tensorflow {
  setBackend(name: string): Promise<boolean>;
  tensor1d(values: ArrayLike<number>, type: "int32"): TfTensor;
  tensor2d(values: Float32Array, shape: readonly [number, number]): TfTensor;
  variable(value: TfTensor, trainable: boolean, name: string): TfVariable;
  zerosLike: Unary;
  tidy<T>(body: () => T): T;
  matMul(a: TfTensor, b: TfTensor, transposeA?: boolean, transposeB?: boolean): TfTensor;
  stack(scalars: readonly TfTensor[]): TfTensor;
  gather(source: TfTensor, indices: TfTensor): TfTensor;
  add: Binary;
  sub: Binary;
  mul: Binary;
  div: Binary;
  maximum: Binary;
  minimum: Binary;
  clipByValue(x: TfTensor, low: number, high: number): TfTensor;
  erf: Unary;
  exp: Unary;
  square: Unary;
  sqrt: Unary;
  rsqrt: Unary;
  sum: Reduction;
  mean: Reduction;
  logSumExp: Reduction;
  variableGrads(
    f: () => TfTensor,
    variables: readonly TfVariable[],
  ): { value: TfTensor; grads: Readonly<Record<string, TfTensor>> };
  valueAndGrads(
    f: (...xs: TfTensor[]) => TfTensor,
  ): (xs: readonly TfTensor[]) => { value: TfTensor; grads: readonly TfTensor[] };
}
