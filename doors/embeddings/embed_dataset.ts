/**
 * Loads `src/embeddings/embed_dataset.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { AudioBackbone, TextBackbone } from "../../src/backbones/backbone.ts";
import type { Dataset } from "../../src/datasets/open.ts";
import type { EmbedOptions } from "../../src/embeddings/embed_dataset.ts";
import type { SetSummary } from "../../src/embeddings/set_folder.ts";

const loading = later<typeof import("../../src/embeddings/embed_dataset.ts")>(
  new URL("../../src/embeddings/embed_dataset.ts", import.meta.url),
);

/**
 * Embeds the items of a data set into a folder, a sound that several rows name once.
 *
 * @param dataset a data set opened for the backbone's modality
 * @param folder the embedding set to write
 * @throws {InputError} when the folder holds something else, another process is writing there, no item could be read,
 * or with `strict` any item could not
 * @throws {SurroundingsError} when the folder cannot be written, or the set is not complete without a shard
 * @throws the signal's reason when it is aborted
 */
export async function embedDataset(
  dataset: Dataset,
  backbone: AudioBackbone | TextBackbone,
  folder: string,
  options: EmbedOptions,
): Promise<SetSummary> {
  return await (await loading()).embedDataset(dataset, backbone, folder, options);
}
