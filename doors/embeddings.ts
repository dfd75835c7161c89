/**
 * Embeddings: sets on disk, arrays from elsewhere, and embedding a data set.
 *
 * The example runs without permissions. What is a promise needs `--allow-read` of Earnest's code (by URL
 * `--allow-import` of its host) and of the files that it names; an embedding set needs `--allow-write` of the folder
 * that it is made in.
 *
 * @example Write an array, and read it:
 * ```ts
 * import assert from "node:assert/strict";
 * const bytes = writeNpy([2, 2], Float32Array.of(1, 2, 3, 4));
 * assert.deepEqual(readNpy(bytes, "rows.npy").shape, [2, 2]);
 * ```
 * @module
 */
export * from "./basics.ts";
export { type NpyArray, readNpy, writeNpy } from "../src/formats/npy.ts";
export {
  readSafetensors,
  type Safetensors,
  type StoredArray,
  writeSafetensors,
} from "../src/formats/safetensors.ts";
export type { EmbeddingArray, RowKeys } from "../src/embeddings/arrays.ts";
export { readEmbeddingArray } from "./embeddings/arrays.ts";
export { embedDataset } from "./embeddings/embed_dataset.ts";
export type { Embedded, EmbedOptions } from "../src/embeddings/embed_dataset.ts";
export type {
  EmbeddingSet,
  SetDescription,
  SetItem,
  UnreadableItem,
  UnusualItem,
} from "../src/embeddings/embedding_set.ts";
export { readEmbeddingSet, readSetItems } from "./embeddings/reading.ts";
export type { Json, JsonObject } from "../src/embeddings/identity.ts";
export type { OpenMode } from "../src/embeddings/open_mode.ts";
export type { Cut, Shard } from "../src/embeddings/parts.ts";
export type { Environment } from "../src/embeddings/set_file.ts";
export type { SetSummary } from "../src/embeddings/set_folder.ts";
export type { SetWriterOptions } from "../src/embeddings/writer.ts";
export { type EmbeddedTexts, embedTexts } from "../src/embeddings/embed_texts.ts";
export { joinReadyMade } from "./embeddings/ready_made.ts";
export type { SourceFile } from "../src/embeddings/ready_made.ts";
export { writeEmbeddingSet } from "./embeddings/whole_set.ts";
export { openStoredSet } from "./embeddings/stored_set.ts";
export type { StoredSet } from "../src/embeddings/stored_set.ts";
export { openFolderOfSets } from "./embeddings/folder_of_sets.ts";
export type { JoinedSets } from "../src/embeddings/folder_of_sets.ts";
export type { VisitItem } from "../src/embeddings/set_lines.ts";
