/**
 * Skips the products of rows that cannot be on a list of nearest rows, four at a time.
 *
 * A kernel compares in float32 what {@link Bound}s say in float64, so a limit leaves room for what float32 rounds off.
 * Whatever it lets pass is looked at again.
 * @module
 */
import * as kernels from "../../../kernels/native/kernels.wasm";
import type { Metric } from "../compute.ts";
import type { CpuTensor } from "../cpu/cpu_tensor.ts";
import { allocate, deallocate, isInside } from "./arena.ts";
import { addressOf } from "./vectors.ts";

/** What a product may be off by: a factor of the lengths of its rows, and a number that is added. */
export interface ProductError {
  /** The factor. */
  readonly relative: number;
  /** The number. */
  readonly absolute: number;
}

/** More than float32 rounds off in a sum of three numbers, as a share of their magnitudes. */
const ROUNDING = 2 ** -20;
/** The square of no longer row nears the end of float32. */
const LONGEST = 1e18;

/** Limits of the lists of a block of queries, in the kernels' memory. */
export class ListLimits implements Disposable {
  readonly #metric: Metric;
  readonly #error: ProductError;
  readonly #limits: CpuTensor;
  readonly #lengths: CpuTensor;
  readonly #shifts: CpuTensor;
  /** Whether the kernels reach all of it. */
  readonly #isInside: boolean;

  /**
   * @param queries most queries of a block
   * @param lengths the length of each row of the database
   */
  constructor(metric: Metric, queries: number, lengths: Float64Array, error: ProductError) {
    this.#metric = metric;
    this.#error = error;
    this.#limits = allocate(queries, 2);
    this.#lengths = allocate(1, lengths.length);
    this.#shifts = allocate(1, lengths.length);
    this.#isInside = [this.#limits, this.#lengths, this.#shifts].every(isInside);
    const isEuclidean = metric === "euclidean";
    lengths.forEach((length, row) => {
      const isUsual = length < LONGEST;
      this.#lengths.values[row] = isUsual ? length : 0;
      const shift = isEuclidean ? lowered(length ** 2 / 2, length ** 2 / 2) : 0;
      this.#shifts.values[row] = isUsual ? shift : -Infinity;
    });
  }

  /**
   * Sets what a row must exceed to enter the list of a query.
   * @param worst the last score of its list; undefined while the list is not full
   */
  set(query: number, length: number, worst: number | undefined): void {
    const { relative, absolute } = this.#error;
    let least = -2 * absolute, slope = -relative * length * (1 + ROUNDING);
    if (worst === undefined) least = -Infinity;
    else if (this.#metric === "inner-product") least += lowered(worst, worst);
    else if (this.#metric === "cosine") slope += lowered(worst * length, worst * length);
    else least += lowered((length ** 2 - worst ** 2) / 2, (length ** 2 + worst ** 2) / 2);
    // Beyond it a limit might be infinite in float32, where it is none.
    const isUsual = Math.abs(least) < LONGEST ** 2 && Math.abs(slope) < LONGEST;
    this.#limits.values[2 * query] = isUsual ? least : -Infinity;
    this.#limits.values[2 * query + 1] = isUsual ? slope : 0;
  }

  /** Whether {@link next} can skip some of these products. */
  canSkip(products: CpuTensor): boolean {
    return this.#isInside && isInside(products) && products.columns % 4 === 0;
  }

  /**
   * Finds the next four products with one that may belong on a list.
   * @param products of the block's queries with the rows from `first` on
   * @param from index of the first product to look at, a multiple of 4
   * @returns the index of the first of the four; the number of products if there are none
   */
  next(products: CpuTensor, first: number, from: number): number {
    const bytes = Float32Array.BYTES_PER_ELEMENT;
    const { values, columns } = products;
    return kernels.reaching(
      addressOf(products),
      bytes * from,
      values.byteLength,
      bytes * columns,
      addressOf(this.#limits),
      addressOf(this.#lengths) + bytes * first,
      addressOf(this.#shifts) + bytes * first,
    ) / bytes;
  }

  /** Frees the memory. */
  [Symbol.dispose](): void {
    for (const tensor of [this.#limits, this.#lengths, this.#shifts]) deallocate(tensor);
  }
}

/** A number less a share of a magnitude, more than float32 may round it up. */
function lowered(value: number, magnitude: number): number {
  return value - Math.abs(magnitude) * ROUNDING;
}
