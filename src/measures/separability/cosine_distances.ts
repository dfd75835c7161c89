/**
 * Sums of cosine distances (1 - cosine similarity) of items from the items of each class.
 * @module
 */
import { matrixRow } from "../../basics/matrix.ts";
import { addTo, dot, type LabeledVectors } from "../labeled_vectors.ts";

/** Mean distances below this are what rounding to float32 makes of one direction. */
const ONE_DIRECTION = 2 ** -48;

/**
 * The means of each class's unit vectors, and how far these lie from it: all that sums of distances need, so that they
 * take items × classes products instead of items × items.
 *
 * With unit vectors u of class c, their mean m and their mean squared distance s from it, the mean of
 * 1 - u · x = |u - x|² / 2 over the class is (|m - x|² + s) / 2. No difference of large numbers is left in it, where 1
 * minus a product near 1 has no digits: vectors with a common part 10,000 times as long as the rest have distances of
 * 1e-8, which is what float32 unit vectors are off by. A row of zeros is at distance 1 from every other row.
 */
export class CosineDistances {
  readonly #set: LabeledVectors;
  readonly #counts: Uint32Array;
  /** The number of each class's items that are not zero. */
  readonly #directed: Uint32Array;
  readonly #lengths: Float64Array;
  /** classes × columns */
  readonly #means: Float64Array;
  readonly #spreads: Float64Array;
  /** The unit vector of an item. */
  readonly #unit: Float64Array;

  /** Takes over a set's means; the set must not change afterwards. */
  constructor(set: LabeledVectors) {
    const { rows, columns, classes, classCount } = set;
    this.#set = set;
    this.#counts = new Uint32Array(classCount);
    this.#directed = new Uint32Array(classCount);
    this.#lengths = new Float64Array(rows);
    this.#means = new Float64Array(classCount * columns);
    this.#spreads = new Float64Array(classCount);
    this.#unit = new Float64Array(columns);
    for (let item = 0; item < rows; item++) {
      const row = matrixRow(set, item), c = classes[item]!;
      this.#lengths[item] = Math.sqrt(dot(row, row));
      this.#counts[c]! += 1;
      if (!this.#takeUnit(item)) continue;
      this.#directed[c]! += 1;
      addTo(this.#meanOf(c), this.#unit, 1);
    }
    for (let at = 0; at < this.#means.length; at++) {
      this.#means[at]! /= this.#directed[Math.floor(at / columns)]! || 1;
    }
    const squares = new Float64Array(1);
    for (let item = 0; item < rows; item++) {
      if (!this.#takeUnit(item)) continue;
      const c = classes[item]!;
      squaredDistances(this.#unit, this.#meanOf(c), squares);
      this.#spreads[c]! += squares[0]! / this.#directed[c]!;
    }
  }

  /**
   * Writes the sum of an item's distances from the items of each class. Equal directions have distance 0.
   * @param sums receives a sum for each class
   */
  sumsOf(item: number, sums: Float64Array): void {
    if (!this.#takeUnit(item)) {
      sums.set(this.#counts);
      sums[this.#set.classes[item]!]! -= 1;
      return;
    }
    squaredDistances(this.#unit, this.#means, sums);
    for (let c = 0; c < sums.length; c++) {
      const mean = (sums[c]! + this.#spreads[c]!) / 2, directed = this.#directed[c]!;
      sums[c] = (mean < ONE_DIRECTION ? 0 : directed * mean) + (this.#counts[c]! - directed);
    }
  }

  #meanOf(c: number): Float64Array {
    const { columns } = this.#set;
    return this.#means.subarray(c * columns, (c + 1) * columns);
  }

  /** Writes the unit vector of an item; returns false for a row of zeros, which has none. */
  #takeUnit(item: number): boolean {
    const { values, columns } = this.#set;
    const length = this.#lengths[item]!, unit = this.#unit, start = item * columns;
    if (length === 0) return false;
    for (let column = 0; column < columns; column++) {
      unit[column] = values[start + column]! / length;
    }
    return true;
  }
}

/**
 * Computes the squared distance of a row from each row of a matrix: four at a time, so that none waits for its own last
 * addition.
 *
 * @param squares receives a number for each row
 */
function squaredDistances(row: Float64Array, rows: Float64Array, squares: Float64Array): void {
  const { length } = row;
  const last = squares.length - 1;
  for (let at = 0; at <= last; at += 4) {
    // Beyond the last row it is repeated.
    const first = at * length, second = Math.min(at + 1, last) * length;
    const third = Math.min(at + 2, last) * length, fourth = Math.min(at + 3, last) * length;
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let column = 0; column < length; column++) {
      const value = row[column]!;
      const p = value - rows[first + column]!, q = value - rows[second + column]!;
      const r = value - rows[third + column]!, s = value - rows[fourth + column]!;
      a += p * p;
      b += q * q;
      c += r * r;
      d += s * s;
    }
    squares[at] = a;
    if (at < last) squares[at + 1] = b;
    if (at + 1 < last) squares[at + 2] = c;
    if (at + 2 < last) squares[at + 3] = d;
  }
}
