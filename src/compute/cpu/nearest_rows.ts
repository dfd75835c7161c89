/**
 * Exact search, a block of queries against a strip of the database at a time, so that both stay in the caches.
 * @module
 */
import { type Metric, NO_ROW } from "../compute.ts";
import { type CpuNearestRows, type CpuTensor, rowsFrom, zeros } from "./cpu_tensor.ts";
import { matrixMultiply } from "./matrix_multiply.ts";

/** Queries and rows of a block: its scores, 256 KiB, and the rows it reads fit in the second-level cache. */
const QUERIES = 64;
const ROWS = 1024;

/** Writes the scores of some queries with some rows, queries × rows; a larger score is nearer. */
type Scorer = (queries: CpuTensor, rows: CpuTensor, scores: CpuTensor) => void;

const SCORERS: Readonly<Record<Metric, Scorer>> = {
  "inner-product": products,
  cosine: cosines,
  euclidean: negativeDistances,
};

/** Implements {@link Compute.nearestRows}. */
export function nearestRows(operands: CpuNearestRows): void {
  const { queries, database, metric, scores, rows } = operands;
  const score = SCORERS[metric];
  scores.values.fill(-Infinity);
  rows.values.fill(NO_ROW);
  const found = new Uint32Array(queries.rows);
  for (let query = 0; query < queries.rows; query += QUERIES) {
    const some = rowsFrom(queries, query, QUERIES);
    for (let row = 0; row < database.rows; row += ROWS) {
      const strip = rowsFrom(database, row, ROWS);
      const block = zeros(some.rows, strip.rows);
      score(some, strip, block);
      for (let i = 0; i < some.rows; i++) {
        const offered = rowsFrom(block, i, 1).values;
        found[query + i] = offer(operands, query + i, found[query + i]!, row, offered);
      }
    }
  }
  if (metric === "euclidean") scores.values.forEach((score, at, all) => all[at] = 0 - score);
}

/**
 * Offers the scores of rows from `first` on to a query's list, which is sorted, nearest first.
 * @returns the new number of rows in the list
 */
function offer(
  { scores, rows, groups }: CpuNearestRows,
  query: number,
  found: number,
  first: number,
  offered: Float32Array,
): number {
  const k = scores.columns;
  const best = scores.values.subarray(query * k, (query + 1) * k);
  const bestRows = rows.values.subarray(query * k, (query + 1) * k);
  const group = groups?.queries.values[query];
  for (let i = 0; i < offered.length; i++) {
    const score = offered[i]!;
    if (found === k && !ranksAbove(score, best[k - 1]!)) continue;
    if (groups && groups.database.values[first + i] === group) continue;
    found = insert(best, bestRows, found, score, first + i);
  }
  return found;
}

/**
 * Puts a row behind those of a list that rank above it or equal to it; the last of a full list leaves it.
 * @returns the new number of rows in the list
 */
export function insert(
  best: Float32Array,
  bestRows: Uint32Array,
  found: number,
  score: number,
  row: number,
): number {
  const count = Math.min(best.length, found + 1);
  // Lists are short, and most rows that enter one rank low: calls to search it and to move its end would take longer.
  let at = count - 1;
  for (; at > 0 && ranksAbove(score, best[at - 1]!); at--) {
    best[at] = best[at - 1]!;
    bestRows[at] = bestRows[at - 1]!;
  }
  best[at] = score;
  bestRows[at] = row;
  return count;
}

/** Whether a score belongs before another one; NaN belongs last. */
export function ranksAbove(score: number, other: number): boolean {
  return score > other || (Number.isNaN(other) && !Number.isNaN(score));
}

function products(queries: CpuTensor, rows: CpuTensor, scores: CpuTensor): void {
  matrixMultiply(queries, rows, scores, { transpose: "right" });
}

function cosines(queries: CpuTensor, rows: CpuTensor, scores: CpuTensor): void {
  const evened = ofMagnitudeOne(queries);
  products(evened, rows, scores);
  const queryLengths = lengths(evened), rowLengths = lengths(rows);
  for (let i = 0, at = 0; i < queries.rows; i++) {
    for (let j = 0; j < rows.rows; j++, at++) {
      scores.values[at] = scores.values[at]! / queryLengths[i]! / rowLengths[j]!;
    }
  }
}

/**
 * Scales each row by the power of 2 that brings its largest magnitude to between 1 and 2: products with it fit in
 * float32 whatever its length, and no digit changes.
 */
export function ofMagnitudeOne({ values, rows, columns, type }: CpuTensor): CpuTensor {
  const evened = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    const start = row * columns, end = start + columns;
    let largest = 0;
    for (let at = start; at < end; at++) largest = Math.max(largest, Math.abs(values[at]!));
    const factor = largest === 0 ? 1 : 2 ** -Math.floor(Math.log2(largest));
    for (let at = start; at < end; at++) evened[at] = values[at]! * factor;
  }
  return { values: evened, rows, columns, type };
}

/** The length of each row; infinite for a row of zeros, whose cosines are 0. */
function lengths({ values, rows, columns }: CpuTensor): Float64Array {
  const lengths = new Float64Array(rows);
  for (let row = 0, i = 0; row < rows; row++) {
    let squares = 0;
    for (let j = 0; j < columns; j++, i++) squares += values[i]! * values[i]!;
    lengths[row] = squares === 0 ? Infinity : Math.sqrt(squares);
  }
  return lengths;
}

/**
 * Computes distances from differences, which keep their digits where both rows lie far from 0; each row is read once
 * for two queries.
 */
function negativeDistances(queries: CpuTensor, rows: CpuTensor, scores: CpuTensor): void {
  const { values: x, columns } = queries;
  const y = rows.values;
  for (let i = 0; i < queries.rows; i += 2) {
    const second = Math.min(i + 1, queries.rows - 1);
    for (let j = 0; j < rows.rows; j++) {
      let squares0 = 0, squares1 = 0;
      let a = i * columns, b = second * columns;
      for (let c = j * columns; c < (j + 1) * columns; c++, a++, b++) {
        const d0 = x[a]! - y[c]!, d1 = x[b]! - y[c]!;
        squares0 += d0 * d0;
        squares1 += d1 * d1;
      }
      scores.values[i * rows.rows + j] = -Math.sqrt(squares0);
      scores.values[second * rows.rows + j] = -Math.sqrt(squares1);
    }
  }
}
