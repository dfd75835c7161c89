/**
 * Reads manifests from Parquet tables (https://parquet.apache.org/docs/file-format/), row by row.
 * @module
 */
import { quotable } from "../basics/printable.ts";
import { type ParquetColumn, readParquetTable, refuseClaims } from "./parquet_file.ts";
import { readPages } from "./parquet_pages.ts";
import { ParquetUnpacker } from "./parquet_unpacking.ts";
import { unreadable } from "./reading.ts";

/**
 * Reads the rows of a table.
 *
 * @param bytes the whole file, uncompressed or compressed with Snappy, gzip, Brotli, zstd or LZ4_RAW
 * @param name the file's name, for error messages
 * @returns the rows in file order; values are text, numbers, booleans, null or lists of these: dates and times are text
 * in ISO 8601, integers beyond 2^53 are text, JSON stays text
 * @throws {InputError} when the file is damaged or encrypted, claims more than it can hold, has delta encodings, or has
 * a column of structs, maps or bytes that are not UTF-8 text
 */
// Async, as readers of binary manifests may have to be.
export function readParquetRows(
  bytes: Uint8Array,
  name: string,
): Promise<Record<string, unknown>[]> {
  return Promise.resolve().then(() => {
    const { rows, columns } = readParquetTable(bytes, name);
    refuseClaims(columns, bytes, name);
    const unpacker = new ParquetUnpacker(bytes.length);
    const cells = columns.map((column) => readColumn(column, unpacker, name));
    return Array.from({ length: rows }, (_, row) =>
      // Plain assignment would not create a property named "__proto__".
      Object.fromEntries(columns.map((column, i) => [column.name, cells[i]![row]])));
  });
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
    const parts = column.path[1]!.children.map(({ element }) => element.name).join(", ");
    throw problem(`holds more than values or lists of them (${quotable(parts)})`);
  }
  const cells: unknown[] = [];
  for (const chunk of column.chunks) {
    const before = cells.length;
    for (
      const { count, repetition, definition, values } of readPages(column, chunk, unpacker, name)
    ) {
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
    if (value instanceof Uint8Array) throw problem("holds bytes; expected text or numbers");
    if (typeof value !== "bigint") return value ?? null;
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
}
