/**
 * Tables as CSV: RFC 4180, and also plain line feeds.
 *
 * By hand, because a row's line number belongs in every finding and error message: csv-parse 7.0.3 counts a
 * CRLF inside quotes as two lines, papaparse 5.7.1 tells no line numbers.
 * @module
 */
import { quotable } from "../basics/printable.ts";
import { decodeUtf8, unreadable } from "./reading.ts";

/** A row below the header. */
export interface CsvRow {
  /** The line on which the row starts, from 1. */
  readonly line: number;
  /** Column name to value. */
  readonly values: Readonly<Record<string, string>>;
}

/** A table with a header. */
export interface CsvTable {
  /** Column names in file order. */
  readonly columns: readonly string[];
  /** The rows in file order; blank lines are no rows. */
  readonly rows: readonly CsvRow[];
}

interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

interface Field {
  readonly value: string;
  readonly lineFeeds: number;
  readonly end: number;
}

/**
 * Reads a table.
 *
 * @param bytes the whole file, UTF-8 with or without a byte order mark
 * @param name the file's name, for error messages
 * @throws {InputError} when it is not UTF-8, has no header or one column name twice, or a row is malformed
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
  const [header, ...rows] = splitRecords(decodeUtf8(bytes, name), name);
  if (header === undefined) throw unreadable(name, "it is empty; expected a header line");
  const columns = header.fields;
  const other = columns.length === 1 ? /[;\t]/.exec(columns[0]!)?.[0] : undefined;
  if (other !== undefined) {
    const found = `"${quotable(columns[0]!)}" has ${other === ";" ? "semicolons" : "tabs"}`;
    throw unreadable(name, `its header ${found} between columns; expected commas`);
  }
  const seen = new Set<string>();
  const twice = columns.find((column) => seen.size === seen.add(column).size);
  if (twice !== undefined) throw unreadable(name, `two columns are named "${twice}"`);
  return {
    columns,
    rows: rows.map(({ line, fields }, i) => {
      if (fields.length !== columns.length) {
        const reason = `row ${i + 1} (line ${line}) has ${fields.length} fields, ` +
          `the header has ${columns.length}`;
        throw unreadable(name, reason);
      }
      return { line, values: Object.fromEntries(columns.map((column, c) => [column, fields[c]!])) };
    }),
  };
}

/**
 * The text of a table, with line feeds.
 *
 * @param columns column names
 * @param rows the rows; a column that a row lacks is written empty
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
    // An empty line is no row, so a lone empty field needs its quotes.
    const line = fields.map(quoted).join(",");
    return (line === "" ? '""' : line) + "\n";
  }).join("");
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function splitRecords(text: string, name: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const record = { line, fields: [] as string[] };
    for (let more = true; more;) {
      const field = readField(text, at, line, name);
      record.fields.push(field.value);
      line += field.lineFeeds;
      at = field.end;
      more = text[at] === ",";
      if (more) at++;
    }
    const blank = record.fields.length === 1 && text[at - 1] !== '"' && record.fields[0] === "";
    if (!blank) records.push(record);
    at += text[at] === "\r" ? 2 : 1;
    line++;
  }
  return records;
}

/** The field that starts at `start`; it ends before a comma, a line's end or the text's end. */
function readField(text: string, start: number, line: number, name: string): Field {
  return text[start] === '"'
    ? readQuotedField(text, start, line, name)
    : readPlainField(text, start, line, name);
}

function readPlainField(text: string, start: number, line: number, name: string): Field {
  const plain = /[^,\n"]*/y;
  plain.lastIndex = start;
  plain.test(text);
  let end = plain.lastIndex;
  if (text[end] === '"') throw unreadable(name, `a quote in an unquoted field on line ${line}`);
  if (text[end] !== "," && end > start && text[end - 1] === "\r") end--;
  return { value: text.slice(start, end), lineFeeds: 0, end };
}

function readQuotedField(text: string, start: number, line: number, name: string): Field {
  let close = text.indexOf('"', start + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close < 0) throw unreadable(name, `the quote on line ${line} is never closed`);
  const value = text.slice(start + 1, close).replaceAll('""', '"');
  const after = text.slice(close + 1, close + 3);
  if (!/^(,|\n|\r\n|\r?$)/.test(after)) {
    const reason =
      `the quoted field on line ${line} goes on with ${JSON.stringify(after[0])} after ` +
      "its closing quote; expected a comma or a line end";
    throw unreadable(name, reason);
  }
  return { value, lineFeeds: value.split("\n").length - 1, end: close + 1 };
}
