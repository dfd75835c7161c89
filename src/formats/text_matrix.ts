/**
 * Reads matrices from text: CSV, TSV, or a JSON list a line.
 * @module
 */
import type { InputError } from "../basics/errors.ts";
import { readJson } from "../basics/json.ts";
import { quotable } from "../basics/printable.ts";
import { MOST_COLUMNS, readCsvMatrix, type TextMatrix } from "./csv_matrix.ts";
import { keepDigits } from "./jsonl.ts";
import { decodeUtf8, unreadable } from "./reading.ts";
import { keyKindOf, rowKeys } from "./row_keys.ts";

export type { TextMatrix } from "./csv_matrix.ts";

/** A line of JSON: its numbers, and its texts by their names. */
interface Row {
  readonly line: number;
  readonly numbers: readonly number[];
  readonly texts: ReadonlyMap<string, string>;
}

/** Longest beginning of a line that a message quotes. */
const MOST_QUOTED = 60;

/**
 * Reads a row from each line that is not blank. In `.jsonl`, a line is a list of numbers, or an object with one such
 * list; its texts say which item it is of. In `.csv` and `.tsv`, see {@link readCsvMatrix}.
 *
 * @param bytes the whole file, UTF-8
 * @param name the file's name, for error messages
 * @throws {InputError} when a line is none of these, or rows differ in length or in what they are known by
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const file = new TextEncoder().encode("1e0,-2\n3,4\n");
 * const { shape, data } = readTextMatrix(file, "a.csv");
 * assert.deepEqual([shape, [...data]], [[2, 2], [1, -2, 3, 4]]);
 * ```
 */
export function readTextMatrix(bytes: Uint8Array, name: string): TextMatrix {
  const text = decodeUtf8(bytes, name);
  if (!/\.jsonl$/i.test(name)) return readCsvMatrix(text, name);
  const rows: Row[] = [];
  text.split(/\r?\n/).forEach((text, i) => {
    if (text.trim() === "") return;
    const row = jsonRow(text, i + 1, name);
    const { length } = row.numbers;
    const [first] = rows;
    if (length > MOST_COLUMNS || first !== undefined && first.numbers.length !== length) {
      const expected = first === undefined ? `at most ${MOST_COLUMNS}` : first.numbers.length;
      throw unreadable(name, `line ${i + 1} has ${length} numbers; expected ${expected}`);
    }
    rows.push(row);
  });
  const columns = rows[0]?.numbers.length ?? 0;
  const data = new Float32Array(rows.length * columns);
  rows.forEach(({ numbers }, i) => data.set(numbers, i * columns));
  const keys = keyNames(rows, name).map((key) =>
    rowKeys(key, rows.map(({ texts }) => texts.get(key)!))
  );
  return { shape: [rows.length, columns], data, keys };
}

/** Returns the names of what all rows have; a row without its key is refused. */
function keyNames(rows: readonly Row[], name: string): string[] {
  const found = new Set(rows.flatMap(({ texts }) => [...texts.keys()]));
  return [...found].filter((key) => {
    const isThere = ({ texts }: Row) => texts.has(key);
    const without = rows.find((row) => !isThere(row));
    if (without === undefined || keyKindOf(key) === "other") return without === undefined;
    const other = rows.find(isThere)!.line;
    throw unreadable(
      name,
      `line ${without.line} has no text "${quotable(key)}", which line ${other} has`,
    );
  });
}

function jsonRow(text: string, line: number, name: string): Row {
  const json = readJson(keepDigits(text), name, line);
  if (isNumbers(json)) return { line, numbers: json, texts: new Map() };
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw noRow(text, line, name, "a list of numbers, or an object with one");
  }
  const lists = Object.values(json).filter(isNumbers);
  if (lists.length !== 1) {
    throw noRow(text, line, name, `one list of numbers in it, but found ${lists.length || "none"}`);
  }
  const texts = new Map<string, string>();
  for (const [key, value] of fieldsOf(json)) {
    if (typeof value === "number" && keyKindOf(key) !== "other") {
      texts.set(key, String(value));
    }
    if (typeof value === "string") texts.set(key, value);
  }
  return { line, numbers: lists[0]!, texts };
}

/** The fields of an object and of the objects in it, such as `audio.path`. */
function fieldsOf(json: object): [string, unknown][] {
  return Object.entries(json).flatMap(([key, value]): [string, unknown][] => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [[key, value]];
    return Object.entries(value).map(([inner, one]) => [`${key}.${inner}`, one]);
  });
}

function noRow(text: string, line: number, name: string, expected: string): InputError {
  const start = text.length > MOST_QUOTED ? text.slice(0, MOST_QUOTED) + "…" : text;
  const found = `line ${line} is not a row of numbers ('${quotable(start)}')`;
  return unreadable(name, `${found}; expected ${expected}`);
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 &&
    value.every((one) => typeof one === "number");
}
