/**
 * Exact search through a database that comes in blocks, such as one that is larger than memory.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import {
  type Matrix,
  matrixOf,
  requireMatrix,
  type RowBlock,
  selectRows,
} from "../../basics/matrix.ts";
import { breather } from "../../basics/progress.ts";
import { checkVectors } from "../../basics/vectors.ts";
import {
  type Compute,
  type Metric,
  MOST_NEAREST,
  NO_ROW,
  type Tensor,
} from "../../compute/compute.ts";
import { CandidateFilter } from "./candidates.ts";
import type { KnownLists } from "./known_lists.ts";
import { SearchPace, type SearchWay } from "./search_pace.ts";
import { emptyLists, mergeInto, type NearestLists } from "./nearest_lists.ts";

/** Queries whose results are read back together: at most 16 MiB of scores. */
const QUERIES = 4096;

/** How to search. */
export interface SearchOptions {
  /** Number of rows to return for each query, 1 to {@link MOST_NEAREST}. */
  readonly k: number;
  /** The similarity or distance of two rows; default cosine similarity. */
  readonly metric?: Metric;
  /** The nearest of other rows: farther rows may be missing from the lists. Default none. */
  readonly known?: KnownLists | undefined;
}

/** The rows of a step of a search: their work takes about `STEP_MS` and they fill no more than `STEP_BYTES`. */
const STEP_MS = 400;
const STEP_BYTES = 2 ** 26;
const FIRST_ROWS = 4096;
/**
 * Fewest rows of a step, however long it takes. The queries go to the device and new lists begin with every step, so
 * with few rows that is nearly all of its work: a still smaller step would hardly be quicker, and there would be more.
 */
const LEAST_ROWS = 512;

/** Called after each step with the number of database rows that have been searched for all queries. */
export type OnRows = (rows: number) => void | Promise<void>;

/**
 * Finds the nearest rows of a database that is given block by block. How it is cut into blocks changes no bit of the
 * result: a score depends on its two rows alone, and equally near rows are ordered by row number.
 *
 * The queries are in memory, the database passes through: a block can be dropped as soon as it is searched.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCpu } from "../../compute/cpu/cpu_compute.ts";
 * const compute = openCpu();
 * const run = new SearchRun(compute, { rows: 1, columns: 2, values: Float32Array.of(5, 1) }, { k: 2 });
 * await run.add({ rows: 2, columns: 2, values: Float32Array.of(1, 0, 0, 2) });
 * await run.add({ rows: 1, columns: 2, values: Float32Array.of(3, 3) });
 * assert.deepEqual([...run.lists.rows], [0, 2]);
 * compute.close();
 * ```
 */
export class SearchRun {
  readonly #compute: Compute;
  readonly #queries: Matrix;
  readonly #lists: { -readonly [Key in keyof NearestLists]: NearestLists[Key] };
  readonly #known: KnownLists | undefined;
  readonly #filters: CandidateFilter[] = [];
  readonly #pace = new SearchPace();
  readonly #breathe = breather();
  #step = FIRST_ROWS;

  /**
   * Begins a search.
   *
   * @param from the number of the first row that is added
   * @throws {InputError} when queries are incomplete, not finite, or longer than 1e15, or k is out of range
   */
  constructor(
    compute: Compute,
    queries: Matrix,
    { k, metric = "cosine", known }: SearchOptions,
    from = 0,
  ) {
    requireMatrix("queries", queries);
    checkVectors("queries", queries);
    if (!Number.isInteger(k) || k < 1 || k > MOST_NEAREST) {
      throw new InputError(`k is ${k}; expected an integer from 1 to ${MOST_NEAREST}`);
    }
    this.#compute = compute;
    this.#queries = queries;
    this.#known = known;
    this.#lists = emptyLists({ k, metric, queries: queries.rows }, from);
  }

  /** The nearest rows of all that were added; they change with each further block. */
  get lists(): NearestLists {
    return this.#lists;
  }

