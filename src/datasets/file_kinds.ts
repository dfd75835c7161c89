/**
 * What is in a data set's folder: which files are sounds, and which are tables, by their names.
 * @module
 */
import { basename } from "node:path";
import { AUDIO } from "./audio_names.ts";

/** The entries of a folder, each list sorted by code units; hidden entries are left out. */
export interface FolderEntries {
  /** Names of folders, including symbolic links to folders. */
  readonly folders: readonly string[];
  /** Names of everything else. */
  readonly files: readonly string[];
}

/** What was found in a folder and its subfolders. */
export interface FoundFiles {
  readonly sounds: readonly string[];
  readonly tables: readonly string[];
  readonly texts: readonly string[];
}

/** Whether a file is a sound, by its name. */
export function isSound(name: string): boolean {
  return AUDIO.test(name);
}

/** Endings of tables; those of spreadsheets are tables whose columns are not read. */
const TABLE = /\.(csv|tsv|jsonl|ndjson|json|parquet|feather|arrow|pkl|xlsx?|ods)$/i;

/** JSON files that describe a data set or a program and list no items. */
const NO_TABLE =
  /^(dataset_infos?|dataset_dict|state|package|package-lock|tsconfig|datapackage|croissant|config|ontology)\.json$/i;

/** Whether a file in a folder is a table that may say what the sounds are. */
export function isTable(name: string): boolean {
  return TABLE.test(name) && !NO_TABLE.test(name);
}

/** Whether a file in a folder is a text, which may hold a table. */
export function isText(name: string): boolean {
  return /\.(txt|tab|lst|list)$/i.test(name);
}

/**
 * Leaves out files that belong to one sound each, such as `a.json` beside `a.wav`.
 *
 * @param tables names of tables in one folder
 * @param sounds names of sounds in the same folder
 */
export function withoutSidecars(tables: readonly string[], sounds: readonly string[]): string[] {
  const stems = new Set(sounds.map(stemOf));
  return tables.filter((name) => !stems.has(stemOf(name)));
}

/** The file's name without its folders and its ending. */
export function stemOf(path: string): string {
  return basename(path).replace(/\.[^.]*$/, "");
}
