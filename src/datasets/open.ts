/**
 * Data sets as they are given to a command: a manifest, or the folder of a public data set in the form in which it
 * is downloaded.
 * @module
 */
import { dirname } from "node:path";
import { readInputFile } from "../basics/input_file.ts";
import { withFiles } from "./files.ts";
import { DatasetFolder } from "./folder.ts";
import { cellOf, type Item, type ItemOptions, itemsOf } from "./items.ts";
import { layoutOf } from "./layouts.ts";
import { readManifestRows } from "./manifest_rows.ts";
import { textItems } from "./texts.ts";
import { sha256Of } from "../basics/sha256.ts";

/** An item with what the data set knows of it. */
export interface DatasetItem extends Item {
  /** Path of the audio file, which may turn out to be missing; only where audio was asked for. */
  readonly file?: string;
  /** The text; only where texts were asked for. */
  readonly text?: string;
  /** The label, where there is one. */
  readonly label?: string;
  /** What tells the item's recording, as a Freesound id, where it is known. */
  readonly source?: string;
  /** Whose caption the text is, and which, from 1; only where a row has several. */
  readonly caption?: { readonly of: string; readonly number: number };
}

/** A data set. */
export interface Dataset {
  /** What it was recognised as: `ESC-50`, `AudioFolder` and so on, or `manifest`. */
  readonly name: string;
  /** The file that was read, or the folder where that is none or several. */
  readonly manifest: string;
  /**
   * SHA-256 of the manifest's bytes. Where several were read: of a line `sha256  name` for each, sorted. Where none
   * was: of a line `size  name` for each audio file, sorted.
   */
  readonly sha256: string;
  /** The items, in the order of the manifest or of the sorted file names. */
  readonly items: readonly DatasetItem[];
}

/** How to read a data set. */
export interface DatasetOptions extends ItemOptions {
  /** Whether the items' audio files, their texts, both or neither are wanted. */
  readonly modality: "audio" | "text" | "both" | "neither";
  /** Files outside the manifest's folder may be named. Default no. */
  readonly allowOutside?: boolean;
}

/**
 * Opens a manifest (`.csv`, `.jsonl`, `.parquet`) or the folder of a data set, which is recognised by the files in
 * it, never by its name. All splits are read; `columns["split"]` tells them.
 *
 * For audio there is an item for each row, with the path of its file. Whether the files are there is found out when
 * they are read. For texts there is an item for each row, or for each caption where a row has several. For neither there is an item for
 * each row, whatever it lacks.
 *
 * @param path the file or folder
 * @throws {InputError} when it is no data set, a table is malformed or lacks what is needed, ids are not unique, a
 * row has no file or no text, or a file lies outside the folder
 * @throws {SurroundingsError} when something is there but cannot be read
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
  const isFolder = await Deno.stat(path).then(({ isDirectory }) => isDirectory, () => false);
  if (isFolder) return await openFolder(path, options);
  const bytes = await readInputFile(path);
  const items = itemsOf(await readManifestRows(bytes, path), path, options);
  return {
    name: "manifest",
    manifest: path,
    sha256: sha256Of(bytes),
    items: await complete(items, path, dirname(path), options),
  };
}

async function openFolder(path: string, options: DatasetOptions): Promise<Dataset> {
  const folder = new DatasetFolder(path, options.allowOutside ?? false);
  const layout = await layoutOf(folder);
  const rows = await layout.rows(folder, options);
  const manifest = folder.manifest();
  const items = itemsOf(rows, manifest, options);
  return {
    name: layout.name,
    manifest,
    sha256: await folder.sha256(),
    items: await complete(items, manifest, path, options),
  };
}

/** Adds to items what was asked for. */
async function complete(
  items: readonly Item[],
  name: string,
  folder: string,
  options: DatasetOptions,
): Promise<DatasetItem[]> {
  const { modality, labelColumn = "label", sourceColumn = "source_id" } = options;
  const sounding = modality === "audio" || modality === "both"
    ? await withFiles(items, name, folder, options)
    : items;
  const asked: DatasetItem[] = modality === "text" || modality === "both"
    ? textItems(sounding, name, options.textColumn)
    : [...sounding];
  return asked.map((item) => {
    const label = cellOf(item, labelColumn);
    const source = cellOf(item, sourceColumn);
    return { ...item, ...(label === "" ? {} : { label }), ...(source === "" ? {} : { source }) };
  });
}
