/**
 * Reads JSON Lines: one JSON object per line.
 * @module
 */
import { readJson } from "../basics/json.ts";
import { decodeUtf8, unreadable, withLineFeeds } from "./reading.ts";

/** An object and its position. */
export interface JsonLine {
  /** Line number, from 1. */
  readonly line: number;
  /** The object. */
  readonly value: Readonly<Record<string, unknown>>;
}

/**
 * Reads the objects of a file and skips blank lines.
 *
 * @param bytes the whole file, UTF-8
 * @param name the file's name, for error messages
 * @throws {InputError} when a line is not a JSON object, or repeats a key
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const file = new TextEncoder().encode('{"id": "a"}\n\n{"id": "b"}\n');
 * assert.deepEqual(readJsonLines(file, "items.jsonl").at(-1), { line: 3, value: { id: "b" } });
 * ```
 */
export function readJsonLines(bytes: Uint8Array, name: string): JsonLine[] {
  return withLineFeeds(decodeUtf8(bytes, name)).split("\n").flatMap((text, i) => {
    if (text.trim() === "") return [];
    const line = i + 1;
    const value = readJsonRow(text, name, line);
    return [{ line, value: rowOf(value, name, line) }];
  });
}

/**
 * Returns a line's object.
 *
 * @throws {InputError} when it is none, or holds a table's columns
 */
export function rowOf(value: unknown, name: string, line: number): Record<string, unknown> {
  if (!isObject(value)) throw unreadable(name, `line ${line} is not a JSON object`);
  if (lengthOfColumns(value) === undefined) return value;
  const found = `line ${line} holds columns: a list of the same length under each key`;
  throw unreadable(name, `${found}; expected an object for each row, or a file named .json`);
}

/** The number of rows of an object that holds a table's columns as lists, at least two; else undefined. */
function lengthOfColumns(value: Readonly<Record<string, unknown>>): number | undefined {
  let [columns, length] = [0, -1];
  for (const key in value) {
    const cells = value[key];
    if (!Array.isArray(cells) || length >= 0 && cells.length !== length) return undefined;
    length = cells.length;
    columns++;
  }
  return columns >= 2 && length > 0 ? length : undefined;
}

/** A string, or a number; the digits behind a point or an exponent are part of it. */
const STRING_OR_DIGITS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const MANY_DIGITS = /(?<![\d.])\d{16,}(?![\d.eE])/;

/**
 * Returns JSON whose whole numbers beyond 2^53 are strings: as numbers, two ids could become one.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(keepDigits('{"id": 12345678901234567891}'), '{"id": "12345678901234567891"}');
 * assert.equal(keepDigits('["12345678901234567891", 7]'), '["12345678901234567891", 7]');
 * ```
 */
export function keepDigits(text: string): string {
  if (!MANY_DIGITS.test(text)) return text;
  return text.replaceAll(
    STRING_OR_DIGITS,
    (found) =>
      /^-?\d{16,}$/.test(found) && !Number.isSafeInteger(Number(found)) ? `"${found}"` : found,
  );
}

/** A string, or a number that JSON lacks and Python writes. */
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g;

/**
 * Parses a row of JSON; `NaN` and `Infinity`, as Python writes missing numbers, are missing values, and whole numbers
 * beyond 2^53 are strings.
 *
 * @param line line number, where the text is one line of the file
 * @throws {InputError} as {@link readJson}
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(readJsonRow('{"a": NaN, "b": "NaN"}', "items.jsonl", 1), { a: null, b: "NaN" });
 * ```
 */
export function readJsonRow(text: string, name: string, line?: number): unknown {
  const hasOther = text.includes("NaN") || text.includes("Infinity");
  const json = hasOther
    ? text.replaceAll(STRING_OR_NUMBER, (found) => found.startsWith('"') ? found : "null")
    : text;
  return readJson(keepDigits(json), name, line);
}

/**
 * Reads the rows of a `.json` file: a list of objects, an object whose `data` is one (as WavCaps has it), an object of
 * columns (as pandas' `to_json` and `to_dict("list")` write), or JSON Lines under that name (as NeMo writes manifests).
 *
 * @param bytes the whole file, UTF-8
 * @param name the file's name, for error messages
 * @throws {InputError} when it is none of these
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rows = (text: string) => readJsonTable(new TextEncoder().encode(text), "a.json").map(({ value }) => value);
 * const expected = [{ id: "a" }, { id: "b" }];
 * assert.deepEqual(rows('[{"id": "a"}, {"id": "b"}]'), expected);
 * assert.deepEqual(rows('{"data": [{"id": "a"}, {"id": "b"}]}'), expected);
 * assert.deepEqual(rows('{"id": "a"}\n{"id": "b"}\n'), expected);
 * assert.deepEqual(rows('{"id": ["a", "b"], "x": [1, 2]}'), [{ id: "a", x: 1 }, { id: "b", x: 2 }]);
 * ```
 */
export function readJsonTable(bytes: Uint8Array, name: string): JsonLine[] {
  const text = decodeUtf8(bytes, name);
  const columns = columnsIn(text, name);
  if (columns !== undefined) return columns.map((value, i) => ({ line: i + 1, value }));
  if (!/^\s*(?:\[|\{\s*(?:\n|"[^"\n]*"\s*:\s*[^\n]*"data"\s*:|"data"\s*:))/.test(text)) {
    return readJsonLines(bytes, name);
  }
  const json = readJsonRow(text, name);
  const rows = isObject(json) ? json["data"] : json;
  if (!Array.isArray(rows) || !rows.every(isObject)) {
    const expected =
      'expected a list of objects, an object with such a list as "data", or an object a line';
    throw unreadable(name, `it is no table of JSON; ${expected}`);
  }
  return rows.map((value, i) => ({ line: i + 1, value }));
}

/** The rows of a text that is one object of columns: of lists, or of objects by row; undefined for any other. */
function columnsIn(text: string, name: string): Record<string, unknown>[] | undefined {
  if (!/^\s*\{\s*"[^"\n]*"\s*:\s*[[{]/.test(text) || !/[\]}]\s*\}\s*$/.test(text)) return undefined;
  if (/\}\s*\n\s*\{/.test(text)) return undefined;
  const json = readJsonRow(text, name);
  if (!isObject(json)) return undefined;
  const length = lengthOfColumns(json);
  const entries = Object.entries(json);
  if (length !== undefined) {
    return Array.from(
      { length },
      (_, row) => record(entries, (cells) => (cells as unknown[])[row]),
    );
  }
  const [first] = entries;
  const keys = isObject(first?.[1]) ? Object.keys(first[1]) : [];
  const isOfRows = (cells: unknown) =>
    isObject(cells) && Object.keys(cells).join("\n") === keys.join("\n");
  // Any other keys may be names of rows.
  const areNumbers = keys.length > 0 && keys.every((key, i) => key === String(i));
  if (!areNumbers || entries.length < 2 || !entries.every(([, cells]) => isOfRows(cells))) {
    return undefined;
  }
  return keys.map((key) => record(entries, (cells) => (cells as Record<string, unknown>)[key]));
}

/** An object with the cells of a row. */
function record(
  entries: readonly [string, unknown][],
  cellOf: (cells: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(entries.map(([column, cells]) => [column, cellOf(cells)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
