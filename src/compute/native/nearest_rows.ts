/**
 * Exact search: a BLAS finds which rows may be among the nearest, and these are scored again one by one.
 *
 * A BLAS may round an element of a product by where it lies in the matrix (with OpenBLAS for Haswell, equal rows got
 * unequal numbers in a sixth of searches of 2 to 1,400 rows), so its numbers only bound the scores. A row whose bound
 * reaches the list is summed in float64 in a fixed order, so that equal rows have equal scores.
 * @module
 */
import * as kernels from "../../../kernels/native/kernels.wasm";
import { inner } from "../../basics/inner_product.ts";
import { type Metric, NO_ROW } from "../compute.ts";
import { type CpuNearestRows, type CpuTensor, rowsFrom } from "../cpu/cpu_tensor.ts";
import { insert, ofMagnitudeOne, ranksAbove } from "../cpu/nearest_rows.ts";
import { allocate, deallocate } from "./arena.ts";
import { ListLimits, type ProductError } from "./list_limits.ts";
import type { Multiply } from "./products.ts";
import { addressOf, inVectors, rowBytes } from "./vectors.ts";

/**
 * Most queries of a block. A BLAS copies rows and queries before it multiplies them: with 64 queries products took 1.7
 * times as long each.
 */
const QUERIES = 512;
/** Products of a block: 1 MiB, which stays in the second-level cache. */
const PRODUCTS = 2 ** 18;

/** Implements {@link Compute.nearestRows} with products by `multiply`. */
export function nearestRowsBy(multiply: Multiply, operands: CpuNearestRows): void {
  const { queries, database, metric, scores, rows } = operands;
  scores.values.fill(-Infinity);
  rows.values.fill(NO_ROW);
  const atOnce = Math.min(QUERIES, queries.rows);
  const stripRows = Math.min(4 * Math.ceil(PRODUCTS / atOnce / 4), database.rows);
  using search = new Search(operands, atOnce);
  const memory = allocate(atOnce, stripRows);
  for (let query = 0; query < queries.rows; query += atOnce) {
    const own = rowsFrom(queries, query, atOnce);
    // Products with these fit in float32, however long a row is.
    const some = metric === "cosine" ? ofMagnitudeOne(own) : own;
    const lengths = lengthsOf(some);
    for (let row = 0; row < database.rows;) {
      const left = Math.min(stripRows, database.rows - row);
      // The kernel takes vectors of four.
      const strip = rowsFrom(database, row, left > 4 ? left - left % 4 : left);
      const values = memory.values.subarray(0, some.rows * strip.rows);
      const products = { ...memory, rows: some.rows, columns: strip.rows, values };
      multiply(some, strip, products, { transpose: "right" });
      search.offerAll(query, lengths, row, products);
      row += strip.rows;
    }
  }
  deallocate(memory);
  if (metric === "euclidean") scores.values.forEach((score, at, all) => all[at] = 0 - score);
}

/** The highest score that fits a product of at most `most` and the lengths of both rows. */
type Bound = (most: number, queryLength: number, rowLength: number) => number;

const BOUNDS: Readonly<Record<Metric, Bound>> = {
  "inner-product": (most) => most,
  cosine: (most, query, row) => most / (query * row),
  euclidean: (most, query, row) => -Math.sqrt(Math.max(query * query + row * row - 2 * most, 0)),
};

/** A search's lists, and what bounds and scores need. */
class Search implements Disposable {
  readonly #operands: CpuNearestRows;
  readonly #rowLengths: Float64Array;
  /** The queries' own lengths, for cosines. */
  readonly #queryLengths: Float64Array;
  readonly #error: ProductError;
  readonly #limits: ListLimits;
  readonly #found: Uint32Array;

