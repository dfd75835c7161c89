/**
 * Pads the factors of a matrix product with zeros, for kernels that read vectors of four.
 * @module
 */
import { recordActivation } from "./activation.ts";
import type { GpuTensor } from "./gpu_tensor.ts";
import { KERNELS } from "./kernels.ts";
import { depthOf, type Product, toMultipleOf4 } from "./product.ts";
import { elementGrid, type Recorder } from "./recorder.ts";
import type { Scratch } from "./scratch.ts";

/** Pads the operands of a product. */
export class Padding {
  readonly #recorder: Recorder;
  readonly #scratch: Scratch;

  /** Records with `recorder`; padded copies go to `scratch`. */
  constructor(recorder: Recorder, scratch: Scratch) {
    this.#recorder = recorder;
    this.#scratch = scratch;
  }

  /**
   * Calls `multiply` with a product whose depth, columns and stored factors' columns are multiples of 4: the product
   * itself, or a larger one whose upper left part is the result.
   */
  record(operands: Product, multiply: (evened: Product) => void): void {
    const { left, right, product, transpose, bias, activation } = operands;
    const depth = toMultipleOf4(depthOf(operands)), columns = toMultipleOf4(product.columns);
    const evenProduct = this.#evened(product, product.rows, columns, "product");
    multiply({
      left: transpose === "left"
        ? this.#filled(left, depth, toMultipleOf4(product.rows), "left")
        : this.#filled(left, product.rows, depth, "left"),
      right: transpose === "right"
        ? this.#filled(right, product.columns, depth, "right")
        : this.#filled(right, depth, columns, "right"),
      product: evenProduct,
      transpose,
      bias: bias && this.#filled(bias, 1, columns, "bias"),
      ...(activation && evenProduct === product && { activation }),
    });
    if (evenProduct === product) return;
    this.#copy(evenProduct, product);
    recordActivation(this.#recorder, operands);
  }

  #filled(source: GpuTensor, rows: number, columns: number, purpose: string): GpuTensor {
    const target = this.#evened(source, rows, columns, purpose);
    if (target !== source) this.#copy(source, target);
    return target;
  }

  /** Returns a tensor of that shape: `tensor` itself where it has it. */
  #evened(tensor: GpuTensor, rows: number, columns: number, purpose: string): GpuTensor {
    const fits = tensor.rows === rows && tensor.columns === columns;
    return fits ? tensor : this.#scratch.tensor(`${purpose} filled up`, rows, columns);
  }

  /** Copies `source` to the upper left of `target`; cuts what does not fit and fills the rest with zeros. */
  #copy(source: GpuTensor, target: GpuTensor): void {
    this.#recorder.dispatch(
      KERNELS.pack,
      [source, target],
      [source.rows, source.columns, target.rows, target.columns],
      elementGrid(target.count),
    );
  }
}
