/**
 * Reads tables whose text is unusual: not UTF-8, or with stray quotes, which is said.
 * @module
 */
import { isUtf8 } from "node:buffer";
import { quotable } from "../basics/printable.ts";
import { type CsvTable, readCsv } from "../formats/csv.ts";
import { decodeUtf8, hasDoubleReturns } from "../formats/reading.ts";
import { decodeLines } from "../formats/text_lines.ts";

/**
 * Reads a CSV or TSV file.
 *
 * @param bytes the whole file
 * @param path the file's name, for messages
 * @param onNote called with what must be said of how it was read
 * @throws {InputError} when it is malformed
 */
export function readCsvTable(
  bytes: Uint8Array,
  path: string,
  onNote?: (note: string) => void,
): CsvTable {
  const text = utf8Of(bytes, path, onNote);
  const table = readCsv(text, path);
  if (hasDoubleReturns(decodeUtf8(text.subarray(0, text.indexOf(0x0a) + 1), path))) {
    onNote?.(`"${quotable(path)}": ${DOUBLE_RETURNS}`);
  }
  const { rows, strayQuotes } = table;
  if (strayQuotes.length > 0) {
    const row = rows.findIndex(({ line }) => line >= strayQuotes[0]!) + 1;
    onNote?.(strayQuoteNote(path, strayQuotes.length, row));
  }
  return table;
}

/** What is to be said, after the table's name, of lines with one carriage return too many. */
export const DOUBLE_RETURNS =
  "its lines end in two carriage returns and a line feed, as Python's csv writes them on Windows " +
  'without newline=""; they are read as one line end.';

/** Returns a table as UTF-8, whatever encoding its lines have; bytes that are no text are left as they are. */
export function utf8Of(
  bytes: Uint8Array,
  path: string,
  onNote: ((note: string) => void) | undefined,
): Uint8Array {
  if (isUtf8(bytes) || bytes.includes(0)) return bytes;
  const lines: number[] = [];
  const text = decodeLines(bytes, true, (line) => lines.push(line + 1));
  onNote?.(otherEncodingNote(path, lines.length, lines[0]!));
  return new TextEncoder().encode(text);
}

/** Says that lines are not UTF-8. */
export function otherEncodingNote(path: string, count: number, first: number): string {
  return `"${quotable(path)}" has bytes that are not UTF-8 on ${count} line(s), the first line ` +
    `${first}; they are read as Windows-1252.`;
}

/** Says that texts beside sounds are not UTF-8; nothing where there are none. */
export function otherTextsNotes(path: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  return [
    `"${quotable(path)}" has ${names.length} text(s) with bytes that are not UTF-8, the first ` +
    `"${quotable(names[0]!)}"; they are read as Windows-1252.`,
  ];
}

/** Says that rows have no text. */
export function emptyRowNote(path: string, count: number, first: number): string {
  return `"${
    quotable(path)
  }" has ${count} row(s) without a text, the first row ${first}; they are ` +
    "passed over.";
}

/** Says that cells hold a placeholder in place of a caption. */
export function missingTextNote(path: string, count: number, first: number): string {
  return `"${quotable(path)}" has ${count} placeholder(s) such as "nan" in place of a text, the ` +
    `first in row ${first}; they are passed over.`;
}

/** Says that rows have quotes in fields without quotes. */
export function strayQuoteNote(path: string, count: number, first: number): string {
  return `"${
    quotable(path)
  }" has ${count} row(s) with a quote in a field without quotes, the first ` +
    `row ${first}; it is read as a sign of the text.`;
}
