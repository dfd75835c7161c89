/**
 * Matrix products on the GPU device: which kernel, and how its operands are laid out.
 * @module
 */
import type { DeviceClass, Transpose } from "../compute.ts";
import type { GpuTensor } from "./gpu_tensor.ts";
import { KERNELS } from "./kernels.ts";
import { elementGrid, lineGrid, type Recorder } from "./recorder.ts";
import type { Scratch } from "./scratch.ts";

/** Factors, result, and how the factors lie. */
export interface Product {
  /** A, or Aᵀ where it is used transposed. */
  readonly left: GpuTensor;
  /** B, or Bᵀ where it is used transposed. */
  readonly right: GpuTensor;
  /** Receives A · B + bias. */
  readonly product: GpuTensor;
  /** Which factor is used transposed. */
  readonly transpose: Transpose;
  /** A row added to every row of the product. */
  readonly bias: GpuTensor | undefined;
}

/** Rows and columns of the product that an invocation of the register kernel computes. */
const REGISTER_TILE = 16;
/** Rows and columns of the product that a work group of the shared-memory kernel computes. */
const SHARED_BLOCK = 64;

const toMultipleOf4 = (count: number) => Math.ceil(count / 4) * 4;

/** Records matrix products, by the kernel that suits a class of device. */
export class MatrixMultiply {
  readonly #recorder: Recorder;
  readonly #scratch: Scratch;
  readonly #deviceClass: DeviceClass;

  /** Records with `recorder`; matrices in another layout go to `scratch`. */
  constructor(recorder: Recorder, scratch: Scratch, deviceClass: DeviceClass) {
    this.#recorder = recorder;
    this.#scratch = scratch;
    this.#deviceClass = deviceClass;
  }

  /** Records one product. */
  record(operands: Product): void {
    if (this.#deviceClass === "hardware") this.#shared(operands);
    else this.#registers(operands);
  }

  #shared({ left, right, product, transpose, bias }: Product): void {
    const { rows, columns } = product;
    const depth = transpose === "left" ? left.rows : left.columns;
    const leftStrides = transpose === "left" ? [1, rows] : [depth, 1];
    const rightStrides = transpose === "right" ? [1, depth] : [columns, 1];
    const grid = [Math.ceil(columns / SHARED_BLOCK), Math.ceil(rows / SHARED_BLOCK)] as const;
    this.#recorder.dispatch(
      KERNELS.multiplyShared,
      [left, right, bias ?? right, product],
      [rows, columns, depth, ...leftStrides, ...rightStrides, Number(bias !== undefined)],
      grid,
    );
  }

  /** The register kernel reads vectors of four along rows: what does not lie so is packed first. */
  #registers({ left, right, product, transpose, bias }: Product): void {
    const { rows, columns } = product;
    const leftTransposed = transpose === "left";
    const depth = leftTransposed ? left.rows : left.columns;
    const fits = depth % 4 === 0 && columns % 4 === 0;
    if (fits && (!leftTransposed || rows % 4 === 0)) {
      const upright = transpose === "right" ? this.#transposed(right) : right;
      this.#tiles(left, upright, product, leftTransposed, bias);
      return;
    }
    const evenDepth = toMultipleOf4(depth);
    const evenColumns = toMultipleOf4(columns);
    const evenProduct = this.#scratch.tensor("product", rows, evenColumns);
    this.#tiles(
      this.#packed("left", left, [rows, evenDepth], leftTransposed),
      this.#packed("right", right, [evenDepth, evenColumns], transpose === "right"),
      evenProduct,
      false,
      bias && this.#packed("bias", bias, [1, evenColumns], false),
    );
    this.#pack(evenProduct, product, false);
  }

  #tiles(
    left: GpuTensor,
    right: GpuTensor,
    product: GpuTensor,
    leftTransposed: boolean,
    bias: GpuTensor | undefined,
  ): void {
    const { rows, columns } = product;
    const tiles = Math.ceil(rows / REGISTER_TILE) * Math.ceil(columns / REGISTER_TILE);
    this.#recorder.dispatch(
      KERNELS.multiplyRegisters,
      [left, right, bias ?? right, product],
      [rows, columns, right.rows, Number(leftTransposed), Number(bias !== undefined)],
      lineGrid(tiles),
    );
  }

  #transposed(source: GpuTensor): GpuTensor {
    const { rows, columns, count } = source;
    const target = this.#scratch.tensor("right", columns, rows);
    this.#recorder.dispatch(
      KERNELS.transpose,
      [source, target],
      [rows, columns],
      elementGrid(count / 16),
    );
    return target;
  }

  #packed(
    purpose: string,
    source: GpuTensor,
    [rows, columns]: readonly [number, number],
    transposed: boolean,
  ): GpuTensor {
    const target = this.#scratch.tensor(purpose, rows, columns);
    this.#pack(source, target, transposed);
    return target;
  }

  /** Copies `source`, or its transpose, to the upper left of `target`; cuts what is outside, fills up with zeros. */
  #pack(source: GpuTensor, target: GpuTensor, transposed: boolean): void {
    const shape = [source.rows, source.columns];
    const strides = [source.columns, 1];
    const layout = transposed ? [...shape.reverse(), ...strides.reverse()] : [...shape, ...strides];
    this.#recorder.dispatch(
      KERNELS.pack,
      [source, target],
      [...layout, target.rows, target.columns],
      elementGrid(target.count),
    );
  }
}
