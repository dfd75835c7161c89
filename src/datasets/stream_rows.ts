/**
 * Reads rows of a CSV or JSON Lines manifest of any size.
 * @module
 */
import { readJson } from "../basics/json.ts";
import { checkWidth, columnNames, withoutHeader } from "../formats/csv.ts";
import type { CsvField } from "../formats/csv_records.ts";
import { unreadable } from "../formats/reading.ts";
import { asText } from "./manifest_rows.ts";
import { csvRecords } from "./stream_csv.ts";
import { writtenString } from "./stream_json.ts";
import { type ReadFile, textBlocks } from "./stream_text.ts";

/** A row whose values are parsed when they are requested. */
export interface StreamedRow {
  /** Names of its columns. */
  readonly columns: readonly string[];
  /** A value as text; undefined if the row lacks the column. */
  value(column: string): string | undefined;
  /** A value and where its text starts. */
  field(column: string): CsvField | undefined;
}

/** Rows, and how much of the file has been read. */
export interface RowBatch {
  /** The rows, in order. */
  readonly rows: readonly StreamedRow[];
  /** Bytes of the file that have been read. */
  readonly bytesRead: number;
}

/**
 * Yields the rows of a manifest whose name ends in `.csv` or `.jsonl`.
 *
 * @param read filled in while the file is read
 * @throws {InputError} when the file is malformed
 */
export function streamRows(path: string, read: ReadFile): AsyncGenerator<RowBatch> {
  return /\.csv$/i.test(path) ? csvRows(path, read) : jsonRows(path, read);
}

async function* csvRows(path: string, read: ReadFile): AsyncGenerator<RowBatch> {
  let header: Map<string, number> | undefined;
  let columns: string[] = [];
  let row = 0;
  for await (const { records, bytesRead } of csvRecords(textBlocks(path, read), path)) {
    const rows: StreamedRow[] = [];
    for (const record of records) {
      if (header === undefined) {
        columns = columnNames(record, path);
        header = new Map(columns.map((column, i) => [column, i]));
        continue;
      }
      checkWidth(record, ++row, columns.length, path);
      const at = header;
      const field = (column: string) => record.fields[at.get(column) ?? -1];
      rows.push({ columns, field, value: (column) => field(column)?.value });
    }
    yield { rows, bytesRead };
  }
  if (header === undefined) throw withoutHeader(path);
}

async function* jsonRows(path: string, read: ReadFile): AsyncGenerator<RowBatch> {
  for await (const block of textBlocks(path, read)) {
    const rows: StreamedRow[] = [];
    let line = block.line;
    for (let start = 0; start < block.text.length; line++) {
      const feed = block.text.indexOf("\n", start);
      const end = feed < 0 ? block.text.length : feed;
      const text = block.text.slice(start, end);
      if (text.trim() !== "") rows.push(jsonRow(text, line, path));
      start = end + 1;
    }
    yield { rows, bytesRead: block.bytesRead };
  }
}

function jsonRow(text: string, line: number, path: string): StreamedRow {
  const json = readJson(text, path, line);
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw unreadable(path, `line ${line} is not a JSON object`);
  }
  const object = json as Record<string, unknown>;
  const value = (column: string) =>
    Object.hasOwn(object, column) ? asText(object[column]) : undefined;
  const field = (column: string) => {
    const shown = value(column);
    if (shown === undefined) return undefined;
    const found = writtenString(text, column);
    if (found === undefined) return { value: shown, line, column: 1 };
    const { start, written } = found;
    return {
      value: shown,
      line,
      column: start + 1,
      ...(written === shown ? {} : { written }),
    };
  };
  return { columns: Object.keys(object), value, field };
}
