/**
 * Item manifests: CSV, JSON Lines or Parquet in Hugging Face AudioFolder form, one row for each item.
 * @module
 */
import { basename } from "node:path";
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { readInputFile } from "../basics/input_file.ts";
import { noColumn } from "./columns.ts";
import { containerRows, isContainer } from "./container_rows.ts";
import { FILE_COLUMN } from "./audio_names.ts";
import type { ItemOptions } from "./item_options.ts";
import { type ManifestRow, readManifestRows } from "./manifest_rows.ts";
import { joinShards } from "./shards.ts";
import { type SoundNaming, soundNaming, soundNamingNote } from "./sound_names.ts";
import { withRepeatedSounds } from "./sounds.ts";
import { keptRows } from "./where.ts";

export { columnList, noColumn } from "./columns.ts";

/** One row of a manifest. */
export interface Item {
  /** Matches the item with its embedding; unique in the manifest: a row that repeats an id has `ID#row7`. */
  readonly id: string;
  /** Number of the row, from 1; the header is not counted. */
  readonly row: number;
  /** The line on which the row starts, from 1. */
  readonly line: number;
  /** Column name to value. */
  readonly columns: Readonly<Record<string, string>>;
  /** The id of the sound that the row's text describes, if that is not the row's own. */
  readonly sound?: string;
}

export type { ItemOptions } from "./item_options.ts";
export { FILE_COLUMN } from "./audio_names.ts";

/** Implements {@link readItems}, which `doors/datasets/items.ts` documents. */
export async function readItems(path: string, options: ItemOptions = {}): Promise<Item[]> {
  return await parseItems(await readInputFile(path), path, options);
}

/**
 * Parses a manifest from its bytes.
 *
 * @param bytes the whole file
 * @param path the file's name, for its extension and for error messages
 * @throws {InputError} as {@link readItems}
 */
export async function parseItems(
  bytes: Uint8Array,
  path: string,
  options: ItemOptions = {},
): Promise<Item[]> {
  return itemsOf(await rowsOf(bytes, path, options), path, options);
}

async function rowsOf(
  bytes: Uint8Array,
  path: string,
  options: ItemOptions,
): Promise<readonly ManifestRow[]> {
  if (!isContainer(path)) return await readManifestRows(bytes, path, options.onNote);
  const name = basename(path);
  return joinShards([{ name }], [containerRows(bytes, path, name, options)], options);
}

/**
 * Numbers rows and gives them ids. Rows of texts that repeat a sound are captions of it, and name it in `sound`.
 *
 * @param rows the rows of a manifest, in order
 * @param path the manifest's name, for error messages
 * @throws {InputError} when there are no rows, a column is missing, or an id is empty or that of another sound
 */
export function itemsOf(
  rows: readonly ManifestRow[],
  path: string,
  options: ItemOptions = {},
): Item[] {
  if (rows.length === 0) throw new InputError(`"${path}" has no items`);
  const { idColumn = "id", fileColumn = FILE_COLUMN } = options;
  const naming = namingOf(rows, path, options);
  // Also if only some rows have it: otherwise ids of two kinds would be mixed.
  const source = [idColumn, fileColumn].find((column) => rows.some((row) => has(row, column)));
  const named = [options.idColumn, options.fileColumn, options.labelColumn, options.textColumn];
  const needed = [
    ...named,
    options.sourceColumn,
    options.soundColumn,
    ...options.required ?? [],
    source,
  ];
  const required = [...new Set(needed.filter((column) => column !== undefined))];
  const numbered = rows.map((row, i) => ({ ...row, row: i + 1 }));
  const kept = keptRows(numbered, options.where, path);
  for (const row of kept) {
    const missing = required.find((column) => !has(row, column));
    if (missing !== undefined) {
      const found = Object.keys(row.columns);
      const said = noColumn(missing, found, options.missingRemedy?.(missing));
      throw new InputError(`"${path}" row ${row.row} has ${said}`);
    }
  }
  const items = kept.map((row) => {
    const columns = withFile(row, naming, fileColumn);
    const id = cellIn(columns, source === idColumn ? idColumn : fileColumn) ?? String(row.row);
    return { id, ...row, columns };
  });
  checkNotEmpty(items, path, source === fileColumn && source !== idColumn);
  const { labelColumn = "label", textColumn, soundColumn } = options;
  return withRepeatedSounds(items, path, { fileColumn, labelColumn, textColumn, soundColumn });
}

/** Says which column names the sounds, with a note where it is not the default. */
function namingOf(
  rows: readonly ManifestRow[],
  path: string,
  { fileColumn, onNote }: ItemOptions,
): SoundNaming {
  const found = [...new Set(rows.flatMap(({ columns }) => Object.keys(columns)))];
  const naming = soundNaming(found, fileColumn);
  const isNamed = ({ columns }: ManifestRow) =>
    naming.nameOf({ value: (column) => cellIn(columns, column) }) !== undefined;
  if (naming.isGuessed && rows.some(isNamed)) {
    onNote?.(`"${quotable(path)}": ${soundNamingNote(naming)}`);
  }
  return naming;
}

/** The columns of a row, with the name of its sound in the column of files. */
function withFile(
  { columns }: ManifestRow,
  naming: SoundNaming,
  fileColumn: string,
): ManifestRow["columns"] {
  const name = naming.nameOf({ value: (column) => cellIn(columns, column) });
  return name === undefined || name === cellIn(columns, fileColumn)
    ? columns
    : { ...columns, [fileColumn]: name };
}

function cellIn(columns: ManifestRow["columns"], column: string): string | undefined {
  return Object.hasOwn(columns, column) ? columns[column] : undefined;
}

function has({ columns }: ManifestRow, column: string): boolean {
  return Object.hasOwn(columns, column);
}

/** Checks that ids are not empty; `fromFiles` says whether they are file names. */
function checkNotEmpty(items: readonly Item[], path: string, fromFiles: boolean): void {
  const empty = items.find(({ id }) => id === "");
  if (empty === undefined) return;
  throw new InputError(
    `"${path}" row ${empty.row} has an empty ${fromFiles ? "file name" : "id"}`,
  );
}
