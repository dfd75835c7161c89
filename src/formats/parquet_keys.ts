/**
 * Reads the columns of a Parquet table that may say which item a row is of.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { readColumn } from "./parquet.ts";
import type { ParquetColumn, ParquetTable } from "./parquet_file.ts";
import type { ParquetUnpacker } from "./parquet_unpacking.ts";
import { keyKindOf, type RowKeys, rowKeys } from "./row_keys.ts";

/** Returns the columns that {@link readParquetKeys} reads. */
export function keyColumns(table: ParquetTable): ParquetColumn[] {
  const { names } = pandasIndex(table);
  const paths = table.columns.flatMap(({ fields }) => fields.filter(isPathOfSound));
  return [...table.columns.filter((column) => isKey(column, names)), ...paths];
}

/**
 * Returns what the columns of text, the columns named as keys are, and pandas' index say of the rows. Other text that is
 * missing in a row says nothing.
 *
 * @param unpacker unpacks all pages of the file
 * @param name the file's name, for error messages
 * @throws {InputError} when a value of a key is missing, or neither text nor a whole number
 */
export function readParquetKeys(
  table: ParquetTable,
  unpacker: ParquetUnpacker,
  name: string,
): RowKeys[] {
  const { names, ranges } = pandasIndex(table);
  const read = keyColumns(table).flatMap((column) => {
    const named = keyKindOf(column.name);
    const kind = named === "other" && isIndex(column, names) ? "index" : named;
    const values = readColumn(column, unpacker, name);
    const isOptional = kind === "other" || isPathOfSound(column);
    if (isOptional && !values.every((value) => typeof value === "string")) return [];
    return [rowKeys(column.name, values.map((value, i) => textOf(value, i, column, name)), kind)];
  });
  return [...read, ...ranges.map((values) => rowKeys("", values, "index"))];
}

/** Whether a column has text, or values of rows under the name of a key. */
function isKey(column: ParquetColumn, indexNames: readonly string[]): boolean {
  if (column.kind !== "value") return false;
  const { type, converted_type: converted, logical_type: logical } = column.path.at(-1)!.element;
  const isText = type === "BYTE_ARRAY" && (converted === "UTF8" || logical?.type === "STRING");
  return isText || keyKindOf(column.name) !== "other" || isIndex(column, indexNames);
}

function isPathOfSound({ name }: ParquetColumn): boolean {
  return name === "audio.path";
}

function isIndex({ name }: ParquetColumn, indexNames: readonly string[]): boolean {
  return indexNames.includes(name) || /^__index_level_\d+__$/.test(name);
}

function textOf(value: unknown, row: number, column: ParquetColumn, name: string): string {
  if (typeof value === "string" || Number.isSafeInteger(value)) return String(value);
  throw new InputError(
    `"${name}" row ${row + 1} of "${quotable(column.name)}" is ` +
      `${quotable(JSON.stringify(value))}; expected text`,
  );
}

/** The index that pandas notes beside a table: names of columns, and ranges that do not count the rows from 0. */
function pandasIndex({ notes, rows }: ParquetTable): { names: string[]; ranges: string[][] } {
  const noted = notedIndex(notes.get("pandas") ?? "");
  const names = noted.filter((one) => typeof one === "string");
  const ranges = noted.flatMap((one) => {
    const { start, step } = (one ?? {}) as { start?: unknown; step?: unknown };
    if (typeof start !== "number" || typeof step !== "number") return [];
    if (start === 0 && step === 1) return [];
    return [Array.from({ length: rows }, (_, row) => String(start + row * step))];
  });
  return { names, ranges };
}

function notedIndex(json: string): unknown[] {
  try {
    const { index_columns: columns } = JSON.parse(json);
    return Array.isArray(columns) ? columns : [];
  } catch {
    // Notes are of no use where they are damaged.
    return [];
  }
}
