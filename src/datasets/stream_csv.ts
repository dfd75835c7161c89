/**
 * Rows of a CSV file of any size, with the place of each field.
 *
 * Beside `formats/csv.ts`, which holds the whole table: the same rules, on blocks that end where a record ends.
 * @module
 */
import { unreadable } from "../formats/reading.ts";
import { LONGEST_ROW, type TextBlock } from "./stream_text.ts";

/** A field and where its text starts: behind the quote, where it has one. */
export interface StreamedField {
  /** The value. */
  readonly value: string;
  /** The line, from 1. */
  readonly line: number;
  /** The UTF-16 unit in the line, from 1. */
  readonly column: number;
  /** The field as it is written, where that differs from the value. */
  readonly written?: string;
}

/** A record and the line on which it starts. */
export interface StreamedRecord {
  /** From 1. */
  readonly line: number;
  /** Its fields, in order. */
  readonly fields: readonly StreamedField[];
}

/**
 * The records of a CSV file, those of a block at a time; blank lines are none. The first is the header.
 *
 * @param name the file's name, for error messages
 * @throws {InputError} when a record is malformed or longer than 16 MiB
 */
export async function* csvRecords(
  blocks: AsyncIterable<TextBlock>,
  name: string,
): AsyncGenerator<{ records: StreamedRecord[]; bytesRead: number }> {
  let held = "";
  let line = 1;
  let bytesRead = 0;
  for await (const block of blocks) {
    if (held === "") line = block.line;
    held += block.text;
    bytesRead = block.bytesRead;
    const end = wholeRecords(held);
    if (end === 0 && held.length <= LONGEST_ROW) continue;
    if (end === 0) {
      recordsOf(held, line, name);
      throw unreadable(name, `the row on line ${line} has over ${LONGEST_ROW / 2 ** 20} MiB`);
    }
    const text = held.slice(0, end);
    const { records, next } = recordsOf(text, line, name);
    yield { records, bytesRead };
    held = held.slice(end);
    line = next;
  }
  if (held !== "") yield { records: recordsOf(held, line, name).records, bytesRead };
}

/** How much of a text that starts with a record is whole records: up to its last line feed outside quotes. */
function wholeRecords(text: string): number {
  const quotes: number[] = [];
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes.push(at);
  let outside = text.length;
  for (let i = quotes.length % 2 === 0 ? quotes.length : quotes.length - 1;; i -= 2) {
    const until = i < quotes.length ? quotes[i]! : outside;
    const from = i > 0 ? quotes[i - 1]! : -1;
    const feed = text.lastIndexOf("\n", until);
    if (feed > from) return feed + 1;
    if (i <= 0) return 0;
    outside = from;
  }
}

function recordsOf(text: string, firstLine: number, name: string) {
  const records: StreamedRecord[] = [];
  const lines = { line: firstLine, start: 0 };
  let at = 0;
  while (at < text.length) {
    const record = { line: lines.line, fields: [] as StreamedField[] };
    for (let more = true; more;) {
      const quoted = text[at] === '"';
      at = (quoted ? readQuoted : readPlain)(text, at, lines, record.fields, name);
      more = text[at] === ",";
      if (more) at++;
    }
    const [only, ...others] = record.fields;
    const blank = others.length === 0 && only!.value === "" && text[at - 1] !== '"';
    if (!blank) records.push(record);
    at += text[at] === "\r" ? 2 : 1;
    lines.line++;
    lines.start = at;
  }
  return { records, next: lines.line };
}

/** The line that is being read, and where it starts in the text. */
interface Lines {
  line: number;
  start: number;
}

/** An unquoted field; made once, since a regular expression for each field took a quarter of the time. */
const PLAIN = /[^,\n"]*/y;

function readPlain(
  text: string,
  start: number,
  { line, start: lineStart }: Lines,
  fields: StreamedField[],
  name: string,
): number {
  PLAIN.lastIndex = start;
  PLAIN.test(text);
  let end = PLAIN.lastIndex;
  if (text[end] === '"') throw unreadable(name, `a quote in an unquoted field on line ${line}`);
  if (text[end] !== "," && end > start && text[end - 1] === "\r") end--;
  fields.push({ value: text.slice(start, end), line, column: start - lineStart + 1 });
  return end;
}

function readQuoted(
  text: string,
  start: number,
  lines: Lines,
  fields: StreamedField[],
  name: string,
): number {
  let close = text.indexOf('"', start + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close < 0) throw unreadable(name, `the quote on line ${lines.line} is never closed`);
  const after = text.slice(close + 1, close + 3);
  if (!/^(,|\n|\r\n|\r?$)/.test(after)) {
    const reason = `the quoted field on line ${lines.line} goes on with ` +
      `${JSON.stringify(after[0])} after its closing quote; expected a comma or a line end`;
    throw unreadable(name, reason);
  }
  const written = text.slice(start + 1, close);
  const doubled = written.includes('"');
  fields.push({
    value: doubled ? written.replaceAll('""', '"') : written,
    line: lines.line,
    column: start - lines.start + 2,
    ...(doubled ? { written } : {}),
  });
  for (let at = written.indexOf("\n"); at >= 0; at = written.indexOf("\n", at + 1)) {
    lines.line++;
    lines.start = start + 1 + at + 1;
  }
  return close + 1;
}
