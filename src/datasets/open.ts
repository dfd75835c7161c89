/**
 * Opens data sets as commands receive them: a manifest, or the folder of a public data set as it is downloaded.
 * @module
 */
import { basename, dirname } from "node:path";
import { readInputFile } from "../basics/input_file.ts";
import { isContainer } from "./container_rows.ts";
import { withFiles } from "./files.ts";
import { DatasetFolder } from "./folder.ts";
import { cellOf, type Item, type ItemOptions, itemsOf } from "./items.ts";
import { layoutOf } from "./layouts.ts";
import { readManifestRows } from "./manifest_rows.ts";
import { known } from "./placeholders.ts";
import { filesOf, readShards } from "./shards.ts";
import { textItems } from "./texts.ts";
import { sha256Of } from "../basics/sha256.ts";

/** An item with the data set's information about it. */
export interface DatasetItem extends Item {
  /** Path of the audio file, which may not exist; only if audio was requested. */
  readonly file?: string;
  /** The text; only if texts were requested. */
  readonly text?: string;
  /** The label, if there is one. */
  readonly label?: string;
  /** The id of the item's source, such as a Freesound id, if known. */
  readonly source?: string;
  /** The clip that the text is a caption of, and the caption's number, from 1; only if a row has several. */
  readonly caption?: { readonly of: string; readonly number: number };
}

/** A data set. */
export interface Dataset {
  /** The layout that was recognized: `ESC-50`, `AudioFolder` and so on, or `manifest`. */
  readonly name: string;
  /** The file that was read, or the folder if none or several were. */
  readonly manifest: string;
  /**
   * SHA-256 of the manifest's bytes. If several were read: of one line `sha256  name` for each, sorted. If none was:
   * of one line `size  name` for each audio file, sorted.
   */
  readonly sha256: string;
  /** The items, in the order of the manifest or of the sorted file names. */
  readonly items: readonly DatasetItem[];
}

/** How to read a data set. */
export interface DatasetOptions extends ItemOptions {
  /** What to read: the items' audio files, their texts, both or neither. */
  readonly modality: "audio" | "text" | "both" | "neither";
  /** Whether files outside the manifest's folder may be named. Default false. */
  readonly allowOutside?: boolean;
}

/**
 * Opens a manifest (`.csv`, `.jsonl`, `.parquet`), a webdataset archive (`.tar`; several as `wds/{00..12}.tar`) or the
 * folder of a data set, which is recognized by the files in it, never by its name. Sounds in Parquet tables and archives
 * stay there: their paths are `FILE#MEMBER`. All splits are read; `columns["split"]` gives an item's split.
 *
 * For audio, each row gives an item with the path of its file; a missing file is discovered only when it is read. For
 * texts, each row gives an item, or each caption if rows have several. For neither, each row gives an item, whatever
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
  const info = await Deno.stat(path).catch(() => undefined);
  if (info?.isDirectory) return await openFolder(path, options);
  const files = info ? undefined : filesOf(path);
  if (files !== undefined || isContainer(path)) {
    return await openContainers(path, files ?? [path], options);
  }
  const bytes = await readInputFile(path);
  const items = itemsOf(await readManifestRows(bytes, path), path, options);
  return {
    name: "manifest",
    manifest: path,
    sha256: sha256Of(bytes),
    items: await complete(items, path, dirname(path), options),
  };
}

/** Opens tables or archives that hold the sounds, one or several, of one folder. */
async function openContainers(
  path: string,
  files: readonly string[],
  options: DatasetOptions,
): Promise<Dataset> {
  const folder = dirname(path);
  const shards = files.map((file) => ({ name: basename(file) }));
  const { rows, hashes } = readShards(folder, shards, options);
  const lines = hashes.map((hash, i) => `${hash}  ${shards[i]!.name}\n`);
  return {
    name: /\.tar$/i.test(path) ? "webdataset" : "manifest",
    manifest: path,
    sha256: hashes.length === 1 ? hashes[0]! : sha256Of(lines.sort().join("")),
    items: await complete(itemsOf(rows, path, options), path, folder, options),
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

/** Adds to items what was requested. */
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
    const label = cellOf(item, labelColumn).normalize("NFC");
    const source = known(cellOf(item, sourceColumn));
    return { ...item, ...(label === "" ? {} : { label }), ...(source && { source }) };
  });
}
