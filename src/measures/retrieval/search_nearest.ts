/**
 * Exact search: finds the rows of one set of embeddings that are nearest to those of another.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { breathe, type OnProgress } from "../../basics/progress.ts";
import { type Matrix, matrixOf, requireMatrix } from "../../basics/matrix.ts";
import { checkVectors } from "../../basics/vectors.ts";
import { type Compute, type Metric, MOST_NEAREST, type Tensor } from "../../compute/compute.ts";

/** Queries whose results are read back together: at most 16 MiB of scores. */
const BLOCK = 4096;

/** How to search. */
export interface SearchOptions {
  /** Number of rows to return for each query, 1 to {@link MOST_NEAREST}. */
  readonly k: number;
  /** The similarity or distance of two rows; default cosine similarity. */
  readonly metric?: Metric;
}

/** The result of a search: for each query k rows, nearest first; equally near rows are ordered by row number. */
export interface Neighbors {
  /** Number of rows for each query. */
  readonly k: number;
  /** queries × k: similarities, decreasing; for `euclidean` distances, increasing. */
  readonly scores: Float32Array;
  /** queries × k row numbers; {@link NO_ROW} if the database has fewer than k rows. */
  readonly rows: Uint32Array;
}

/**
 * Finds the k nearest rows of a database for each query. Every row is compared: no index, no approximation.
 *
 * The database goes to the device once, queries a block at a time.
 *
 * @param onProgress called with the number of finished queries
 * @throws {InputError} when the widths differ, a set has an incomplete row or one that is not finite or longer than
 * 1e15, or k is out of range
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCpu } from "../../compute/cpu/cpu_compute.ts";
 * const compute = openCpu();
 * const database = { rows: 3, columns: 2, values: Float32Array.of(1, 0, 0, 2, 3, 3) };
 * const queries = { rows: 1, columns: 2, values: Float32Array.of(5, 1) };
 * const { rows } = await searchNearest(compute, queries, database, { k: 2 });
 * assert.deepEqual([...rows], [0, 2]);
 * compute.close();
 * ```
 */
export async function searchNearest(
  compute: Compute,
  queries: Matrix,
  database: Matrix,
  { k, metric = "cosine" }: SearchOptions,
  onProgress?: OnProgress,
): Promise<Neighbors> {
  requireMatrix("queries", queries);
  requireMatrix("database", database);
  checkVectors("queries", queries);
  checkVectors("database", database);
  const [count, rowCount] = [queries.rows, database.rows];
  const { columns } = queries;
  if (columns !== database.columns) {
    throw new InputError(
      `Queries of width ${columns} and a database of width ${database.columns}; expected one space`,
    );
  }
  if (!Number.isInteger(k) || k < 1 || k > MOST_NEAREST) {
    throw new InputError(`k is ${k}; expected an integer from 1 to ${MOST_NEAREST}`);
  }
  const found = { k, scores: new Float32Array(count * k), rows: new Uint32Array(count * k) };
  const tensor = compute.tensor(rowCount, columns, database.values);
  try {
    for (let first = 0; first < count; first += BLOCK) {
      const values = queries.values.subarray(
        first * columns,
        Math.min(first + BLOCK, count) * columns,
      );
      const block = await searchBlock(compute, matrixOf(columns, values), tensor, k, metric);
      found.scores.set(block.scores, first * k);
      found.rows.set(block.rows, first * k);
      onProgress?.({ stage: "searching", done: Math.min(first + BLOCK, count), total: count });
      await breathe();
    }
  } finally {
    compute.release(tensor);
  }
  return found;
}

async function searchBlock(
  compute: Compute,
  { rows: count, columns, values }: Matrix,
  database: Tensor,
  k: number,
  metric: Metric,
): Promise<Omit<Neighbors, "k">> {
  const queries = compute.tensor(count, columns, values);
  const scores = compute.tensor(count, k);
  const rows = compute.indices(count, k, new Uint32Array(count * k));
  try {
    compute.nearestRows({ queries, database, metric, scores, rows });
    // Both are read at the same time: a device takes as long for one result as for two.
    const answers = await Promise.all([compute.read(scores), compute.readIndices(rows)]);
    return { scores: answers[0], rows: answers[1] };
  } finally {
    compute.release(queries, scores, rows);
  }
}
