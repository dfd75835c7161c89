/**
 * A question to a device, and the sheet on which it is worked out.
 * @module
 */
import type { Compute, Tensor } from "./compute.ts";

/** One question. */
export interface Question {
  /** Runs only the operation, besides creating tensors. */
  readonly ask: (sheet: Sheet) => void;
  /** The values of all outputs, one after another; absent where the CPU device gives the answer. */
  readonly answer?: readonly number[];
  /** Largest error, relative to the largest value; 0 where every bit is determined. */
  readonly tolerance: number;
}

/** Creates the tensors of one question and keeps track of its outputs. */
export class Sheet {
  /** The device under test. */
  readonly compute: Compute;
  /** The outputs, in order of creation. */
  readonly outputs: Tensor[] = [];
  readonly #tensors: Tensor[] = [];

  /** Creates an empty sheet. */
  constructor(compute: Compute) {
    this.compute = compute;
  }

  /** Creates a row-major matrix of the given values. */
  given = (columns: number, ...values: readonly number[]): Tensor =>
    this.#enter(
      this.compute.tensor(values.length / columns, columns, Float32Array.from(values)),
    );

  /** Creates a row of indices. */
  indices = (...values: readonly number[]): Tensor =>
    this.#enter(this.compute.indices(1, values.length, Uint32Array.from(values)));

  /** Creates a matrix of fixed values between -2 and 2, without a pattern that would hide a wrong order. */
  uneven = (rows: number, columns: number, phase = 0): Tensor => {
    const value = (_: unknown, i: number) => 2 * Math.sin(1.7 * i + 0.3 * (i % 5) + phase);
    return this.given(columns, ...Array.from({ length: rows * columns }, value));
  };

  /** Creates an output. */
  out = (rows: number, columns: number): Tensor =>
    this.output(this.#enter(this.compute.tensor(rows, columns)));

  /** Creates an output of indices. */
  outIndices = (rows: number, columns: number): Tensor =>
    this.output(this.#enter(this.compute.indices(rows, columns, new Uint32Array(rows * columns))));

  /** Registers a tensor that is changed in place as an output. */
  output = (tensor: Tensor): Tensor => {
    this.outputs.push(tensor);
    return tensor;
  };

  /** Releases the tensors. */
  release(): void {
    this.compute.release(...this.#tensors);
  }

  #enter(tensor: Tensor): Tensor {
    this.#tensors.push(tensor);
    return tensor;
  }
}
