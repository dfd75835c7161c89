/**
 * Reads word vectors as text: one word and its numbers a line.
 * @module
 */
import { quotable } from "../basics/printable.ts";
import type { ByteReader } from "../formats/byte_reader.ts";
import { unreadable } from "../formats/reading.ts";
import { expectRoom, type Header, parseVectorHeader } from "./word_vectors_header.ts";
import { WordTable } from "./word_table.ts";

const [LINE_FEED, CARRIAGE_RETURN, SPACE] = [0x0a, 0x0d, 0x20];
const text = new TextDecoder();

/** A line of the file. */
interface Line {
  readonly bytes: Uint8Array;
  /** Number of the line, from 1. */
  readonly number: number;
}

/**
 * Reads the lines. A word may contain spaces, as some of GloVe's do: the numbers are a line's last fields.
 *
 * @param headed whether the file must start with a header; otherwise the header is optional
 * @throws {InputError} when a line or the header is malformed, or they do not agree
 */
export async function readTextLines(
  reader: ByteReader,
  path: string,
  headed: boolean,
  keep: ReadonlySet<string> | undefined,
): Promise<WordTable> {
  const first = withoutEnd(await reader.until(LINE_FEED) ?? new Uint8Array());
  const firstLine = text.decode(first);
  const header = parseVectorHeader(firstLine);
  if (header) expectRoom(path, header, reader.sizeBytes, 2);
  if (!header && headed) throw unreadable(path, `line 1 is ${shown(firstLine)}; ${HEADER}`);
  const dimensions = header?.dimensions ?? countNumbers(path, firstLine);
  const table = new WordTable(path, dimensions, keep);
  const add = (line: Line) => addLine(table, path, line, dimensions);
  if (!header) add({ bytes: first, number: 1 });
  let number = 1;
  for (let bytes; (bytes = await reader.until(LINE_FEED)) !== undefined;) {
    add({ bytes: withoutEnd(bytes), number: ++number });
  }
  expectCount(path, header, number - 1);
  return table;
}

const HEADER = "expected a header, the number of words and the length of a vector";

function expectCount(path: string, header: Header | undefined, words: number): void {
  if (!header || header.words === words) return;
  throw unreadable(path, `its header says ${header.words} words, it holds ${words}`);
}

/** Counts the numbers that follow the word on a line; the word itself may be a number. */
function countNumbers(path: string, line: string): number {
  const fields = line.split(" ");
  const other = fields.findLastIndex((field) => !isNumber(field));
  const count = fields.length - Math.max(other + 1, 1);
  if (count > 0) return count;
  throw unreadable(path, `line 1 is ${shown(line)}; expected a word and its numbers`);
}

function addLine(
  table: WordTable,
  path: string,
  { bytes, number }: Line,
  dimensions: number,
): void {
  const expected = `expected a word and ${dimensions} numbers`;
  let [end, spaces] = [bytes.length, 0];
  while (spaces < dimensions && end > 0) {
    if (bytes[--end] === SPACE) spaces++;
  }
  if (spaces < dimensions || end === 0) {
    const fields = text.decode(bytes).split(" ").filter((field) => field !== "").length;
    throw unreadable(path, `line ${number} has ${fields} fields; ${expected}`);
  }
  const word = text.decode(bytes.subarray(0, end));
  // A word that ends in a number would look like one number too many.
  const space = word.lastIndexOf(" ");
  if (space >= 0 && isNumber(word.slice(space + 1))) {
    throw unreadable(path, `line ${number} has too many numbers; ${expected}`);
  }
  table.add(word, () => {
    const fields = text.decode(bytes.subarray(end + 1)).split(" ");
    const wrong = fields.find((field) => !isNumber(field));
    if (wrong === undefined) return Float32Array.from(fields, Number);
    throw unreadable(
      path,
      `line ${number} has ${shown(wrong)} among the numbers of ${shown(word)}; ` +
        "expected finite numbers",
    );
  });
}

/** Whether a field is a number that float32 can represent. */
function isNumber(field: string): boolean {
  return field !== "" && Number.isFinite(Math.fround(Number(field)));
}

/** Returns a line without the carriage return and spaces that some tools put at its end. */
function withoutEnd(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === SPACE || bytes[end - 1] === CARRIAGE_RETURN)) end--;
  return bytes.subarray(0, end);
}

function shown(field: string): string {
  return `"${quotable(field)}"`;
}
