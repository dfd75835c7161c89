/**
 * What `search` will cost.
 * @module
 */
import type { OnProgress } from "../basics/progress.ts";
import { RandomStream } from "../basics/random.ts";
import { type Compute, type Metric, NO_ROW } from "../compute/compute.ts";
import type { SetItem } from "../embeddings/embedding_set.ts";
import { hitsOf } from "../measures/retrieval/hits.ts";
import { searchNearest } from "../measures/retrieval/search_nearest.ts";
import { type Estimate, estimateOf } from "./estimate.ts";

/** Least seconds of the search that is timed; shorter ones give poor estimates. */
const LEAST_SECONDS = 0.5;
/** Rows and queries of the first search that is timed; they are doubled until it takes long enough. */
const FIRST_ROWS = 4096;
const FIRST_QUERIES = 256;
/** Most values of a matrix that is made for it: 256 MB. */
const MOST_VALUES = 2 ** 26;

/** An embedding set whose values need not be there. */
export interface SearchedSet {
  readonly rows: number;
  readonly columns: number;
  /** Some of its items, at least one. */
  readonly items: readonly SetItem[];
  /** Bytes that are read of it. */
  readonly bytes: number;
}

/** What is searched for, and how. */
export interface SearchEstimateOptions {
  readonly k: number;
  readonly metric: Metric;
  readonly labelColumn: string;
  /** Whether the hits are written to a file. */
  readonly isWritten: boolean;
  /** Number of shards, each with a part of the database; default 1. */
  readonly shards?: number | undefined;
  /** When the command began, in milliseconds of `performance.now()`; default 0, the start of the process. */
  readonly beganMs?: number | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Estimates what a search costs, from searches in random rows of the same width: what is compared does not change the time.
 *
 * @throws {InputError} when k is out of range
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCpu } from "../compute/cpu/cpu_compute.ts";
 * const compute = openCpu();
 * const set = { rows: 1000, columns: 8, items: [{ id: "a", columns: {} }], bytes: 32_128 };
 * const how = { k: 3, metric: "cosine", labelColumn: "label", isWritten: false } as const;
 * const { whole } = await estimateSearch(compute, set, set, how);
 * assert.deepEqual([whole.amount, whole.bytesRead, whole.bytesWritten], [1000, 64_256, 0]);
 * compute.close();
 * ```
 */
export async function estimateSearch(
  compute: Compute,
  queries: SearchedSet,
  database: SearchedSet,
  options: SearchEstimateOptions,
): Promise<Estimate> {
  const { k, metric, isWritten, shards = 1, beganMs = 0, onProgress } = options;
  const startSeconds = (performance.now() - beganMs) / 1000;
  const { columns } = database;
  const matrix = (rows: number) => ({ rows, columns, values: randomValues(rows * columns) });
  let [asked, rows] = [Math.min(FIRST_QUERIES, queries.rows), Math.min(FIRST_ROWS, database.rows)];
  // The first compiles kernels.
  await searchNearest(compute, { queries: matrix(asked), database: matrix(rows) }, { k, metric });
  for (;;) {
    const [some, all] = [matrix(asked), matrix(rows)];
    onProgress?.({ stage: "timing a sample", done: rows, total: database.rows });
    const started = performance.now();
    const found = await searchNearest(compute, { queries: some, database: all }, { k, metric });
    const seconds = (performance.now() - started) / 1000;
    if (seconds < LEAST_SECONDS) {
      const [moreRows, moreAsked] = [grown(rows, database), grown(asked, queries)];
      if (moreRows > rows || moreAsked > asked) {
        [rows, asked] = moreRows > rows ? [moreRows, asked] : [rows, moreAsked];
        continue;
      }
    }
    const lineBytes = isWritten ? bytesOfLine(found, queries, database, options) : 0;
    return estimateOf({
      command: "search",
      unit: "rows",
      device: compute.device.name,
      // All queries in as many rows.
      sample: { amount: rows, seconds: seconds * queries.rows / asked, startSeconds },
      amount: database.rows,
      largest: Math.ceil(database.rows / shards),
      shards: Math.min(shards, database.rows),
      mostShards: database.rows,
      bytesOfEach: queries.bytes,
      bytesRead: database.bytes,
      bytesWritten: queries.rows * lineBytes,
      notes: rows === database.rows ? [] : [
        `${asked} queries took ${seconds.toPrecision(2)} s in ${rows} of ${database.rows} rows.`,
      ],
    });
  }
}

/** Twice as many rows, as far as a set has them and memory holds them. */
function grown(rows: number, set: SearchedSet): number {
  const most = Math.floor(MOST_VALUES / set.columns);
  return 2 * rows > most ? rows : Math.min(2 * rows, set.rows);
}

/** Random values; after 65,537 of them, a prime number, they come again, so that rows differ. */
function randomValues(count: number): Float32Array {
  const random = new RandomStream(0, "rows of the width of a set");
  const some = Float32Array.from({ length: Math.min(count, 65_537) }, () => random.normal());
  return Float32Array.from({ length: count }, (_, i) => some[i % some.length]!);
}

/** Mean bytes of a query's line, as the items have long and short names. */
function bytesOfLine(
  { k, scores, rows }: Awaited<ReturnType<typeof searchNearest>>,
  queries: SearchedSet,
  database: SearchedSet,
  { labelColumn }: SearchEstimateOptions,
): number {
  const items = queries.items.slice(0, scores.length / k);
  const known = {
    k,
    scores,
    rows: rows.map((row) => row === NO_ROW ? row : row % database.items.length),
  };
  const hits = hitsOf(known, items, new Map(database.items.entries()), labelColumn);
  const encoder = new TextEncoder();
  const bytes = hits.map((one) => encoder.encode(`${JSON.stringify(one)}\n`).length);
  return bytes.reduce((sum, one) => sum + one, 0) / bytes.length;
}
