/**
 * Takes parts out of a finished embedding set that is made again because some items exceeded the time limit.
 * @module
 */
import { selectRows } from "../basics/matrix.ts";
import type { EmbeddingSet } from "./embedding_set.ts";
import type { PartContent } from "./part_file.ts";

/**
 * Returns a function that takes the content of a part, given the ids of its items in order; it returns undefined where
 * one of them exceeded the time limit.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const keptOf = keptContents({
 *   rows: 1,
 *   columns: 1,
 *   values: Float32Array.of(5),
 *   items: [{ id: "a", columns: {} }],
 *   unreadable: [{ id: "b", row: 2, reason: "too long", timedOut: true }],
 *   identity: {},
 *   fingerprint: "",
 * });
 * assert.deepEqual(keptOf(["a"])?.values, Float32Array.of(5));
 * assert.equal(keptOf(["a", "b"]), undefined);
 * ```
 */
export function keptContents(
  set: EmbeddingSet,
): (ids: readonly string[]) => PartContent | undefined {
  const rowOf = new Map(set.items.map(({ id }, row) => [id, row]));
  const noted = new Map(set.unusual?.map((item) => [item.id, item]));
  const refused = new Map(set.unreadable.map((item) => [item.id, item]));
  return (ids) => {
    const unreadable = ids.flatMap((id) => refused.get(id) ?? []);
    if (unreadable.some(({ timedOut }) => timedOut)) return undefined;
    const rows = ids.flatMap((id) => rowOf.get(id) ?? []);
    const { values } = selectRows(set, rows);
    const unusual = ids.flatMap((id) => noted.get(id) ?? []);
    const items = rows.map((row) => set.items[row]!);
    return { rows: items, values, dim: set.columns, unreadable, unusual };
  };
}
