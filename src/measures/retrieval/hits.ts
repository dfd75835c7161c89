/**
 * The results of a search, by the items' ids.
 * @module
 */
import { NO_ROW } from "../../compute/compute.ts";
import { cellOf } from "../../datasets/cells.ts";
import type { SetItem } from "../../embeddings/embedding_set.ts";
import type { Neighbors } from "./search_nearest.ts";

const TEXT_COLUMN = "text";

/** An item that was found. */
export interface Hit {
  /** Its id. */
  readonly id: string;
  /** Similarity, or for `euclidean` distance. */
  readonly score: number;
  /** Its label, if the manifest has one. */
  readonly label?: string;
  /** The set that it is in, if several were searched. */
  readonly set?: string;
}

/** An item of a database. */
export interface FoundItem extends SetItem {
  /** The set that it is in, if the database has several. */
  readonly set?: string;
}

/** A query and the items nearest to it. */
export interface QueryHits {
  /** The query's id. */
  readonly query: string;
  /** Its text, if the manifest has one. */
  readonly text?: string;
  /** The nearest items, nearest first; fewer than k if the set has fewer. */
  readonly hits: readonly Hit[];
}

/**
 * Lists the items that were found for each query.
 *
 * @param queries the items of the queries
 * @param items the items of the database by their rows, at least those that were found
 * @param labelColumn the column of labels
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const found = { k: 1, scores: Float32Array.of(0.5), rows: Uint32Array.of(1) };
 * const item = (id: string) => ({ id, columns: { label: "dog" } });
 * assert.deepEqual(hitsOf(found, [item("q")], new Map([[1, item("b")]]), "label"), [
 *   { query: "q", hits: [{ id: "b", score: 0.5, label: "dog" }] },
 * ]);
 * ```
 */
export function hitsOf(
  { k, scores, rows }: Neighbors,
  queries: readonly SetItem[],
  items: ReadonlyMap<number, FoundItem>,
  labelColumn: string,
): QueryHits[] {
  return queries.map((item, q) => {
    const text = cellOf(item, TEXT_COLUMN);
    const found = [...rows.subarray(q * k, (q + 1) * k)].filter((row) => row !== NO_ROW);
    const hits = found.map((row, at) => {
      const hit = items.get(row)!;
      const label = cellOf(hit, labelColumn);
      return {
        id: hit.id,
        score: scores[q * k + at]!,
        ...(label === "" ? {} : { label }),
        ...(hit.set === undefined ? {} : { set: hit.set }),
      };
    });
    return { query: item.id, ...(text === "" ? {} : { text }), hits };
  });
}
