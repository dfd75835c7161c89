/**
 * Loads `src/datasets/open.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { Dataset, DatasetOptions } from "../../src/datasets/open.ts";

const loading = later<typeof import("../../src/datasets/open.ts")>(
  new URL("../../src/datasets/open.ts", import.meta.url),
);

/**
 * Opens a manifest (`.csv`, `.jsonl`, `.parquet`), a table of segments of AudioSet or VGGSound, a webdataset archive (`.tar`; several as `wds/{00..12}.tar`) or the
 * folder of a data set, which is recognized by the files in it, never by its name. Sounds in Parquet tables and archives
 * stay there: their paths are `FILE#MEMBER`. All splits are read; `columns["split"]` gives an item's split.
 *
 * For audio, each row gives an item with the path of its file. One that is not where the table says is looked for with
 * another ending and, in a folder, elsewhere; notes count those that are absent, which fail when they are read. For
 * texts, each row gives an item, or each caption if rows have several; rows that repeat a sound name it in `sound`. For
 * neither, each row gives an item, whatever
 * it lacks.
 *
 * @param path the file or folder
 * @throws {InputError} when it is not a data set, a table is malformed or lacks a required column, ids are not
 * unique, a row has no file or no text, or a file lies outside the folder
 * @throws {SurroundingsError} when something exists but cannot be read
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${folder}/metadata.csv`, "file_name,label\na.wav,dog\nb.wav,rain\n");
 * const { name, items } = await openDataset(folder, { modality: "audio" });
 * assert.equal(name, "AudioFolder");
 * assert.deepEqual(items.map(({ file, label }) => [file, label]), [
 *   [`${folder}/a.wav`, "dog"],
 *   [`${folder}/b.wav`, "rain"],
 * ]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function openDataset(path: string, options: DatasetOptions): Promise<Dataset> {
  return await (await loading()).openDataset(path, options);
}
