/**
 * Loads `src/embeddings/embed_dataset.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { Embedded, EmbedOptions } from "../../src/embeddings/embed_dataset.ts";
import type { SetSummary } from "../../src/embeddings/set_folder.ts";

const loading = later<typeof import("../../src/embeddings/embed_dataset.ts")>(
  new URL("../../src/embeddings/embed_dataset.ts", import.meta.url),
);

/**
 * Embeds the items of a data set into a folder, a sound that several rows name once.
 *
 * @param what the data set and the backbone
 * @param folder the embedding set to write
 * @throws {InputError} when the folder holds something else, another process is writing there, no item could be read,
 * or with `strict` any item could not
 * @throws {SurroundingsError} when the folder cannot be written, or the set is not complete without a shard
 * @throws the signal's reason when it is aborted
 */
export async function embedDataset(
  what: Embedded,
  folder: string,
  options: EmbedOptions,
): Promise<SetSummary> {
  return await (await loading()).embedDataset(what, folder, options);
}
