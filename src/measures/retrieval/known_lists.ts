/**
 * What is known of a database's nearest rows before a part of it is searched.
 * @module
 */
import { emptyLists, mergeInto, type NearestLists, type SearchShape } from "./nearest_lists.ts";

/** More than a device's rounding, and as much as float32 can hold of a score near 0. */
const MARGIN = 2 ** -20, LEAST_MARGIN = 1e-30;

/**
 * Nearest rows of other parts of a database. A row that is farther from a query than all of these is not among the
 * nearest of the whole, and need not be on the list of its part, so that fewer rows are compared exactly.
 *
 * @example The row that is nearest in another part is nearer than all of this one:
 * ```ts
 * import assert from "node:assert/strict";
 * const search = { k: 1, metric: "inner-product", queries: 1 } as const;
 * const known = new KnownLists(search);
 * known.add({ ...search, from: 0, to: 9, scores: Float32Array.of(5), rows: Uint32Array.of(3) });
 * const none = { ...search, from: 9, to: 9, scores: Float32Array.of(-Infinity), rows: Uint32Array.of(0) };
 * const [least] = known.leastOf(none, 0).scores;
 * assert.ok(known.rows === 9 && 4.99 < least! && least! < 5);
 * ```
 */
export class KnownLists {
  readonly #lists: NearestLists;
  #rows = 0;

  /** Begins with no rows. */
  constructor(shape: SearchShape) {
    this.#lists = emptyLists(shape, 0);
  }

  /** Number of rows that were searched. */
  get rows(): number {
    return this.#rows;
  }

  /** Adds the lists of a part: any but the one that is to be searched, each once. */
  add(lists: NearestLists): void {
    mergeInto(this.#lists, lists);
    this.#rows += lists.to - lists.from;
  }

  /**
   * Returns what a row must reach to be among the nearest, as lists of one entry each.
   *
   * @param own lists of the part, of some queries
   * @param first the number of the first of these queries
   */
  leastOf({ k, queries, scores }: NearestLists, first: number): Pick<NearestLists, "k" | "scores"> {
    const sign = this.#lists.metric === "euclidean" ? -1 : 1;
    const least = Float32Array.from({ length: queries }, (_, query) => {
      const own = scores[query * k + k - 1]!;
      const known = this.#lists.scores[(first + query) * k + k - 1]!;
      // Of equally near rows the one with the lower number is listed, which may be one of this part.
      const loosened = known - sign * (Math.abs(known) * MARGIN + LEAST_MARGIN);
      return sign * loosened > sign * own ? loosened : own;
    });
    return { k: 1, scores: least };
  }
}
