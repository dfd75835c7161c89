/**
 * Exact search: a BLAS finds which rows may be among the nearest, and these are scored again one by one.
 *
 * A BLAS may round an element of a product by where it lies in the matrix (with OpenBLAS for Haswell, equal rows got
 * unequal numbers in a sixth of searches of 2 to 1,400 rows), so its numbers only bound the scores. A row whose bound
 * reaches the list is summed in float64 in the order of its columns, so that equal rows have equal scores.
 * @module
 */
import * as kernels from "../../../kernels/native/kernels.wasm";
import { type Metric, NO_ROW } from "../compute.ts";
import { type CpuNearestRows, type CpuTensor, rowsFrom } from "../cpu/cpu_tensor.ts";
import { insert, ofMagnitudeOne, ranksAbove } from "../cpu/nearest_rows.ts";
import { allocate, deallocate } from "./arena.ts";
import type { Multiply } from "./products.ts";
import { addressOf, inVectors, rowBytes } from "./vectors.ts";

/** Queries and rows of a block: its products, 1 MiB, stay in the second-level cache. */
const QUERIES = 64;
const ROWS = 4096;

/** Implements {@link Compute.nearestRows} with products by `multiply`. */
export function nearestRowsBy(multiply: Multiply, operands: CpuNearestRows): void {
  const { queries, database, metric, scores, rows } = operands;
  scores.values.fill(-Infinity);
  rows.values.fill(NO_ROW);
  const search = new Search(operands);
  const products = allocate(Math.min(QUERIES, queries.rows), Math.min(ROWS, database.rows));
  for (let query = 0; query < queries.rows; query += QUERIES) {
    const own = rowsFrom(queries, query, QUERIES);
    // Products with these fit in float32, however long a row is.
    const some = metric === "cosine" ? ofMagnitudeOne(own) : own;
    const lengths = lengthsOf(some);
    for (let row = 0; row < database.rows; row += ROWS) {
      const strip = rowsFrom(database, row, ROWS);
      const values = products.values.subarray(0, some.rows * strip.rows);
      multiply(some, strip, { ...products, rows: some.rows, columns: strip.rows, values }, {
        transpose: "right",
      });
      for (let i = 0; i < some.rows; i++) {
        search.offer(
          query + i,
          lengths[i]!,
          row,
          values.subarray(i * strip.rows, (i + 1) * strip.rows),
        );
      }
    }
  }
  deallocate(products);
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
class Search {
  readonly #operands: CpuNearestRows;
  readonly #rowLengths: Float64Array;
  /** What a product may be off by: a factor of the lengths of its rows, and a number that is added. */
  readonly #error: number;
  readonly #underflow: number;
  readonly #found: Uint32Array;

  constructor(operands: CpuNearestRows) {
    const { queries, database } = operands;
    this.#operands = operands;
    this.#rowLengths = lengthsOf(database);
    // Twice what a float32 sum of so many rounded products can be off by, and what is lost where all are too small.
    this.#error = (queries.columns + 2) * 2 ** -23;
    this.#underflow = (queries.columns + 2) * 2 ** -126;
    this.#found = new Uint32Array(queries.rows);
  }

  /**
   * Offers the rows from `first` on to a query's list, which is sorted, nearest first.
   * @param queryLength the length of the query as it was multiplied
   */
  offer(query: number, queryLength: number, first: number, products: Float32Array): void {
    const { scores, rows, groups, metric } = this.#operands;
    const k = scores.columns;
    const best = scores.values.subarray(query * k, (query + 1) * k);
    const bestRows = rows.values.subarray(query * k, (query + 1) * k);
    const group = groups?.queries.values[query];
    const bound = BOUNDS[metric], lengths = this.#rowLengths;
    const error = this.#error * queryLength, underflow = this.#underflow;
    let found = this.#found[query]!;
    for (let i = 0; i < products.length; i++) {
      const length = lengths[first + i]!;
      const most = bound(products[i]! + error * length + underflow, queryLength, length);
      // A bound that is no number bounds nothing.
      if (found === k && most <= best[k - 1]!) continue;
      if (groups && groups.database.values[first + i] === group) continue;
      const score = this.#score(query, first + i);
      if (found === k && !ranksAbove(score, best[k - 1]!)) continue;
      found = insert(best, bestRows, found, score, first + i);
    }
    this.#found[query] = found;
  }

  /** The score of a row; a larger one is nearer. Sums are float64, in the order of the columns. */
  #score(query: number, row: number): number {
    const { queries, database, metric } = this.#operands;
    const { columns } = queries;
    const x = queries.values, y = database.values;
    let a = query * columns, b = row * columns;
    const end = a + columns;
    let sum = 0;
    if (metric === "euclidean") {
      for (; a < end; a++, b++) sum += (x[a]! - y[b]!) ** 2;
      return -Math.fround(Math.sqrt(sum));
    }
    let querySquares = 0;
    for (; a < end; a++, b++) {
      sum += x[a]! * y[b]!;
      querySquares += x[a]! * x[a]!;
    }
    if (metric === "inner-product") return Math.fround(sum);
    const length = this.#rowLengths[row]!;
    // A row of zeros has no direction.
    return querySquares === 0 || length === 0
      ? 0
      : Math.fround(sum / Math.sqrt(querySquares) / length);
  }
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
