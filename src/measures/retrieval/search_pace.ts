/**
 * Decides by measurement whether a search looks for candidates first: that is worth it where products of floating-point
 * numbers are slow, on a CPU, and not on a graphics card. It changes the time of a search, and no bit of its result.
 * @module
 */

/**
 * Largest share of rows that may be candidates: every query is compared with all of them. It is estimated for rows in
 * random order, by how many still enter a list.
 */
const MOST_CANDIDATES = 0.5;
/**
 * Filtering may take this many times as long: it takes one core, where the device may take all. A BLAS on one thread
 * takes two thirds of the time of filtering, and a software adapter on two cores one and a half times.
 */
const WORTH = 1.25;
/** After this many times the rows, what was too slow is tried again: ever fewer rows are candidates. */
const RETRY = 2;
/** What takes more than this many times as long is not tried again: the device is a card. */
const HOPELESS = 8;

/** A way to search some rows; a trial, of few rows, filters to find out how long that takes. */
export type SearchWay = "whole" | "filter" | "trial";

/** Milliseconds for each row of the two ways. */
export class SearchPace {
  #whole = Infinity;
  #filtered: number | undefined;
  #retryAt = 0;

  /**
   * How the next rows should be searched.
   *
   * @param before number of rows that have been searched, here or elsewhere
   */
  way(before: number, queries: number, k: number): SearchWay {
    if (this.#whole === Infinity || before < k || queries * k > MOST_CANDIDATES * before) {
      return "whole";
    }
    if (this.#filtered === undefined) return "trial";
    if (this.#filtered < WORTH * this.#whole) return "filter";
    return before >= this.#retryAt ? "trial" : "whole";
  }

  /** Notes how long a step took for each row. */
  note(way: SearchWay, perRow: number, before: number): void {
    if (way === "whole") {
      this.#whole = perRow;
      return;
    }
    this.#filtered = perRow;
    if (perRow < WORTH * this.#whole) return;
    this.#retryAt = perRow < HOPELESS * this.#whole ? RETRY * before : Infinity;
  }
}
