/**
 * Item manifests: CSV or JSON Lines in Hugging Face AudioFolder form, one row an item.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { readInputFile } from "../basics/input_file.ts";
import { readCsv } from "../formats/csv.ts";
import { readJsonLines } from "../formats/jsonl.ts";

/** One row of a manifest. */
export interface Item {
  /** What joins the item with its embedding; unique in the manifest. */
  readonly id: string;
  /** Number of the row, from 1; the header is not counted. */
  readonly row: number;
  /** The line on which the row starts, from 1. */
  readonly line: number;
  /** Column name to value. */
  readonly columns: Readonly<Record<string, string>>;
}

/** What to take from a manifest. */
export interface ItemOptions {
  /** The column of ids. Default: `id` if there is one, else the column of files, else the row number. */
  readonly idColumn?: string;
  /** The column of audio files. Default `file_name`. */
  readonly fileColumn?: string;
  /** Columns that every row must have. */
  readonly required?: readonly string[];
}

type Row = Pick<Item, "line" | "columns">;

/**
 * Reads a manifest; the ending of its name, `.csv` or `.jsonl`, says which format it is.
 *
 * @param path the file
 * @returns the rows in file order
 * @throws {InputError} when the file is malformed, has no rows, lacks a column, or gives two rows one id
 * @throws {SurroundingsError} when the file is there but cannot be read
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
  return parseItems(await readInputFile(path), path, options);
}

/**
 * Reads a manifest whose bytes are here already.
 *
 * @param bytes the whole file
 * @param path its name, for its ending and for error messages
 * @throws {InputError} as {@link readItems}
 */
export function parseItems(bytes: Uint8Array, path: string, options: ItemOptions = {}): Item[] {
  const rows = parseRows(bytes, path);
  if (rows.length === 0) throw new InputError(`"${path}" has no items`);
  const required = [...options.required ?? []];
  if (options.idColumn !== undefined) required.push(options.idColumn);
  rows.forEach((row, i) => {
    const missing = required.find((column) => !Object.hasOwn(row.columns, column));
    if (missing !== undefined) throw missingColumn(path, missing, row, i + 1);
  });
  const candidates = [options.idColumn ?? "id", options.fileColumn ?? "file_name"];
  const idColumn = candidates.find((column) =>
    rows.every((row) => Object.hasOwn(row.columns, column))
  );
  const items = rows.map((row, i) => ({
    id: idColumn === undefined ? String(i + 1) : row.columns[idColumn]!,
    row: i + 1,
    ...row,
  }));
  checkIds(items, path);
  return items;
}

function parseRows(bytes: Uint8Array, path: string): Row[] {
  if (/\.csv$/i.test(path)) {
    return readCsv(bytes, path).rows.map(({ line, values }) => ({ line, columns: values }));
  }
  if (/\.jsonl$/i.test(path)) {
    return readJsonLines(bytes, path).map(({ line, value }) => ({ line, columns: texts(value) }));
  }
  throw new InputError(
    `Cannot read items from "${path}": expected a name that ends in .csv or .jsonl`,
  );
}

/** Values as a CSV file would hold them: text as it is, null empty. */
function texts(value: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).map(([column, cell]) => [
      column,
      cell === null ? "" : typeof cell === "string" ? cell : JSON.stringify(cell),
    ]),
  );
}

function checkIds(items: readonly Item[], path: string): void {
  const rowOf = new Map<string, number>();
  for (const { id, row } of items) {
    if (id === "") throw new InputError(`"${path}" row ${row} has an empty id`);
    const earlier = rowOf.get(id);
    if (earlier !== undefined) {
      throw new InputError(`"${path}" rows ${earlier} and ${row} have the same id "${id}"`);
    }
    rowOf.set(id, row);
  }
}

function missingColumn(path: string, column: string, row: Row, number: number): InputError {
  const found = Object.keys(row.columns).map((name) => `"${name}"`).join(", ");
  return new InputError(`"${path}" row ${number} has no column "${column}"; it has ${found}`);
}
