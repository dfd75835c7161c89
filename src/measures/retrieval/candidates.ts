/**
 * Finds the rows of a database that may be among the nearest ones of a query, so that only these need exact scores.
 *
 * Rows and queries are scaled to one length and cut to 16-bit whole numbers, whose products cost a fraction of those of
 * floating-point numbers. With the lengths of the originals they give each score up to an error that has a strict
 * bound; a row whose score cannot exceed the worst entry of any query's list, whatever the error, is left out. What is
 * left holds every row that an exact search would put on a list: leaving the others out changes no bit of its result.
 * @module
 */
import type { Matrix } from "../../basics/matrix.ts";
import type { Metric } from "../../compute/compute.ts";
import { CANDIDATES_BINARY } from "./candidates_binary.ts";
import { cutRow, LENGTH } from "./cut_row.ts";
import type { NearestLists } from "./nearest_lists.ts";

/** Bytes of the rows that the kernel compares with all queries at a time: 64 rows of width 128. */
const STRIP_BYTES = 2 ** 14;
/** Rows and queries of a block of the kernel. */
const ROWS = 4, QUERIES = 8;
/** Lengths of vectors for which no step leaves the range of float32, where it would lose digits. */
const SHORTEST = 1e-12, LONGEST = 1e12;
const PAGE_BYTES = 2 ** 16;

interface Kernel {
  readonly memory: WebAssembly.Memory;
  mark(
    ...addresses: [
      rows: number,
      count: number,
      pairs: number,
      rowScale: number,
      shift: number,
      queries: number,
      groups: number,
      queryScale: number,
      least: number,
      slack: number,
      marks: number,
    ]
  ): void;
}

/** Queries whose candidates are looked for. */
export class CandidateFilter {
  readonly #metric: Metric;
  readonly #kernel: Kernel;
  /** Pairs of columns, an even number. */
  readonly #pairs: number;
  readonly #lengths: Float64Array;
  readonly #groups: number;
  readonly #strip: number;
  /** Byte addresses in the kernel's memory. */
  readonly #at: Readonly<
    Record<"queries" | "queryScale" | "least" | "rows" | "rowScale" | "shift" | "marks", number>
  >;
  /** Bound of the error of a cosine, of the whole numbers and of the device, times LENGTH². */
  readonly #slack: number;
  /** Bound of the relative error of a device's sums. */
  readonly #rounding: number;
  /** Whether all queries have a usual length. */
  readonly #isUsual: boolean;

