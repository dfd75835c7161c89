/**
 * What a question to a device is, and the sheet that it is worked out on.
 * @module
 */
import type { Compute, Tensor } from "./compute.ts";

/** One question. */
export interface Question {
  /** Runs the operation, and nothing else but making tensors. */
  readonly ask: (sheet: Sheet) => void;
  /** The values of all outputs, one after the other; left out where the CPU device is to be asked. */
  readonly answer?: readonly number[];
  /** Largest error, relative to the largest value; 0 where every bit is determined. */
  readonly tolerance: number;
}

/** Makes the tensors of one question and knows which of them are its outputs. */
export class Sheet {
  /** The device that is asked. */
  readonly compute: Compute;
  /** The outputs, in the order in which they were made. */
  readonly outputs: Tensor[] = [];
  readonly #tensors: Tensor[] = [];

  /** An empty sheet. */
  constructor(compute: Compute) {
    this.compute = compute;
  }

  /** A row-major matrix of the values given. */
  given = (columns: number, ...values: readonly number[]): Tensor =>
    this.#enter(
      this.compute.tensor(values.length / columns, columns, Float32Array.from(values)),
    );

  /** A row of indices. */
  indices = (...values: readonly number[]): Tensor =>
    this.#enter(this.compute.indices(1, values.length, Uint32Array.from(values)));

  /** A matrix of fixed values between -2 and 2 without a pattern that would hide a wrong order. */
  uneven = (rows: number, columns: number, phase = 0): Tensor => {
    const value = (_: unknown, i: number) => 2 * Math.sin(1.7 * i + 0.3 * (i % 5) + phase);
    return this.given(columns, ...Array.from({ length: rows * columns }, value));
  };

  /** A new output. */
  out = (rows: number, columns: number): Tensor =>
    this.output(this.#enter(this.compute.tensor(rows, columns)));

  /** A new output of indices. */
  outIndices = (rows: number, columns: number): Tensor =>
    this.output(this.#enter(this.compute.indices(rows, columns, new Uint32Array(rows * columns))));

  /** Makes an output of a tensor that is changed in place. */
  output = (tensor: Tensor): Tensor => {
    this.outputs.push(tensor);
    return tensor;
  };

  /** Gives the tensors' memory back. */
  release(): void {
    this.compute.release(...this.#tensors);
  }

  #enter(tensor: Tensor): Tensor {
    this.#tensors.push(tensor);
    return tensor;
  }
}
