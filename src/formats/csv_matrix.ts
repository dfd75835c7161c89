/**
 * Reads matrices from CSV and TSV: numbers a line, beside ids or names of files, with or without a header.
 * @module
 */
import type { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import {
  type CsvColumns,
  isWhole,
  namedColumns,
  numberOf,
  plainColumns,
} from "./csv_matrix_columns.ts";
import { recordsOf } from "./csv_records.ts";
import { unreadable } from "./reading.ts";
import { type RowKeys, rowKeys } from "./row_keys.ts";

/** Most numbers in a row: more than any embedding has, few enough to hold. */
export const MOST_COLUMNS = 2 ** 20;

/** A matrix from text, and what its lines say beside the numbers. */
export interface TextMatrix {
  readonly shape: readonly [number, number];
  readonly data: Float32Array;
  readonly keys: readonly RowKeys[];
}

/** A line that is not blank. */
interface Line {
  readonly number: number;
  readonly text: string;
}

/**
 * Reads a row from each line: the numbers in its columns `0`, `1` … or `x0`, `x1` … where a header names them, else all
 * of its numbers.
 *
 * @param text the whole file
 * @param name the file's name, for error messages
 * @throws {InputError} when a cell is no number, rows differ in length, or it is not clear which columns are numbers of
 * the embedding
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { shape, data, keys } = readCsvMatrix("id,x0,x1\nb,1,2\na,3,4\n", "a.csv");
 * assert.deepEqual([shape, [...data]], [[2, 2], [1, 2, 3, 4]]);
 * assert.deepEqual(keys, [{ column: "id", kind: "key", values: ["b", "a"] }]);
 * ```
 */
export function readCsvMatrix(text: string, name: string): TextMatrix {
  const lines = text.split(/\r?\n/).map((text, i) => ({ number: i + 1, text }))
    .filter(({ text }) => text.trim() !== "");
  const split = splitter(lines, name);
  const body = lines.slice();
  while (body.length > 1 && isComment(body[0]!.text, split(body[1]!).length, split)) body.shift();
  const first = body[0] && split(uncommented(body[0]));
  if (first === undefined) return { shape: [0, 0], data: new Float32Array(0), keys: [] };
  const header = headerOf(first, body.slice(1), split, name);
  if (header !== undefined) body.shift();
  if (body.length === 0) throw unreadable(name, "it has a header alone; expected rows below it");
  if (first.length > MOST_COLUMNS) {
    const found = `line ${lines[0]!.number} has ${first.length} fields`;
    throw unreadable(name, `${found}; expected at most ${MOST_COLUMNS}`);
  }
  const cells = (line: Line) => {
    const cells = split(line);
    if (cells.length === first.length) return cells;
    const found = `line ${line.number} has ${cells.length} fields`;
    throw unreadable(name, `${found}; expected ${first.length}, as the first line has`);
  };
  const columns = header === undefined
    ? plainColumns(body, cells, name)
    : namedColumns(header, body, cells, name);
  return matrixOf(body, cells, columns, header, name);
}

function matrixOf(
  body: readonly Line[],
  cellsOf: (line: Line) => readonly string[],
  { numbers, keys }: CsvColumns,
  header: readonly string[] | undefined,
  name: string,
): TextMatrix {
  const data = new Float32Array(body.length * numbers.length);
  const values = keys.map((): string[] => []);
  body.forEach((line, row) => {
    const cells = cellsOf(line);
    numbers.forEach((at, i) => {
      const number = numberOf(cells[at]!);
      if (Number.isNaN(number)) throw noNumber(line, cells[at]!, header?.[at], at, name);
      data[row * numbers.length + i] = number;
    });
    keys.forEach((at, i) => values[i]!.push(cells[at]!));
  });
  return {
    shape: [body.length, numbers.length],
    data,
    // A column without a header is an index at best.
    keys: keys.map((at, i) => rowKeys(header?.[at] ?? "", values[i]!)),
  };
}

function noNumber(
  { number }: Line,
  cell: string,
  title: string | undefined,
  at: number,
  name: string,
): InputError {
  const column = title === undefined ? `${at + 1}` : `"${quotable(title)}"`;
  const found = `line ${number} has "${quotable(cell)}" in column ${column}`;
  return unreadable(name, `${found}; expected a number, and a row of numbers a line`);
}

/** Returns what splits lines at what separates the fields of the first one: commas, tabs or spaces. */
function splitter(lines: readonly Line[], name: string): (line: Line) => string[] {
  const isTsv = /\.tsv$/i.test(name);
  const [first, second] = isTsv ? ["\t", ","] : [",", "\t"];
  const start = lines.find(({ text }) => !text.startsWith("#"))?.text ?? "";
  const separator = [first, second].find((one) => start.includes(one)) ?? /\s+/;
  return ({ text, number }) => {
    // Only fields between the separators that the name stands for may be in quotes.
    const fields = separator === first && text.includes('"')
      ? recordsOf(text, number, name).records[0]?.fields.map(({ value }) => value) ?? [""]
      : (separator === first || separator === second ? text : text.trim()).split(separator);
    return fields.map((field) => field.trim());
  };
}

/** Whether a line is a remark, as NumPy writes it, and no header of as many names as rows have fields. */
function isComment(text: string, width: number, split: (line: Line) => string[]): boolean {
  return text.startsWith("#") && split(uncommented({ number: 1, text })).length !== width;
}

function uncommented({ number, text }: Line): Line {
  return { number, text: text.replace(/^#\s*/, "") };
}

/**
 * Returns the names in the first line, if it is a header: names, or a count of the columns, as pandas writes it of
 * columns without names.
 */
function headerOf(
  first: readonly string[],
  rest: readonly Line[],
  split: (line: Line) => string[],
  name: string,
): readonly string[] | undefined {
  const counts = first.filter((cell) => !Number.isNaN(numberOf(cell)));
  const isCounted = counts.every((cell, i) => numberOf(cell) === i + (counts[0] === "1" ? 1 : 0));
  if (counts.length === 0) return first;
  if (counts.length < first.length) {
    const isNamed = first[0] === "" || first.some((cell) => /\p{L}/u.test(cell));
    return isCounted && isNamed ? first : undefined;
  }
  if (counts.length === 1) return undefined;
  if (isCounted && counts[0] === "0") return first;
  // From here on a row of whole numbers would look the same.
  if (first.length < 3 || !/^[01]$/.test(first[0]!) || !areAscending(first)) return undefined;
  if (rest.every((line) => split(line).every(isWhole))) return undefined;
  if (isCounted) return first;
  const at = first.findIndex((cell, i) => Number(cell) !== i + Number(first[0]));
  throw unreadable(
    name,
    `its first line counts columns, but has no ${Number(first[0]) + at}; expected a column for ` +
      "each dimension, or a header that names them x0, x1 and so on",
  );
}

function areAscending(cells: readonly string[]): boolean {
  return cells.every((cell, i) =>
    isWhole(cell) && (i === 0 || Number(cell) > Number(cells[i - 1]))
  );
}
