/**
 * Loads `src/embeddings/whole_set.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { EmbeddingSet } from "../../src/embeddings/embedding_set.ts";
import type { Environment } from "../../src/embeddings/set_file.ts";
import type { SetSummary } from "../../src/embeddings/set_folder.ts";
import type { SetWriterOptions } from "../../src/embeddings/writer.ts";

const loading = later<typeof import("../../src/embeddings/whole_set.ts")>(
  new URL("../../src/embeddings/whole_set.ts", import.meta.url),
);

/**
 * Writes a set under its own identity: whole or not at all, unless an unfinished one is resumed.
 *
 * @param folder the set's folder; created if missing, its parent must exist
 * @param options `environment` is what the values were computed on, if known
 * @throws {InputError} when the folder holds something that the mode does not allow
 * @throws {SurroundingsError} when the folder cannot be written
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const parent = await Deno.makeTempDir();
 * const set = {
 *   rows: 1,
 *   columns: 2,
 *   values: Float32Array.of(0.5, 1),
 *   items: [{ id: "a", columns: { label: "dog" } }],
 *   unreadable: [],
 *   identity: { importedFrom: "elsewhere" },
 *   fingerprint: "",
 * };
 * assert.ok((await writeEmbeddingSet(`${parent}/set`, set, { mode: "create" })).complete);
 * const line = '{"id":"a","label":"dog"}\n';
 * assert.equal(await Deno.readTextFile(`${parent}/set/items.jsonl`), line);
 * await Deno.remove(parent, { recursive: true });
 * ```
 */
export async function writeEmbeddingSet(
  folder: string,
  set: EmbeddingSet,
  options: Pick<SetWriterOptions, "mode" | "onNote"> & { readonly environment?: Environment },
): Promise<SetSummary> {
  return await (await loading()).writeEmbeddingSet(folder, set, options);
}
