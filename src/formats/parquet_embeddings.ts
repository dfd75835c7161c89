/**
 * Reads embeddings from a column of a Parquet table that holds a list of floating-point numbers in each row.
 * @module
 */
import type { DecodedArray } from "npm:hyparquet@1.31.5";
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { readColumn } from "./parquet.ts";
import { numberedFamilies } from "./numbered_columns.ts";
import {
  type ParquetColumn,
  type ParquetTable,
  readParquetTable,
  refuseClaims,
} from "./parquet_file.ts";
import { keyColumns, readParquetKeys } from "./parquet_keys.ts";
import { type ParquetPage, readPages } from "./parquet_pages.ts";
import { ParquetUnpacker } from "./parquet_unpacking.ts";
import { unreadable } from "./reading.ts";
import type { RowKeys } from "./row_keys.ts";

/** The embeddings in a table. */
export interface ParquetEmbeddings {
  /** Number of rows, and of values in each. */
  readonly shape: readonly [rows: number, dim: number];
  /** The values, rows × dim. */
  readonly data: Float32Array;
  /** The columns that may say which item a row is of, pandas' index among them. */
  readonly keys: readonly RowKeys[];
}

/** The default column. */
const EMBEDDING = "embedding";

/**
 * Reads the embeddings of a table: from the named column, else from `embedding`, else from the only column
 * that holds lists of numbers, else from columns that are numbered from 0 or 1, one for each dimension.
 *
 * @param bytes the whole file
 * @param name the file's name, for error messages
 * @param column the column's name
 * @returns the embeddings; float64 is rounded to float32, and ids that are integers become text
 * @throws {InputError} when there is no such column or several, a row or a value in it is missing, rows differ in
 * length, a float64 exceeds float32, a key is missing, or `readParquetRows` would refuse the file
 */
export function readParquetEmbeddings(
  bytes: Uint8Array,
  name: string,
  column: string | undefined,
): ParquetEmbeddings {
  const table = readParquetTable(bytes, name);
  const wide = wideColumns(table.columns, column);
  if (wide !== undefined) return readWide(table, wide, bytes, name);
  const chosen = choose(table.columns, name, column);
  refuseClaims([chosen, ...keyColumns(table)], bytes, name);
  const unpacker = new ParquetUnpacker(bytes.length);
  const rows = new RowCollector(chosen, name);
  for (const chunk of chosen.chunks) {
    const end = rows.count + chunk.rows;
    for (const page of readPages(chosen, chunk, unpacker, name)) rows.append(page);
    if (rows.count !== end) {
      const found = `ends after ${rows.count} rows; expected ${end}`;
      throw unreadable(name, `column "${quotable(chosen.name)}" ${found}`);
    }
  }
  return { ...rows.finish(), keys: readParquetKeys(table, unpacker, name) };
}

/**
 * The columns of a table that has a column for each dimension, such as `0`, `1`, `2` … or `dim_0`, `dim_1` …, in the
 * order of their numbers; undefined for a table with lists, and for any other.
 *
 * @param prefix what stands before the numbers, if it is named
 */
function wideColumns(
  columns: readonly ParquetColumn[],
  prefix: string | undefined,
): ParquetColumn[] | undefined {
  if (columns.some((column) => holdsEmbeddings(column))) return undefined;
  const floats = columns.filter((column) => column.kind === "value" && isFloat(column));
  const families = numberedFamilies(floats);
  if (prefix !== undefined) return families.get(prefix);
  return families.size === 1 ? [...families.values()][0] : undefined;
}

/** Reads a table with a column for each dimension. */
function readWide(
  table: ParquetTable,
  wide: readonly ParquetColumn[],
  bytes: Uint8Array,
  name: string,
): ParquetEmbeddings {
  const { rows } = table;
  refuseClaims([...wide, ...keyColumns(table)], bytes, name);
  const unpacker = new ParquetUnpacker(bytes.length);
  const data = new Float32Array(rows * wide.length);
  wide.forEach((column, dim) =>
    readColumn(column, unpacker, name).forEach((value, row) => {
      const at = row * wide.length + dim;
      data[at] = value as number;
      if (typeof value === "number" && Number.isFinite(data[at])) return;
      const found = value === null ? "is null" : `holds ${value}`;
      throw new InputError(
        `"${name}" row ${row + 1} of "${quotable(column.name)}" ${found}; expected a number`,
      );
    })
  );
  return { shape: [rows, wide.length], data, keys: readParquetKeys(table, unpacker, name) };
}