  /** Takes the queries over into the memory of the kernel. */
  constructor(queries: Matrix, metric: Metric) {
    const { rows, columns } = queries;
    this.#metric = metric;
    this.#pairs = 2 * Math.ceil(columns / 4);
    this.#groups = Math.ceil(rows / QUERIES);
    const rowBytes = 4 * this.#pairs;
    this.#strip = ROWS * Math.max(1, Math.floor(STRIP_BYTES / rowBytes / ROWS));
    let end = 0;
    const take = (bytes: number) => {
      const start = end;
      end += Math.ceil(bytes / 16) * 16;
      return start;
    };
    const padded = QUERIES * this.#groups;
    this.#at = {
      queries: take(padded * rowBytes),
      queryScale: take(4 * padded),
      least: take(4 * padded),
      rows: take(this.#strip * rowBytes),
      rowScale: take(4 * this.#strip),
      shift: take(4 * this.#strip),
      marks: take(this.#strip),
    };
    this.#kernel = kernelWith(end);
    // Cutting takes less than 1 from each number, and vectors of length 1 have products of at most 1.
    const cut = Math.sqrt(columns) / LENGTH;
    this.#rounding = (2 * columns + 64) * 2 ** -22;
    this.#slack = LENGTH ** 2 * (2 * cut + cut ** 2 + this.#rounding + 2 ** -20);
    this.#lengths = new Float64Array(padded);
    const numbers = this.#int16(this.#at.queries, padded * rowBytes / 2);
    for (let query = 0; query < rows; query++) {
      const place = Math.floor(query / QUERIES) * QUERIES * 2 * this.#pairs + query % QUERIES * 2;
      this.#lengths[query] = cutRow(queries, query, numbers, place, 2 * QUERIES);
    }
    this.#isUsual = this.#lengths.every(isUsual);
  }

  /**
   * Returns the rows of a block that may belong on a list, in their order; undefined if it cannot leave any out.
   *
   * @param block rows that come after those of the lists
   * @param lists the full lists of these queries, or what a row must reach for each
   */
  candidates(block: Matrix, lists: Pick<NearestLists, "k" | "scores">): Uint32Array | undefined {
    if (!this.#isUsual) return undefined;
    this.#setLeast(lists);
    const found = new Uint32Array(block.rows);
    let count = 0;
    const marks = new Uint8Array(this.#kernel.memory.buffer, this.#at.marks, this.#strip);
    for (let first = 0; first < block.rows; first += this.#strip) {
      const rows = Math.min(this.#strip, block.rows - first);
      if (!this.#takeRows(block, first, rows)) return undefined;
      marks.fill(0);
      const { queries, queryScale, least, rows: at, rowScale, shift, marks: marked } = this.#at;
      this.#kernel.mark(
        at,
        Math.ceil(rows / ROWS) * ROWS,
        this.#pairs,
        rowScale,
        shift,
        queries,
        this.#groups,
        queryScale,
        least,
        this.#slack,
        marked,
      );
      for (let row = 0; row < rows; row++) if (marks[row] !== 0) found[count++] = first + row;
    }
    return found.subarray(0, count);
  }

  /**
   * Says what a row must reach: for products the worst score on a query's list; for distances, since ‖x - q‖² is
   * ‖x‖² + ‖q‖² - 2 x · q, what 2 x · q - ‖x‖² must.
   */
  #setLeast({ k, scores }: Pick<NearestLists, "k" | "scores">): void {
    const count = scores.length / k;
    const scale = this.#float32(this.#at.queryScale, this.#lengths.length);
    const least = this.#float32(this.#at.least, this.#lengths.length);
    const longest = this.#lengths.reduce((most, length) => Math.max(most, length), 0);
    least.fill(Infinity);
    for (let query = 0; query < count; query++) {
      const length = this.#lengths[query]!, worst = scores[query * k + k - 1]!;
      if (this.#metric === "euclidean") {
        // A device may compute about the mean of the queries, which is not longer than the longest.
        const error = 4 * this.#rounding * (length ** 2 + longest ** 2);
        scale[query] = 2 * length / LENGTH ** 2;
        least[query] = lower(length ** 2 - worst ** 2 * (1 + 2 ** -20) - error);
      } else if (length === 0 && worst >= 0) {
        // All scores are 0, and of equal ones the first rows are on the list.
        scale[query] = 0;
      } else {
        scale[query] = (this.#metric === "cosine" ? 1 : length) / LENGTH ** 2;
        least[query] = lower(worst);
      }
    }
  }

  /** Cuts rows to whole numbers; returns whether all have a usual length. */
  #takeRows(block: Matrix, first: number, rows: number): boolean {
    const metric = this.#metric;
    const numbers = this.#int16(this.#at.rows, this.#strip * 2 * this.#pairs);
    const scale = this.#float32(this.#at.rowScale, this.#strip);
    const shift = this.#float32(this.#at.shift, this.#strip);
    for (let row = 0; row < rows; row++) {
      const place = Math.floor(row / ROWS) * ROWS * 2 * this.#pairs + row % ROWS * 2;
      const length = cutRow(block, first + row, numbers, place, 2 * ROWS);
      if (!isUsual(length)) return false;
      scale[row] = metric === "cosine" ? 1 : length;
      shift[row] = metric === "euclidean" ? -(length ** 2) * (1 - 4 * this.#rounding) : 0;
    }
    return true;
  }

  #int16(address: number, length: number): Int16Array {
    return new Int16Array(this.#kernel.memory.buffer, address, length);
  }

  #float32(address: number, length: number): Float32Array {
    return new Float32Array(this.#kernel.memory.buffer, address, length);
  }
}

/** A number that rounding to float32 does not raise above the given one. */
function lower(value: number): number {
  return value - Math.abs(value) * 2 ** -20;
}

function isUsual(length: number): boolean {
  return length === 0 || length >= SHORTEST && length <= LONGEST;
}

let compiled: WebAssembly.Module | undefined;

function kernelWith(bytes: number): Kernel {
  compiled ??= new WebAssembly.Module(
    Uint8Array.from(atob(CANDIDATES_BINARY), (c) => c.charCodeAt(0)),
  );
  const kernel = new WebAssembly.Instance(compiled).exports as unknown as Kernel;
  kernel.memory.grow(Math.ceil(bytes / PAGE_BYTES));
  return kernel;
}