  /** @param atOnce most queries of a block */
  constructor(operands: CpuNearestRows, atOnce: number) {
    const { queries, database, metric } = operands;
    this.#operands = operands;
    this.#rowLengths = lengthsOf(database);
    this.#queryLengths = Float64Array.from(
      { length: metric === "cosine" ? queries.rows : 0 },
      (_, query) => Math.sqrt(inner(queries, query, queries, query)),
    );
    // Twice what a float32 sum of so many rounded products can be off by, and what is lost where all are too small.
    const [relative, absolute] = [-23, -126].map((power) => (queries.columns + 2) * 2 ** power);
    this.#error = { relative: relative!, absolute: absolute! };
    this.#limits = new ListLimits(metric, atOnce, this.#rowLengths, this.#error);
    this.#found = new Uint32Array(queries.rows);
  }

  /**
   * Offers rows to the lists of a block of queries.
   * @param query the first query of the block
   * @param lengths the lengths of the queries as they were multiplied
   * @param first the first row
   * @param products of these queries with the rows from `first` on
   */
  offerAll(query: number, lengths: Float64Array, first: number, products: CpuTensor): void {
    const { values, rows, columns } = products;
    const offer = (i: number, from: number, to: number) => {
      const own = values.subarray(i * columns + from, i * columns + to);
      this.#offer(query + i, lengths[i]!, first + from, own);
    };
    if (!this.#limits.canSkip(products)) {
      for (let i = 0; i < rows; i++) offer(i, 0, columns);
      return;
    }
    const limit = (i: number) => this.#limits.set(i, lengths[i]!, this.#toBeat(query + i));
    for (let i = 0; i < rows; i++) limit(i);
    for (let at = 0; (at = this.#limits.next(products, first, at)) < values.length; at += 4) {
      const i = Math.floor(at / columns);
      offer(i, at % columns, at % columns + 4);
      limit(i);
    }
  }

  /** The score that a row must exceed to enter a query's list; undefined where every row enters. */
  #toBeat(query: number): number | undefined {
    const { scores: { values, columns: k }, toBeat, metric } = this.#operands;
    if (this.#found[query] === k) return values[(query + 1) * k - 1]!;
    const given = toBeat?.[query] ?? NaN;
    return Number.isNaN(given) ? undefined : metric === "euclidean" ? -given : given;
  }

  /** Frees what the limits take. */
  [Symbol.dispose](): void {
    this.#limits[Symbol.dispose]();
  }

  /**
   * Offers the rows from `first` on to a query's list, which is sorted, nearest first.
   * @param queryLength the length of the query as it was multiplied
   */
  #offer(query: number, queryLength: number, first: number, products: Float32Array): void {
    const { scores, rows, groups, metric } = this.#operands;
    const k = scores.columns;
    const best = scores.values.subarray(query * k, (query + 1) * k);
    const bestRows = rows.values.subarray(query * k, (query + 1) * k);
    const group = groups?.queries.values[query];
    const bound = BOUNDS[metric], lengths = this.#rowLengths;
    const error = this.#error.relative * queryLength, underflow = this.#error.absolute;
    let toBeat = this.#toBeat(query);
    for (let i = 0; i < products.length; i++) {
      const length = lengths[first + i]!;
      const most = bound(products[i]! + error * length + underflow, queryLength, length);
      // A bound that is no number bounds nothing.
      if (toBeat !== undefined && most <= toBeat) continue;
      if (groups && groups.database.values[first + i] === group) continue;
      const score = this.#score(query, first + i);
      if (toBeat !== undefined && !ranksAbove(score, toBeat)) continue;
      this.#found[query] = insert(best, bestRows, this.#found[query]!, score, first + i);
      toBeat = this.#toBeat(query);
    }
  }

  /** The score of a row; a larger one is nearer. Sums are float64. */
  #score(query: number, row: number): number {
    const { queries, database, metric } = this.#operands;
    if (metric === "euclidean") return -Math.fround(distance(queries, query, database, row));
    const product = inner(queries, query, database, row);
    if (metric === "inner-product") return Math.fround(product);
    const queryLength = this.#queryLengths[query]!, rowLength = this.#rowLengths[row]!;
    // A row of zeros has no direction.
    return queryLength === 0 || rowLength === 0
      ? 0
      : Math.fround(product / queryLength / rowLength);
  }
}

function distance(
  { values: x, columns }: CpuTensor,
  query: number,
  { values: y }: CpuTensor,
  row: number,
): number {
  let sum = 0;
  for (let a = query * columns, b = row * columns; a < (query + 1) * columns; a++, b++) {
    sum += (x[a]! - y[b]!) ** 2;
  }
  return Math.sqrt(sum);
}

/** The length of each row. */
function lengthsOf(matrix: CpuTensor): Float64Array {
  const { rows, columns, values } = matrix;
  const lengths = new Float64Array(rows);
  const isInVectors = inVectors(columns, matrix);
  const bytes = rowBytes(matrix);
  for (let row = 0; row < rows; row++) {
    const start = isInVectors ? addressOf(matrix) + row * bytes : 0;
    lengths[row] = isInVectors
      ? kernels.norm(start, start + bytes)
      : lengthOf(values.subarray(row * columns, (row + 1) * columns));
  }
  return lengths;
}

function lengthOf(row: Float32Array): number {
  let squares = 0;
  for (const value of row) squares += value * value;
  return Math.sqrt(squares);
}
