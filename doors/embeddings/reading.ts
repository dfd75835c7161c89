/**
 * Loads `src/embeddings/reading.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { EmbeddingSet, SetDescription } from "../../src/embeddings/embedding_set.ts";

const loading = later<typeof import("../../src/embeddings/reading.ts")>(
  new URL("../../src/embeddings/reading.ts", import.meta.url),
);

/**
 * Reads an embedding set; the memory that it takes is that of its values and items.
 *
 * @throws {InputError} when there is no set, it is unfinished, or a file does not match `set.json`
 * @throws {SurroundingsError} when a file exists but cannot be read
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * await assert.rejects(readEmbeddingSet("nowhere"), { message: '"nowhere" does not exist' });
 * ```
 */
export async function readEmbeddingSet(folder: string): Promise<EmbeddingSet> {
  return await (await loading()).readEmbeddingSet(folder);
}

/**
 * Reads everything in an embedding set except its values.
 *
 * @throws {InputError} as {@link readEmbeddingSet}
 * @throws {SurroundingsError} as {@link readEmbeddingSet}
 */
export async function readSetItems(folder: string): Promise<SetDescription> {
  return await (await loading()).readSetItems(folder);
}
