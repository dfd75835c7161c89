/**
 * Opens data sets as commands receive them: a manifest, or the folder of a public data set as it is downloaded.
 * @module
 */
import { basename, dirname } from "node:path";
import { readInputFile } from "../basics/input_file.ts";
import { isContainer } from "./container_rows.ts";
import { type FileOptions, withFiles } from "./files.ts";
import { DatasetFolder } from "./folder.ts";
import { withFoundSounds } from "./found_sounds.ts";
import { type Item, type ItemOptions, itemsOf } from "./items.ts";
import { FILE_COLUMN } from "./audio_names.ts";
import { cellOf } from "./cells.ts";
import { layoutOf } from "./layouts.ts";
import { type LoneTable, loneTable } from "./lone_tables.ts";
import { readManifestRows } from "./manifest_rows.ts";
import { missingAmong } from "./missing_labels.ts";
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
  /** If its sound has several captions: the sound's id, and the caption's number in its row, from 1. */
  readonly caption?: { readonly of: string; readonly number?: number };
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
  /** What must be said of how it was read, a sentence each; absent where nothing must. */
  readonly notes?: readonly string[];
}

/** How to read a data set. */
export interface DatasetOptions extends ItemOptions {
  /** What to read: the items' audio files, their texts, both or neither. */
  readonly modality: "audio" | "text" | "both" | "neither";
  /** Whether files outside the manifest's folder may be named. Default false. */
  readonly allowOutside?: boolean;
}

/** Implements {@link openDataset}, which `doors/datasets/open.ts` documents. */
export async function openDataset(path: string, options: DatasetOptions): Promise<Dataset> {
  const { name, manifest, sha256, items, sounds } = await readDataset(path, options);
  const whole = await complete(items, manifest, sounds, options);
  const { notes } = sounds.folder;
  return { name, manifest, sha256, items: whole, ...(notes.length === 0 ? {} : { notes }) };
}

/** The rows of a data set, before anything is looked up for them. */
export interface ReadDataset extends Pick<Dataset, "name" | "manifest" | "sha256"> {
  /** The items. */
  readonly items: readonly Item[];
  /** Where their sounds are looked for. */
  readonly sounds: SoundPlaces;
}

/** Reads the rows of a data set; parameters and errors as in {@link openDataset}. */
export async function readDataset(
  path: string,
  options: Omit<DatasetOptions, "modality">,
): Promise<ReadDataset> {
  const info = await Deno.stat(path).catch(() => undefined);
  const { allowOutside = false } = options;
  const shards = info === undefined ? filesOf(path) : undefined;
  if (shards !== undefined || (isContainer(path) && !info?.isDirectory)) {
    return readContainers(path, shards ?? [path], options);
  }
  if (!info?.isDirectory) {
    const table = await loneTable(path);
    if (table !== undefined) return await readLoneTable(path, table, options);
    const bytes = await readInputFile(path);
    const folder = new DatasetFolder(dirname(path), allowOutside);
    const { onNote = folder.note } = options;
    return {
      name: "manifest",
      manifest: path,
      sha256: sha256Of(bytes),
      items: itemsOf(await readManifestRows(bytes, path, onNote), path, options),
      sounds: { folder, where: "beside" },
    };
  }
  const folder = new DatasetFolder(path, allowOutside);
  const layout = await layoutOf(folder);
  const rows = await layout.rows(folder, { onNote: folder.note, ...options });
  const manifest = folder.manifest();
  return {
    name: layout.name,
    manifest,
    sha256: await folder.sha256(),
    items: itemsOf(rows, manifest, options),
    sounds: { folder, where: layout.findsSounds ? "beside" : "anywhere" },
  };
}

/** Reads a table of segments as in its folder. */
async function readLoneTable(
  path: string,
  { name, rows }: LoneTable,
  options: Omit<DatasetOptions, "modality">,
): Promise<ReadDataset> {
  const folder = new DatasetFolder(dirname(path), options.allowOutside ?? false);
  const items = itemsOf(await rows(folder, basename(path)), path, options);
  const sha256 = await folder.sha256();
  return { name, manifest: path, sha256, items, sounds: { folder, where: "beside" } };
}

/** Reads tables or archives that hold the sounds, one or several, of one folder. */
function readContainers(
  path: string,
  files: readonly string[],
  options: Omit<DatasetOptions, "modality">,
): ReadDataset {
  const folder = new DatasetFolder(dirname(path), options.allowOutside ?? false);
  const shards = files.map((file) => ({ name: basename(file) }));
  const { rows, hashes } = readShards(folder.path, shards, { onNote: folder.note, ...options });
  const lines = hashes.map((hash, i) => `${hash}  ${shards[i]!.name}\n`);
  return {
    name: /\.tar$/i.test(path) ? "webdataset" : "manifest",
    manifest: path,
    sha256: hashes.length === 1 ? hashes[0]! : sha256Of(lines.sort().join("")),
    items: itemsOf(rows, path, options),
    sounds: { folder, where: "beside" },
  };
}

/** A folder, and where in it sounds are looked for. */
export interface SoundPlaces {
  /** What file names are relative to; it takes the notes. */
  readonly folder: DatasetFolder;
  /** In all of it, or beside the sounds that are named. */
  readonly where: "anywhere" | "beside";
}

/**
 * Adds to items what was requested.
 *
 * @param name the manifest's name, for error messages
 * @param sounds the folder that file names are relative to, which takes the notes, and where in it sounds are looked for
 */
async function complete(
  items: readonly Item[],
  name: string,
  sounds: SoundPlaces,
  options: DatasetOptions,
): Promise<DatasetItem[]> {
  const { modality, labelColumn = "label", sourceColumn = "source_id" } = options;
  const sounding = modality === "audio" || modality === "both"
    ? await withSounds(items, name, sounds, options)
    : items;
  const asked: DatasetItem[] = modality === "text" || modality === "both"
    ? textItems(sounding, name, options.textColumn, options.onNote)
    : [...sounding];
  const isMissing = missingAmong(items.map((item) => cellOf(item, labelColumn)));
  return asked.map((item) => {
    const label = cellOf(item, labelColumn).normalize("NFC");
    const source = known(cellOf(item, sourceColumn));
    return { ...item, ...(isMissing(label) ? {} : { label }), ...(source && { source }) };
  });
}

/**
 * Adds to items the paths of their sounds; those that are not where the table says are looked for.
 *
 * @param name the manifest's name, for error messages
 * @throws {InputError} when an item names no file, or one outside the folder
 */
export async function withSounds<Some extends Item>(
  items: readonly Some[],
  name: string,
  { folder, where }: SoundPlaces,
  options: FileOptions,
): Promise<(Some & { readonly file: string })[]> {
  const named = await withFiles(items, name, folder.path, options);
  return await withFoundSounds(named, folder, options.fileColumn ?? FILE_COLUMN, where);
}
