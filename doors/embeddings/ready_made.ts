/**
 * Loads `src/embeddings/ready_made.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { EmbeddingArray } from "../../src/embeddings/arrays.ts";
import type { EmbeddingSet, SetItem } from "../../src/embeddings/embedding_set.ts";
import type { SourceFile } from "../../src/embeddings/ready_made.ts";

const loading = later<typeof import("../../src/embeddings/ready_made.ts")>(
  new URL("../../src/embeddings/ready_made.ts", import.meta.url),
);

/**
 * Builds the embedding set of a ready-made array and its items. Its identity names both files by their hashes, the
 * chosen array, the ids taken from the manifest, and the code that read them.
 *
 * @param vectors the array and its file; its values may become those of the set
 * @param manifest all items of the manifest and its file
 * @throws {InputError} when the rows do not match the items, as {@link rowOrder}, or a value is not finite
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const keys = [{ column: "id", kind: "key" as const, values: ["b", "a"] }];
 * const array = { rows: 2, columns: 1, values: Float32Array.of(1, 2), keys };
 * const items = ["a", "b"].map((id) => ({ id, columns: {} }));
 * const file = { name: "x.parquet", sha256: "0".repeat(64) };
 * const set = await joinReadyMade({ array, file }, { items, file: { ...file, name: "items.csv" } });
 * assert.deepEqual(set.values, Float32Array.of(2, 1));
 * ```
 */
export async function joinReadyMade(
  vectors: { readonly array: EmbeddingArray; readonly file: SourceFile },
  manifest: { readonly items: readonly SetItem[]; readonly file: SourceFile },
): Promise<EmbeddingSet> {
  return await (await loading()).joinReadyMade(vectors, manifest);
}