  /**
   * Searches the next rows of the database.
   *
   * @param block its rows; the values are not needed afterwards
   * @param onRows called after each step
   * @throws {InputError} when a block has another width than the queries, or a row that is not finite or longer than
   * 1e15; or when rows cannot be numbered with 32 bits
   */
  async add(block: RowBlock, onRows?: OnRows): Promise<void> {
    const { columns } = this.#queries;
    const { name, row } = block.source ?? { name: "database", row: this.#lists.to };
    if (columns !== block.columns) {
      throw new InputError(
        `Queries of width ${columns} and a database of width ${block.columns}; expected one space`,
      );
    }
    requireMatrix(name, block);
    checkVectors(name, block, row);
    if (this.#lists.to + block.rows > NO_ROW) {
      throw new InputError(`"${name}" has more than ${NO_ROW} rows; search it in several parts`);
    }
    for (let first = 0; first < block.rows;) {
      const way = this.#pace.way(this.#compared, this.#lists.queries, this.#lists.k);
      const most = way === "trial" ? Math.min(this.#step, FIRST_ROWS) : this.#step;
      const rows = Math.min(most, block.rows - first);
      const values = block.values.subarray(first * columns, (first + rows) * columns);
      await this.#timed(matrixOf(columns, values), way);
      first += rows;
      this.#lists.to += rows;
      await onRows?.(this.#searched);
    }
  }

  get #searched(): number {
    return this.#lists.to - this.#lists.from;
  }

  /** Number of rows from which the lists, and what is known beside them, come. */
  get #compared(): number {
    return this.#searched + (this.#known?.rows ?? 0);
  }

  /** Searches the rows of a step, and measures how long that takes. */
  async #timed(block: Matrix, way: SearchWay): Promise<void> {
    const { rows, columns, values } = block;
    const { queries } = this.#lists;
    const before = performance.now();
    const whole = way === "whole" ? this.#compute.tensor(rows, columns, values) : undefined;
    try {
      for (let first = 0; first < queries; first += QUERIES) {
        await this.#search(block, first, Math.min(QUERIES, queries - first), whole);
        await this.#breathe();
      }
    } finally {
      if (whole) this.#compute.release(whole);
    }
    const took = performance.now() - before;
    this.#pace.note(way, took / rows, this.#compared);
    const most = Math.max(1, Math.floor(STEP_BYTES / (4 * columns)));
    if (took < STEP_MS / 2 && way !== "trial") this.#step = Math.min(most, 2 * this.#step);
    else if (took > 2 * STEP_MS) this.#step = Math.max(LEAST_ROWS, rows >> 1);
  }

  /**
   * Searches rows for some queries.
   * @param whole the rows on the device; undefined if only candidates go there
   */
  async #search(block: Matrix, first: number, count: number, whole?: Tensor): Promise<void> {
    const { k, scores, rows, to } = this.#lists;
    const { columns } = block;
    const lists = {
      ...this.#lists,
      queries: count,
      scores: scores.subarray(first * k, (first + count) * k),
      rows: rows.subarray(first * k, (first + count) * k),
    };
    const own = this.#queries.values.subarray(first * columns, (first + count) * columns);
    const queries = matrixOf(columns, own);
    const least = this.#known?.leastOf(lists, first) ?? lists;
    if (whole) {
      const found = await this.#nearest(queries, whole, least);
      return mergeInto(lists, { ...found, rows: numbered(found.rows, (row) => to + row) });
    }
    const filter = this.#filters[first / QUERIES] ??= new CandidateFilter(queries, lists.metric);
    const chosen = filter.candidates(block, least);
    if (chosen?.length === 0) return;
    // A score depends on its two rows alone, whatever rows are searched with them.
    const some = chosen ? selectRows(block, chosen) : block;
    const strip = this.#compute.tensor(some.rows, columns, some.values);
    try {
      const found = await this.#nearest(queries, strip, least);
      const numberOf = (row: number) => to + (chosen ? chosen[row]! : row);
      mergeInto(lists, { ...found, rows: numbered(found.rows, numberOf) });
    } finally {
      this.#compute.release(strip);
    }
  }

  /**
   * Searches some rows for those that may enter the lists.
   * @param least lists whose last entries a row must exceed
   */
  async #nearest(
    { rows: count, columns, values }: Matrix,
    database: Tensor,
    least: Pick<NearestLists, "k" | "scores">,
  ) {
    const { k, metric } = this.#lists;
    const compute = this.#compute;
    const queries = compute.tensor(count, columns, values);
    const scores = compute.tensor(count, k);
    const rows = compute.indices(count, k, new Uint32Array(count * k));
    try {
      const toBeat = worstOf(least);
      compute.nearestRows({ queries, database, metric, scores, rows, toBeat });
      // Both are read at the same time: a device takes as long for one result as for two.
      const answers = await Promise.all([compute.read(scores), compute.readIndices(rows)]);
      return { scores: answers[0], rows: answers[1] };
    } finally {
      compute.release(queries, scores, rows);
    }
  }
}

/** The last score of each list; NaN for a list that is not full, whose last one is infinite. */
function worstOf({ k, scores }: Pick<NearestLists, "k" | "scores">): Float32Array {
  return Float32Array.from({ length: scores.length / k }, (_, query) => {
    const last = scores[(query + 1) * k - 1]!;
    return Number.isFinite(last) ? last : NaN;
  });
}

/** Gives rows their numbers in the whole database. */
function numbered(rows: Uint32Array, numberOf: (row: number) => number): Uint32Array {
  return rows.map((row) => row === NO_ROW ? NO_ROW : numberOf(row));
}
