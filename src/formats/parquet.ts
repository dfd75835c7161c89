/**
 * Reads manifests from Parquet tables (https://parquet.apache.org/docs/file-format/), row by row.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import type { ByteSource } from "./byte_source.ts";
import {
  type ParquetColumn,
  type ParquetTable,
  readParquetTable,
  refuseClaims,
} from "./parquet_file.ts";
import { readPages } from "./parquet_pages.ts";
import { isSoundColumn } from "./parquet_sounds.ts";
import { ParquetUnpacker } from "./parquet_unpacking.ts";
import { unreadable } from "./reading.ts";

/** Average length of values from which on bytes that are not marked as text are taken for something else. */
const LONG_BYTES = 4096;

/**
 * Reads the rows of a table. Columns that a manifest has no use for are not read, unless they are named: sounds, lists
 * of numbers, structs, maps, and bytes that are not UTF-8 text.
 *
 * @param bytes the file, uncompressed or compressed with Snappy, gzip, Brotli, zstd or LZ4_RAW
 * @param name the file's name, for error messages
 * @param needed columns that must be read
 * @returns the rows in file order; values are text, numbers, booleans, null or lists of these: dates and times are text
 * in ISO 8601, integers beyond 2^53 are text, JSON stays text
 * @throws {InputError} when the file is damaged or encrypted, claims more than it can hold, or a needed column cannot
 * be read
 */
// Async, as readers of binary manifests may have to be.
export function readParquetRows(
  bytes: ByteSource,
  name: string,
  needed: readonly string[] = [],
): Promise<Record<string, unknown>[]> {
  return Promise.resolve().then(() =>
    rowsOfTable(readParquetTable(bytes, name), bytes, name, needed)
  );
}

/** Like {@link readParquetRows}, of a table whose footer has been read. */
export function rowsOfTable(
  { rows, columns }: ParquetTable,
  bytes: ByteSource,
  name: string,
  needed: readonly string[],
): Record<string, unknown>[] {
  const wanted = columns.filter((column) => needed.includes(column.name) || isUseful(column));
  refuseClaims(wanted, bytes, name);
  const unpacker = new ParquetUnpacker(bytes.length);
  const read = wanted.flatMap((column) => {
    try {
      return [{ column: column.name, cells: readColumn(column, unpacker, name) }];
    } catch (thrown) {
      if (!(thrown instanceof NotText) || needed.includes(column.name)) throw thrown;
      return [];
    }
  });
  return Array.from({ length: rows }, (_, row) =>
    // Plain assignment would not create a property named "__proto__".
    Object.fromEntries(read.map(({ column, cells }) => [column, cells[row]])));
}

/** Whether a manifest can say something by this column. */
function isUseful(column: ParquetColumn): boolean {
  const { type, logical_type: logical } = column.path.at(-1)!.element;
  if (column.kind === "nested") return false;
  const isBytes = type === "BYTE_ARRAY" || type === "FIXED_LEN_BYTE_ARRAY";
  if (column.kind === "list") return isBytes && logical?.type !== "FLOAT16";
  if (!isUnmarkedBytes(column)) return true;
  const values = column.chunks.reduce((sum, chunk) => sum + chunk.values, 0);
  const length = column.chunks.reduce((sum, { start, end }) => sum + end - start, 0);
  return length <= LONG_BYTES * Math.max(1, values);
}

/** Whether a column's values are bytes that are not marked as text, as some writers leave text. */
function isUnmarkedBytes({ path }: ParquetColumn): boolean {
  const { type, converted_type: converted, logical_type: logical } = path.at(-1)!.element;
  return type === "BYTE_ARRAY" && converted === undefined && logical === undefined;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The error of a column whose bytes are no text. */
class NotText extends InputError {
  override get name(): string {
    return "InputError";
  }
}

/**
 * Reads the values of a column, one per row.
 *
 * @param column a column of values or lists
 * @param unpacker unpacks all pages of the file
 * @param name the file's name, for error messages
 * @throws {InputError} as {@link readParquetRows}
 */
export function readColumn(
  column: ParquetColumn,
  unpacker: ParquetUnpacker,
  name: string,
): unknown[] {
  const problem = (found: string) => unreadable(name, `column "${quotable(column.name)}" ${found}`);
  if (column.kind === "nested") {
    if (isSoundColumn(column)) throw problem("holds sounds; expected text or numbers");
    const parts = column.path[1]!.children.map(({ element }) => element.name).join(", ");
    throw problem(`holds more than values or lists of them (${quotable(parts)})`);
  }
  const isUnmarked = isUnmarkedBytes(column);
  const cells: unknown[] = [];
  for (const chunk of column.chunks) {
    const before = cells.length;
    for (const page of readPages(column, chunk, unpacker, name, isUnmarked)) {
      const { count, repetition, definition, values } = page;
      let next = 0;
      for (let i = 0; i < count; i++) {
        const level = definition?.[i] ?? column.definition.value;
        const value = level === column.definition.value ? plain(values[next++]) : null;
        if (column.kind === "value") cells.push(value);
        else if (level < column.definition.element - 1) cells.push(null);
        else {
          if (repetition?.[i] === 0) cells.push([]);
          const list = cells.at(-1);
          if (!Array.isArray(list)) throw problem("continues a list that has not begun");
          if (level >= column.definition.element) list.push(value);
        }
      }
    }
    const rows = cells.length - before;
    if (rows !== chunk.rows) {
      throw problem(`has ${rows} rows in a row group of ${chunk.rows}`);
    }
  }
  return cells;

  function plain(value: unknown): unknown {
    if (value instanceof Uint8Array) {
      const text = isUnmarked ? textOf(value) : undefined;
      if (text !== undefined) return text;
      throw new NotText(problem("holds bytes; expected text or numbers").message);
    }
    if (typeof value !== "bigint") return value ?? null;
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
}
