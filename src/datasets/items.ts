/**
 * Item manifests: CSV, JSON Lines or Parquet in Hugging Face AudioFolder form, one row for each item.
 * @module
 */
import { basename } from "node:path";
import { InputError } from "../basics/errors.ts";
import { readInputFile } from "../basics/input_file.ts";
import { nearest } from "../basics/nearest.ts";
import { quotable } from "../basics/printable.ts";
import { FILE_COLUMN } from "./audio_names.ts";
import { containerRows, isContainer } from "./container_rows.ts";
import type { ItemOptions } from "./item_options.ts";
import { type ManifestRow, readManifestRows } from "./manifest_rows.ts";
import { joinShards } from "./shards.ts";

/** One row of a manifest. */
export interface Item {
  /** Matches the item with its embedding; unique in the manifest. */
  readonly id: string;
  /** Number of the row, from 1; the header is not counted. */
  readonly row: number;
  /** The line on which the row starts, from 1. */
  readonly line: number;
  /** Column name to value. */
  readonly columns: Readonly<Record<string, string>>;
}

export type { ItemOptions } from "./item_options.ts";
export { FILE_COLUMN } from "./audio_names.ts";

/** The largest number of columns that a message lists. */
const MOST_COLUMNS_LISTED = 12;

/**
 * Reads a manifest; the extension of its name, `.csv`, `.jsonl` or `.parquet`, determines the format.
 *
 * @param path the file
 * @returns the rows in file order
 * @throws {InputError} when the file is malformed, has no rows, lacks a column, or gives two rows one id
 * @throws {SurroundingsError} when the file exists but cannot be read
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const path = await Deno.makeTempFile({ suffix: ".csv" });
 * await Deno.writeTextFile(path, "file_name,label\na.wav,dog\nb.wav,rain\n");
 * const items = await readItems(path, { required: ["label"] });
 * assert.deepEqual(items.map(({ id, columns }) => [id, columns["label"]]), [
 *   ["a.wav", "dog"],
 *   ["b.wav", "rain"],
 * ]);
 * await Deno.remove(path);
 * ```
 */
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
  if (!isContainer(path)) return await readManifestRows(bytes, path);
  const name = basename(path);
  return joinShards([{ name }], [containerRows(bytes, path, name, options)], options);
}

/**
 * Numbers rows and gives them ids.
 *
 * @param rows the rows of a manifest, in order
 * @param path the manifest's name, for error messages
 * @throws {InputError} when there are no rows, a column is missing, or an id is empty or not unique
 */
export function itemsOf(
  rows: readonly ManifestRow[],
  path: string,
  options: ItemOptions = {},
): Item[] {
  if (rows.length === 0) throw new InputError(`"${path}" has no items`);
  const { idColumn = "id", fileColumn = FILE_COLUMN } = options;
  // Also if only some rows have it: otherwise ids of two kinds would be mixed.
  const source = [idColumn, fileColumn].find((column) => rows.some((row) => has(row, column)));
  const named = [options.idColumn, options.fileColumn, options.labelColumn, options.textColumn];
  const needed = [...named, options.sourceColumn, ...options.required ?? [], source];
  const required = [...new Set(needed.filter((column) => column !== undefined))];
  rows.forEach((row, i) => {
    const missing = required.find((column) => !has(row, column));
    if (missing !== undefined) {
      const found = Object.keys(row.columns);
      throw new InputError(`"${path}" row ${i + 1} has ${noColumn(missing, found)}`);
    }
  });
  const items = rows.map((row, i) => ({
    id: source === undefined ? String(i + 1) : row.columns[source]!,
    row: i + 1,
    ...row,
  }));
  checkIds(items, path, source === fileColumn && source !== idColumn);
  return items;
}

function has({ columns }: ManifestRow, column: string): boolean {
  return Object.hasOwn(columns, column);
}

/** The value of an item's column; empty if it has none. */
export function cellOf({ columns }: Pick<Item, "columns">, column: string): string {
  return Object.hasOwn(columns, column) ? columns[column]! : "";
}

/**
 * Describes a missing column for a message: its name, the columns that exist, and the one with the nearest name.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const said = 'no column "label"; it has "id", "label "; did you mean "label "?';
 * assert.equal(noColumn("label", ["id", "label "]), said);
 * ```
 */
export function noColumn(column: string, found: readonly string[]): string {
  const near = nearest(column, found);
  const hint = near === undefined ? "" : `; did you mean "${quotable(near)}"?`;
  return `no column "${quotable(column)}"; it has ${columnList(found)}${hint}`;
}

/** Lists the names of columns for a message. */
export function columnList(columns: readonly string[]): string {
  const listed = columns.slice(0, MOST_COLUMNS_LISTED).map((name) => `"${quotable(name)}"`);
  const more = columns.length - listed.length;
  return listed.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** Checks that ids are not empty and differ; `fromFiles` says whether they are file names. */
function checkIds(items: readonly Item[], path: string, fromFiles: boolean): void {
  const rowOf = new Map<string, number>();
  for (const { id, row } of items) {
    if (id === "") {
      throw new InputError(`"${path}" row ${row} has an empty ${fromFiles ? "file name" : "id"}`);
    }
    const earlier = rowOf.get(id);
    if (earlier !== undefined) {
      const what = fromFiles
        ? `name the same file "${
          quotable(id)
        }"; give each row an "id" of its own, or name the file once`
        : `have the same id "${quotable(id)}"`;
      throw new InputError(`"${path}" rows ${earlier} and ${row} ${what}`);
    }
    rowOf.set(id, row);
  }
}
