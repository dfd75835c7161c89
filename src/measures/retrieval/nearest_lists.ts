/**
 * The nearest rows of a part of a database, and how such lists are merged into those of the whole.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { type Metric, NO_ROW } from "../../compute/compute.ts";

/**
 * The rows of a part of a database that are nearest to each query. Lists of parts that touch can be merged, and the
 * merged lists equal those of one search through all of them.
 */
export interface NearestLists {
  /** Most entries of a query's list. */
  readonly k: number;
  /** The similarity or distance of two rows. */
  readonly metric: Metric;
  /** Number of queries. */
  readonly queries: number;
  /** The database rows that were searched: `from` to `to` - 1. */
  readonly from: number;
  /** See `from`. */
  readonly to: number;
  /**
   * queries × k: similarities, decreasing; for `euclidean` distances, increasing. Equally near rows are ordered by row
   * number. Where fewer than k rows were searched, the rest is infinitely far.
   */
  readonly scores: Float32Array;
  /** queries × k row numbers of the whole database; {@link NO_ROW} in the rest. */
  readonly rows: Uint32Array;
}

/** Which search a list belongs to. */
export type SearchShape = Pick<NearestLists, "k" | "metric" | "queries">;

/** The lists of no rows, from which a search through a database begins at row `from`. */
export function emptyLists({ k, metric, queries }: SearchShape, from: number): NearestLists {
  const farthest = metric === "euclidean" ? Infinity : -Infinity;
  const scores = new Float32Array(queries * k).fill(farthest);
  return {
    k,
    metric,
    queries,
    from,
    to: from,
    scores,
    rows: new Uint32Array(scores.length).fill(NO_ROW),
  };
}

/**
 * Merges the lists of the parts of a database, given in any order.
 *
 * @param parts at least one; they cover a range of rows without gaps and without overlaps
 * @returns what one search through all of these rows gives, bit by bit, on the device that searched the parts
 * @throws {InputError} when parts are of different searches, or rows lie in none or two of them
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const search = { k: 2, metric: "inner-product" as const, queries: 1 };
 * const first = { from: 0, to: 2, scores: Float32Array.of(3, 1), rows: Uint32Array.of(1, 0) };
 * const second = { from: 2, to: 4, scores: Float32Array.of(3, 2), rows: Uint32Array.of(2, 3) };
 * const { rows } = mergeLists([{ ...search, ...second }, { ...search, ...first }]);
 * assert.deepEqual([...rows], [1, 2]);
 * ```
 */
export function mergeLists(parts: readonly NearestLists[]): NearestLists {
  const [first, ...others] = parts.toSorted((a, b) => a.from - b.from || a.to - b.to);
  if (first === undefined) throw new InputError("No lists to merge; expected at least one");
  const merged = { ...first, scores: first.scores.slice(), rows: first.rows.slice() };
  for (const part of others) {
    requireNext(merged, part);
    mergeInto(merged, part);
    merged.to = part.to;
  }
  return merged;
}

function requireNext(before: NearestLists, part: NearestLists): void {
  for (const key of ["k", "metric", "queries"] as const) {
    if (before[key] === part[key]) continue;
    throw new InputError(
      `Lists of rows ${before.from} to ${before.to} have ${key} ${before[key]}, those of rows ` +
        `${part.from} to ${part.to} have ${part[key]}; expected parts of one search`,
    );
  }
  if (part.from === before.to) return;
  const said = part.from < before.to ? "are in two parts" : "are in no part";
  const [low, high] = [part.from, before.to].sort((a, b) => a - b);
  throw new InputError(`Rows ${low} to ${high} ${said}; expected each row in one`);
}

/**
 * Merges lists of later rows into lists that it changes.
 *
 * @param later lists of the same search, all of whose rows come after those of `lists`: they lose every tie
 */
export function mergeInto(
  lists: Pick<NearestLists, "k" | "metric" | "queries" | "scores" | "rows">,
  later: Pick<NearestLists, "scores" | "rows">,
): void {
  const { k, metric, queries, scores, rows } = lists;
  const sign = metric === "euclidean" ? -1 : 1;
  const keptScores = new Float32Array(k), keptRows = new Uint32Array(k);
  for (let query = 0; query < queries; query++) {
    const start = query * k;
    // Most lists stay as they are: their last entry is nearer than the first of the others.
    if (later.rows[start] === NO_ROW) continue;
    const isFull = rows[start + k - 1] !== NO_ROW;
    if (isFull && sign * scores[start + k - 1]! >= sign * later.scores[start]!) continue;
    let own = start, other = start;
    for (let at = 0; at < k; at++) {
      // An entry without a row comes after every row, also after one that is infinitely far.
      const takesOwn = later.rows[other] === NO_ROW ||
        rows[own] !== NO_ROW && sign * scores[own]! >= sign * later.scores[other]!;
      keptScores[at] = takesOwn ? scores[own]! : later.scores[other]!;
      keptRows[at] = takesOwn ? rows[own++]! : later.rows[other++]!;
    }
    scores.set(keptScores, start);
    rows.set(keptRows, start);
  }
}
