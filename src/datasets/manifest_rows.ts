/**
 * Reads the rows of a manifest in any supported format, with every value as text.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { readJsonLines, readJsonTable } from "../formats/jsonl.ts";
import { readParquetRows } from "../formats/parquet.ts";
import { segmentsIn, TELLING_START } from "./segments.ts";
import { readCsvTable, utf8Of } from "./table_text.ts";

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
    refuseSegments(bytes, path);
    return readCsvTable(bytes, path, onNote).rows.map(({ line, values }) => ({
      line,
      columns: values,
    }));
  }
  if (/\.jsonl$/i.test(path)) {
    return readJsonLines(utf8Of(bytes, path, onNote), path).map(({ line, value }) => ({
      line,
      columns: asTexts(value),
    }));
  }
  if (/\.json$/i.test(path)) {
    return readJsonTable(utf8Of(bytes, path, onNote), path)
      .map(({ line, value }) => ({ line, columns: asTexts(value) }));
  }
  if (/\.parquet$/i.test(path)) {
    const rows = await readParquetRows(bytes, path);
    return rows.map((values, i) => ({ line: i + 1, columns: asTexts(values) }));
  }
  throw new InputError(
    `Cannot read items from "${path}": expected a name that ends in .csv, .tsv, .json, .jsonl or .parquet`,
  );
}

/** Refuses a table without a header where its data set's folder would be read. */
function refuseSegments(bytes: Uint8Array, path: string): void {
  const name = segmentsIn(new TextDecoder().decode(bytes.subarray(0, TELLING_START)));
  if (name === undefined) return;
  throw new InputError(
    `Cannot read items from "${path}": it is a table of segments of ${name}, which has no header; ` +
      "name its folder",
  );
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
