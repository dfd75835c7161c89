/**
 * Exact search: a BLAS finds which rows may be among the nearest, and these are scored again one by one.
 *
 * A BLAS may round an element of a product by where it lies in the matrix (with OpenBLAS for Haswell, equal rows got
 * unequal numbers in a sixth of searches of 2 to 1,400 rows), so its numbers only bound the scores. A row that may
 * reach the list by its number is summed in float64 in a fixed order, so that equal rows have equal scores.
 * @module
 */
import * as kernels from "../../../kernels/native/kernels.wasm";
import { inner } from "../../basics/inner_product.ts";
import { type Metric, NO_ROW } from "../compute.ts";
import { type CpuNearestRows, type CpuTensor, rowsFrom } from "../cpu/cpu_tensor.ts";
import { insert, ofMagnitudeOne, ranksAbove } from "../cpu/nearest_rows.ts";
import { allocate, deallocate } from "./arena.ts";
import type { Multiply } from "./products.ts";
import { addressOf, inVectors, rowBytes } from "./vectors.ts";

/** Queries and rows of a block: its products, 1 MiB, stay in the second-level cache. */
const QUERIES = 128;
const ROWS = 2048;

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
      search.begin(row, strip.rows);
      for (let i = 0; i < some.rows; i++) {
        search.offer(query + i, lengths[i]!, values.subarray(i * strip.rows, (i + 1) * strip.rows));
      }
    }
  }
  deallocate(products);
  if (metric === "euclidean") scores.values.forEach((score, at, all) => all[at] = 0 - score);
}

/** The lengths of the rows of a strip. */
interface Lengths {
  readonly shortest: number;
  readonly longest: number;
}

/**
 * The product that rows must exceed to have a score above `score`, whatever their lengths in a strip.
 *
 * @param error what a product may be off by, for each unit of the row's length
 */
type Floor = (score: number, queryLength: number, rows: Lengths, error: number) => number;

const FLOORS: Readonly<Record<Metric, Floor>> = {
  "inner-product": (score, _, { longest }, error) => score - error * longest,
  cosine: (score, query, { shortest, longest }, error) => {
    const slope = score * query - error;
    return slope * (slope > 0 ? shortest : longest);
  },
  euclidean: (score, query, { shortest, longest }, error) => {
    const lowest = Math.min(Math.max(error, shortest), longest);
    return (query * query + lowest * lowest - score * score) / 2 - error * lowest;
  },
};

/** A search's lists, and what bounds and scores need. */
class Search {
  readonly #operands: CpuNearestRows;
  readonly #rowLengths: Float64Array;
  /** What a product may be off by: a factor of the lengths of its rows, and a number that is added. */
  readonly #error: number;
  readonly #underflow: number;
  readonly #found: Uint32Array;
  /** The first row of the strip, and its lengths. */
  #first = 0;
  #lengths: Lengths = { shortest: 0, longest: 0 };

  constructor(operands: CpuNearestRows) {
    const { queries, database } = operands;
    this.#operands = operands;
    this.#rowLengths = lengthsOf(database);
    // Twice what a float32 sum of so many rounded products can be off by, and what is lost where all are too small.
    this.#error = (queries.columns + 2) * 2 ** -23;
    this.#underflow = (queries.columns + 2) * 2 ** -126;
    this.#found = new Uint32Array(queries.rows);
  }

  /** Begins a strip: the rows from `first` on are offered next. */
  begin(first: number, rows: number): void {
    this.#first = first;
    const own = this.#rowLengths.subarray(first, first + rows);
    this.#lengths = { shortest: own.reduce(least), longest: own.reduce(greatest) };
  }

  /**
   * Offers the rows of the strip to a query's list, which is sorted, nearest first.
   * @param queryLength the length of the query as it was multiplied
   */
  offer(query: number, queryLength: number, products: Float32Array): void {
    const { queries, scores, rows, groups, metric } = this.#operands;
    const k = scores.columns, first = this.#first;
    const best = scores.values.subarray(query * k, (query + 1) * k);
    const bestRows = rows.values.subarray(query * k, (query + 1) * k);
    const group = groups?.queries.values[query];
    const error = this.#error * queryLength;
    const length = metric === "cosine" ? Math.sqrt(inner(queries, query, queries, query)) : 0;
    // No product is at most NaN: without a whole list, and where a bound is no number, every row is scored.
    const floorOf = () =>
      found < k ? NaN : FLOORS[metric](best[k - 1]!, queryLength, this.#lengths, error) -
        this.#underflow;
    let found = this.#found[query]!;
    let floor = floorOf();
    for (let i = 0; i < products.length; i++) {
      if (products[i]! <= floor) continue;
      if (groups && groups.database.values[first + i] === group) continue;
      const score = this.#score(query, first + i, length);
      if (found === k && !ranksAbove(score, best[k - 1]!)) continue;
      found = insert(best, bestRows, found, score, first + i);
      floor = floorOf();
    }
    this.#found[query] = found;
  }

  /**
   * The score of a row; a larger one is nearer. Sums are float64.
   * @param queryLength the query's own length, for cosines
   */
  #score(query: number, row: number, queryLength: number): number {
    const { queries, database, metric } = this.#operands;
    if (metric === "euclidean") return -Math.fround(distance(queries, query, database, row));
    const product = inner(queries, query, database, row);
    if (metric === "inner-product") return Math.fround(product);
    const rowLength = this.#rowLengths[row]!;
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

function least(a: number, b: number): number {
  return Math.min(a, b);
}

function greatest(a: number, b: number): number {
  return Math.max(a, b);
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
