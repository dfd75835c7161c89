/**
 * Reads matrices from text: numbers with commas, tabs or spaces between them, or a JSON list, a row a line.
 * @module
 */
import { readJson } from "../basics/json.ts";
import { keepDigits } from "./jsonl.ts";
import { decodeUtf8, unreadable } from "./reading.ts";

/** Most numbers in a row: more than any embedding has, few enough to hold. */
const MOST_COLUMNS = 2 ** 20;

/** A matrix from text, and the ids of its rows where lines have them. */
export interface TextMatrix {
  readonly shape: readonly [number, number];
  readonly data: Float32Array;
  readonly ids?: readonly string[];
}

/** A line: its numbers, and its id where it has one. */
interface Row {
  readonly numbers: readonly number[];
  readonly id?: string;
}

/**
 * Reads a row from each line that is not blank. In `.jsonl`, a line is a list of numbers, or an object with an `id` and
 * one such list. In `.csv` and `.tsv`, a line is numbers alone; a header of names before them is left out.
 *
 * @param bytes the whole file, UTF-8
 * @param name the file's name, for error messages
 * @throws {InputError} when a line is none of these, or rows differ in length
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
  const lines = decodeUtf8(bytes, name).split(/\r?\n/);
  const isJson = /\.jsonl$/i.test(name);
  const rows: Row[] = [];
  lines.forEach((text, i) => {
    if (text.trim() === "") return;
    const row = isJson ? jsonRow(text, i + 1, name) : csvRow(text);
    if (rows.length === 0 && !isJson && (row === undefined ? isHeader(text) : isCount(row))) return;
    if (row === undefined || row.numbers.length === 0) {
      throw unreadable(
        name,
        `line ${i + 1} is not a row of numbers; expected a row of numbers a line`,
      );
    }
    const { length } = row.numbers;
    const [first] = rows;
    if (length > MOST_COLUMNS || first !== undefined && first.numbers.length !== length) {
      const expected = first === undefined ? `at most ${MOST_COLUMNS}` : first.numbers.length;
      throw unreadable(name, `line ${i + 1} has ${length} numbers; expected ${expected}`);
    }
    if (first !== undefined && (first.id === undefined) !== (row.id === undefined)) {
      throw unreadable(name, `line ${i + 1} differs from the first: only one of them has an "id"`);
    }
    rows.push(row);
  });
  const columns = rows[0]?.numbers.length ?? 0;
  const data = new Float32Array(rows.length * columns);
  rows.forEach(({ numbers }, i) => data.set(numbers, i * columns));
  const ids = rows.flatMap(({ id }) => id ?? []);
  return { shape: [rows.length, columns], data, ...(ids.length > 0 ? { ids } : {}) };
}

function csvRow(text: string): Row | undefined {
  const cells = text.trim().split(/\s*[,\t]\s*|\s+/);
  const numbers = cells.map((cell) => cell === "" ? NaN : Number(cell));
  return numbers.some(Number.isNaN) ? undefined : { numbers };
}

/** Whether a line has names alone: one number makes it a row with a fault. */
function isHeader(text: string): boolean {
  return text.split(/[,\t]/).every((cell) =>
    !/^\s*[-+.\d]/.test(cell) || /^\s*\d+\s*$/.test(cell)
  ) &&
    /[A-Za-z_]/.test(text);
}

/** Whether a row is 0, 1, 2 …: the header that pandas writes of columns without names. */
function isCount({ numbers }: Row): boolean {
  return numbers.length > 1 && numbers.every((number, i) => number === i);
}

function jsonRow(text: string, line: number, name: string): Row | undefined {
  const json = readJson(keepDigits(text), name, line);
  if (isNumbers(json)) return { numbers: json };
  if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
  const lists = Object.values(json).filter(isNumbers);
  const id = (json as { id?: unknown }).id;
  if (lists.length !== 1) return undefined;
  if (typeof id !== "string" && typeof id !== "number") return { numbers: lists[0]! };
  return { numbers: lists[0]!, id: String(id) };
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((one) => typeof one === "number");
}
