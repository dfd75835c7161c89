/**
 * Placeholders for embeddings that do not exist yet, for planning an audit.
 * @module
 */
import { soundIdOf } from "../../datasets/sounds.ts";
import type { ItemRows } from "./item_rows.ts";
import type { Side } from "./sides.ts";
import { RandomStream } from "../../basics/random.ts";
import type { Matrix } from "../../basics/matrix.ts";

/**
 * Returns rows of normally distributed numbers. They carry no information, but training on them takes as long as on
 * embeddings of that shape.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(standIn(2, 3).values.length, 6);
 * assert.deepEqual(standIn(2, 3), standIn(2, 3));
 * ```
 */
export function standIn(rows: number, columns: number): Matrix {
  const random = new RandomStream(0, "embeddings that are not made yet");
  return {
    rows,
    columns,
    values: Float32Array.from({ length: rows * columns }, () => random.normal()),
  };
}

/** Returns placeholder rows with the width of the missing embeddings. */
export function standInRows(name: string, dimensions: number, { kept }: Side): ItemRows {
  const rowOf = new Map(kept.map((item, row) => [soundIdOf(item), row]));
  return { ...standIn(kept.length, dimensions), name, rowOf, unreadable: [] };
}
