/**
 * Exact search: finds the rows of one set of embeddings that are nearest to those of another.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { type Matrix, requireMatrix, type RowBlock } from "../../basics/matrix.ts";
import type { OnProgress } from "../../basics/progress.ts";
import type { Compute } from "../../compute/compute.ts";
import type { NearestLists } from "./nearest_lists.ts";
import { type SearchOptions, SearchRun } from "./search_run.ts";

/** The result of a search: for each query k rows, nearest first; equally near rows are ordered by row number. */
export type Neighbors = Pick<NearestLists, "k" | "scores" | "rows">;

/** A database that is read block by block. */
export interface DatabaseRows {
  /** Its name in messages. */
  readonly name: string;
  /** Number of all rows. */
  readonly rows: number;
  /**
   * Yields the rows `from` to `to` - 1 in order, as many at a time as the source likes. The memory of a block may serve
   * the next one.
   */
  blocks(from: number, to: number): AsyncIterable<RowBlock> | Iterable<RowBlock>;
}

/** How to search a database. */
export interface NearestOptions extends SearchOptions {
  /** Called with the number of finished rows. */
  readonly onProgress?: OnProgress | undefined;
  /** Ends the search when it is aborted; of `AbortSignal`, what the types of every runtime have. */
  readonly signal?: { throwIfAborted(): void } | undefined;
}

/** How to search a part of a database. */
export interface PartOptions extends NearestOptions {
  /** The first row that is searched; default 0. */
  readonly from?: number;
  /** The row before which the search ends; default the number of rows. */
  readonly to?: number;
}

/**
 * Finds the k nearest rows of a database for each query. Every row is compared: no index, no approximation.
 *
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
 * const { rows } = await searchNearest(compute, { queries, database }, { k: 2 });
 * assert.deepEqual([...rows], [0, 2]);
 * compute.close();
 * ```
 */
export async function searchNearest(
  compute: Compute,
  { queries, database }: { readonly queries: Matrix; readonly database: Matrix },
  options: NearestOptions,
): Promise<Neighbors> {
  requireMatrix("queries", queries);
  requireMatrix("database", database);
  const whole = { name: "database", rows: database.rows, blocks: () => [database] };
  return await searchRows(compute, { queries, database: whole }, options);
}

/**
 * Finds the k nearest rows among some rows of a database that is read block by block. The memory that it takes is that
 * of the queries, the lists and a block. Lists of several parts become those of the whole by `mergeLists`.
 *
 * @returns the lists; how the rows come in blocks changes no bit of them
 * @throws {InputError} as {@link searchNearest}, and when `from` to `to` is no range of rows or blocks give other rows
 * @throws the signal's reason when it is aborted
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCpu } from "../../compute/cpu/cpu_compute.ts";
 * import { mergeLists } from "./nearest_lists.ts";
 * const compute = openCpu();
 * const queries = { rows: 1, columns: 1, values: Float32Array.of(1) };
 * const database = {
 *   name: "counting.npy",
 *   rows: 1000,
 *   *blocks(from: number, to: number) {
 *     for (let row = from; row < to; row++) yield { rows: 1, columns: 1, values: Float32Array.of(row) };
 *   },
 * };
 * const search = { k: 3, metric: "inner-product" as const };
 * const first = await searchRows(compute, { queries, database }, { ...search, to: 400 });
 * const second = await searchRows(compute, { queries, database }, { ...search, from: 400 });
 * assert.deepEqual([...mergeLists([first, second]).rows], [999, 998, 997]);
 * compute.close();
 * ```
 */
export async function searchRows(
  compute: Compute,
  { queries, database }: { readonly queries: Matrix; readonly database: DatabaseRows },
  { from = 0, to = database.rows, onProgress, signal, ...options }: PartOptions,
): Promise<NearestLists> {
  if (
    !Number.isInteger(from) || !Number.isInteger(to) || from < 0 || to > database.rows || from > to
  ) {
    throw new InputError(
      `Rows ${from} to ${to} of "${database.name}", which has ${database.rows}; expected a range of them`,
    );
  }
  const run = new SearchRun(compute, queries, options, from);
  const report = (done: number) => {
    onProgress?.({ stage: "searching", done, total: to - from });
    signal?.throwIfAborted();
  };
  signal?.throwIfAborted();
  for await (const block of database.blocks(from, to)) {
    await run.add(block, report);
  }
  if (run.lists.to === to) return run.lists;
  throw new InputError(
    `"${database.name}" gave ${run.lists.to - from} rows of ${
      to - from
    }; it may have changed: search again`,
  );
}
