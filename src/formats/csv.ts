/**
 * Reads and writes tables as CSV.
 * @module
 */
import type { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { type CsvRecord, eachRecord } from "./csv_records.ts";
import { separatorOf } from "./csv_quotes.ts";
import { decodeUtf8, unreadable, withLineFeeds } from "./reading.ts";

/** A row below the header. */
export interface CsvRow {
  /** The line on which the row starts, from 1. */
  readonly line: number;
  /** Value by column name. */
  readonly values: Readonly<Record<string, string>>;
}

/** A table with a header. */
export interface CsvTable {
  /** Column names in file order. */
  readonly columns: readonly string[];
  /** The rows in file order, without blank lines. */
  readonly rows: readonly CsvRow[];
  /** Lines of records with a quote in a field without quotes. */
  readonly strayQuotes: readonly number[];
}

/**
 * Reads a table; between its fields are commas, or tabs where its name ends in `.tsv`.
 *
 * @param bytes the whole file, UTF-8 with or without a byte order mark
 * @param name the file's name, for error messages
 * @throws {InputError} when it is not UTF-8, has no header, repeats a column name, or has a malformed row
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const file = new TextEncoder().encode('file_name,label\r\na.wav,"dog, barking"\r\n');
 * const [row] = readCsv(file, "items.csv").rows;
 * assert.deepEqual(row, { line: 2, values: { file_name: "a.wav", label: "dog, barking" } });
 * ```
 */
export function readCsv(bytes: Uint8Array, name: string): CsvTable {
  let columns: string[] | undefined;
  const rows: CsvRow[] = [];
  const strayQuotes: number[] = [];
  const text = withLineFeeds(decodeUtf8(bytes, name));
  // Record by record: those of 200,000 rows would take 45 MB beside the rows.
  for (const record of eachRecord(text, { line: 1, start: 0 }, name)) {
    if (record.hasStrayQuote) strayQuotes.push(record.line);
    if (columns === undefined) {
      columns = columnNames(record, name);
      continue;
    }
    checkWidth(record, rows.length + 1, columns.length, name);
    const values = columns.map((column, c) => [column, record.fields[c]!.value]);
    rows.push({ line: record.line, values: Object.fromEntries(values) });
  }
  if (columns === undefined) throw withoutHeader(name);
  return { columns, strayQuotes, rows };
}

/** The error for a file without a header. */
export function withoutHeader(name: string): InputError {
  return unreadable(name, "it is empty; expected a header line");
}

/**
 * Returns the columns that a header names.
 * @throws {InputError} when it repeats a name, or uses another separator than commas
 */
export function columnNames({ fields }: CsvRecord, name: string): string[] {
  const columns = fields.map(({ value }) => value);
  const separator = separatorOf(name);
  const others = separator === "," ? /[;\t]/ : /[;,]/;
  const other = columns.length === 1 ? others.exec(columns[0]!)?.[0] : undefined;
  if (other !== undefined) {
    const names = { ";": "semicolons", "\t": "tabs", ",": "commas" };
    const found = `"${quotable(columns[0]!)}" has ${names[other as keyof typeof names]}`;
    const expected = separator === "," ? "commas, or tabs in a file named .tsv" : "tabs";
    throw unreadable(name, `its header ${found} between columns; expected ${expected}`);
  }
  const seen = new Set<string>();
  const twice = columns.find((column) => seen.size === seen.add(column).size);
  if (twice !== undefined) throw unreadable(name, `two columns are named "${quotable(twice)}"`);
  return columns;
}

/**
 * Checks that a row has a field for each column.
 *
 * @param row row number, from 1
 * @throws {InputError} when it does not
 */
export function checkWidth({ fields, line }: CsvRecord, row: number, width: number, name: string) {
  if (fields.length === width) return;
  const reason = `row ${row} (line ${line}) has ${fields.length} fields, the header has ${width}`;
  throw unreadable(name, reason);
}

/**
 * Formats a table, with line feeds.
 *
 * @param columns column names
 * @param rows the rows; missing columns are written as empty fields
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(writeCsv(["id", "text"], [{ id: "1", text: 'a "b"' }]), 'id,text\n1,"a ""b"""\n');
 * ```
 */
export function writeCsv(
  columns: readonly string[],
  rows: readonly Readonly<Record<string, string>>[],
): string {
  const records = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))];
  return records.map((fields) => {
    // A blank line is not a row, so a single empty field needs its quotes.
    const line = fields.map(quoted).join(",");
    return (line === "" ? '""' : line) + "\n";
  }).join("");
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
