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
    if (!isObject(value)) throw unreadable(name, `line ${line} is not a JSON object`);
    return [{ line, value }];
  });
}

/** A string, or a number that JSON lacks and Python writes. */
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g;

/**
 * Parses a row of JSON; `NaN` and `Infinity`, as Python writes missing numbers, are missing values.
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
  return readJson(json, name, line);
}

/**
 * Reads the rows of a `.json` file: a list of objects, an object whose `data` is one (as WavCaps has it), or JSON Lines
 * under that name (as NeMo writes manifests).
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
 * ```
 */
export function readJsonTable(bytes: Uint8Array, name: string): JsonLine[] {
  const text = decodeUtf8(bytes, name);
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

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
