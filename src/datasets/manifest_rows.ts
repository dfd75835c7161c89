/**
 * Reads the rows of a manifest in any supported format, with every value as text.
 * @module
 */
import { isUtf8 } from "node:buffer";
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { readCsv } from "../formats/csv.ts";
import { decodeLines } from "../formats/text_lines.ts";
import { readJsonLines, readJsonTable } from "../formats/jsonl.ts";
import { readParquetRows } from "../formats/parquet.ts";

/** A row of a manifest. */
export interface ManifestRow {
  /** The line on which the row starts, from 1; the row's number if the format has no lines. */
  readonly line: number;
  /** Column name to value. */
  readonly columns: Readonly<Record<string, string>>;
}

/**
 * Reads the rows of a manifest; the extension of its name, `.csv`, `.tsv`, `.json`, `.jsonl` or `.parquet`, determines the format.
 *
 * @param bytes the whole file
 * @param path the file's name, for its extension and for error messages
 * @param onNote called with what must be said of how the file was read
 * @returns the rows in file order, each with its own columns
 * @throws {InputError} when the extension is another, or the file is malformed
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const file = new TextEncoder().encode('{"file_name": "a.wav", "fold": 1, "tags": ["x"], "note": null}\n');
 * const [row] = await readManifestRows(file, "items.jsonl");
 * assert.deepEqual(row?.columns, { file_name: "a.wav", fold: "1", tags: '["x"]', note: "" });
 * ```
 */
export async function readManifestRows(
  bytes: Uint8Array,
  path: string,
  onNote?: (note: string) => void,
): Promise<ManifestRow[]> {
  if (/\.[ct]sv$/i.test(path)) {
    const { rows, strayQuotes } = readCsv(utf8Of(bytes, path, onNote), path);
    if (strayQuotes.length > 0) {
      const row = rows.findIndex(({ line }) => line >= strayQuotes[0]!) + 1;
      onNote?.(strayQuoteNote(path, strayQuotes.length, row));
    }
    return rows.map(({ line, values }) => ({ line, columns: values }));
  }
  if (/\.jsonl$/i.test(path)) {
    return readJsonLines(utf8Of(bytes, path, onNote), path).map(({ line, value }) => ({
      line,
      columns: asTexts(value),
    }));
  }
  if (/\.json$/i.test(path)) {
    return readJsonTable(utf8Of(bytes, path, onNote), path)
      .map(({ line, value }) => ({ line, columns: withFileName(asTexts(value)) }));
  }
  if (/\.parquet$/i.test(path)) {
    const rows = await readParquetRows(bytes, path);
    return rows.map((values, i) => ({ line: i + 1, columns: asTexts(values) }));
  }
  throw new InputError(
    `Cannot read items from "${path}": expected a name that ends in .csv, .tsv, .json, .jsonl or .parquet`,
  );
}

/** Names the column of files as other manifests do; NeMo's call it `audio_filepath`. */
function withFileName(columns: Record<string, string>): Record<string, string> {
  const file = columns["audio_filepath"];
  if (file === undefined || Object.hasOwn(columns, "file_name")) return columns;
  return { ...columns, file_name: file };
}

/** Returns a table as UTF-8, whatever encoding its lines have; bytes that are no text are left as they are. */
function utf8Of(
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

/** Says that rows have quotes in fields without quotes. */
export function strayQuoteNote(path: string, count: number, first: number): string {
  return `"${
    quotable(path)
  }" has ${count} row(s) with a quote in a field without quotes, the first ` +
    `row ${first}; it is read as a sign of the text.`;
}

/** Converts values to the text that a CSV file would hold. */
function asTexts(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([column, value]) => [column, asText(value)]),
  );
}

/**
 * Converts a value to the text that a CSV file would hold: text unchanged, missing values empty, lists and records as
 * JSON.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([asText("a"), asText(3n), asText(null), asText(NaN), asText(["a", 3n])], [
 *   "a", "3", "", "", '["a","3"]',
 * ]);
 * ```
 */
export function asText(value: unknown): string {
  const plain = plainOf("", value);
  return typeof plain === "string" ? plain : JSON.stringify(plain, plainOf) ?? "";
}

/** Converts what JSON cannot represent to text: 64-bit integers, embedded files, and NaN for a missing value. */
function plainOf(_: string, value: unknown): unknown {
  if (value === null || value === undefined || Number.isNaN(value)) return "";
  if (typeof value === "bigint") return String(value);
  if (value instanceof Uint8Array) return `(${value.length} bytes)`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString();
  return value;
}