function choose(
  columns: readonly ParquetColumn[],
  name: string,
  wanted: string | undefined,
): ParquetColumn {
  const candidates = columns.filter(holdsEmbeddings);
  const chosen = candidates.find((column) => column.name === (wanted ?? EMBEDDING));
  if (chosen !== undefined) return chosen;
  const listed = (some: readonly ParquetColumn[]) =>
    quotable(some.map((column) => `"${column.name}"`).join(", ") || "none");
  if (wanted !== undefined) {
    const found = `no column "${quotable(wanted)}" of lists of floating-point numbers`;
    throw unreadable(name, `${found}; such columns: ${listed(candidates)}`);
  }
  if (candidates.length === 1) return candidates[0]!;
  if (candidates.length > 1) {
    const found = `several columns hold lists of numbers: ${listed(candidates)}`;
    throw unreadable(name, `${found}; choose one as in "${quotable(name)}#${candidates[0]!.name}"`);
  }
  const found = "no column holds lists of floating-point numbers, nor are columns of them " +
    "numbered in one way, as 0, 1 … or x0, x1 …";
  throw unreadable(name, `${found}; its columns: ${listed(columns)}`);
}

function holdsEmbeddings(column: ParquetColumn): boolean {
  return column.kind === "list" && isFloat(column);
}

function isFloat({ path }: ParquetColumn): boolean {
  const { type, logical_type: logical } = path.at(-1)!.element;
  return type === "FLOAT" || type === "DOUBLE" || logical?.type === "FLOAT16";
}

/** Collects rows of equal length into one array. */
class RowCollector {
  /** Number of rows that have begun. */
  count = 0;
  readonly #values: Float32Array;
  #filled = 0;
  /** Start of the current row. */
  #begun = 0;
  #dim: number | undefined;

  constructor(readonly column: ParquetColumn, readonly name: string) {
    this.#values = new Float32Array(column.chunks.reduce((sum, { values }) => sum + values, 0));
  }

  append({ count, repetition, definition, values }: ParquetPage): void {
    if (values.length !== count) throw this.#missing(repetition!, definition!);
    if (this.count === 0 && repetition![0] === 1) {
      throw this.#problem(1, "continues before it has begun");
    }
    for (let at = repetition!.indexOf(0); at >= 0; at = repetition!.indexOf(0, at + 1)) {
      if (this.count > 0) this.#endRow(this.#filled + at);
      this.#begun = this.#filled + at;
      this.count++;
    }
    this.#copy(values);
  }

  finish(): Omit<ParquetEmbeddings, "keys"> {
    if (this.count > 0) this.#endRow(this.#filled);
    return { shape: [this.count, this.#dim ?? 0], data: this.#values };
  }

  #endRow(end: number): void {
    const length = end - this.#begun;
    this.#dim ??= length;
    if (length !== this.#dim) {
      throw this.#problem(this.count, `has ${length} values; expected ${this.#dim}, as row 1 has`);
    }
  }

  #copy(values: DecodedArray): void {
    for (let i = 0; i < values.length; i++) {
      const value: number = values[i];
      this.#values[this.#filled] = value;
      if (!Number.isFinite(this.#values[this.#filled]) && Number.isFinite(value)) {
        throw this.#problem(this.count, `holds ${value}, beyond float32`);
      }
      this.#filled++;
    }
  }

  /** The error for the first incomplete row. */
  #missing(repetition: Uint8Array, definition: Uint8Array): InputError {
    const { value, element } = this.column.definition;
    const at = definition.findIndex((level) => level < value);
    const row = this.count + repetition.subarray(0, at + 1).filter((level) => level === 0).length;
    const level = definition[at]!;
    if (level >= element) return this.#problem(row, "holds null; expected numbers");
    return this.#problem(row, `is ${level === element - 1 ? "empty" : "null"}; expected numbers`);
  }

  #problem(row: number, found: string): InputError {
    return new InputError(`"${this.name}" row ${row} of "${quotable(this.column.name)}" ${found}`);
  }
}
