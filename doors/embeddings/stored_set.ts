/**
 * Loads `src/embeddings/stored_set.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { StoredSet } from "../../src/embeddings/stored_set.ts";

const loading = later<typeof import("../../src/embeddings/stored_set.ts")>(
  new URL("../../src/embeddings/stored_set.ts", import.meta.url),
);

/**
 * Opens an embedding set. The hashes of its files are checked when they are read to their ends.
 *
 * @throws {InputError} when it is none, it is unfinished, or its files do not match `set.json`
 * @throws {SurroundingsError} when a file exists but cannot be read
 */
export async function openStoredSet(folder: string): Promise<StoredSet> {
  return await (await loading()).openStoredSet(folder);
}
