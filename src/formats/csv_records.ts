/**
 * Splits CSV and TSV text into records: RFC 4180, and also plain line feeds, and quotes within fields without quotes.
 *
 * Own code, because every finding and error message needs a row's line number: csv-parse 7.0.3 counts a CRLF inside
 * quotes as two lines, and papaparse 5.7.1 gives no line numbers.
 * @module
 */
import { closeOf, isLiteral, separatorOf } from "./csv_quotes.ts";
import { unreadable } from "./reading.ts";

/** A field and the position of its text: after the opening quote, if it has one. */
export interface CsvField {
  /** The value. */
  readonly value: string;
  /** Line number, from 1. */
  readonly line: number;
  /** Position in the line in UTF-16 units, from 1. */
  readonly column: number;
  /** The field as written, where it differs from the value. */
  readonly written?: string;
}

/** A record and the line on which it starts. */
export interface CsvRecord {
  /** Line number, from 1. */
  readonly line: number;
  /** Its fields, in order. */
  readonly fields: readonly CsvField[];
  /** Whether a field without quotes holds a quote: whole, but often a sign that a file is not what it seems. */
  readonly hasStrayQuote?: boolean;
}

/**
 * Splits a text into records, ignoring blank lines. Lines end with a line feed or with a carriage return and a line
 * feed.
 *
 * @param text whole records
 * @param firstLine number of the text's first line, from 1
 * @param name the file's name, for error messages
 * @returns the records, and the number of the line after the text
 * @throws {InputError} when a field is malformed
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { records } = recordsOf('a,"b ""c"""\n', 1, "items.csv");
 * assert.deepEqual(records[0]?.fields[1], { value: 'b "c"', line: 1, column: 4, written: 'b ""c""' });
 * ```
 */
export function recordsOf(
  text: string,
  firstLine: number,
  name: string,
): { records: CsvRecord[]; next: number } {
  const lines = { line: firstLine, start: 0 };
  const records = [...eachRecord(text, lines, name)];
  return { records, next: lines.line };
}

/**
 * Yields the records that {@link recordsOf} returns.
 *
 * @param lines the text's first line, in the end the line after it
 */
export function* eachRecord(text: string, lines: Lines, name: string): Generator<CsvRecord> {
  const separator = separatorOf(name);
  let at = 0;
  while (at < text.length) {
    const record: MadeRecord = { line: lines.line, fields: [] };
    for (let more = true; more;) {
      const quoted = text[at] === '"' && !isLiteral(text, at, closeOf(text, at), separator);
      at = quoted
        ? readQuoted(text, at, lines, record.fields, name)
        : readPlain(text, at, lines, record, separator);
      more = text[at] === separator;
      if (more) at++;
    }
    const [only, ...others] = record.fields;
    const blank = others.length === 0 && only!.value === "" && text[at - 1] !== '"';
    if (!blank) yield record;
    at += text[at] === "\r" ? 2 : 1;
    lines.line++;
    lines.start = at;
  }
}

/** A record that is being read. */
interface MadeRecord {
  readonly line: number;
  readonly fields: CsvField[];
  hasStrayQuote?: boolean;
}

/** The current line, and its start in the text. */
interface Lines {
  line: number;
  start: number;
}

/** An unquoted field; compiled once, since compiling it for each field took a quarter of the time. */
const PLAIN = { ",": /[^,\n]*/y, "\t": /[^\t\n]*/y };

function readPlain(
  text: string,
  start: number,
  { line, start: lineStart }: Lines,
  record: MadeRecord,
  separator: "," | "\t",
): number {
  const plain = PLAIN[separator];
  plain.lastIndex = start;
  plain.test(text);
  let end = plain.lastIndex;
  if (text[end] !== separator && end > start && text[end - 1] === "\r") end--;
  const value = text.slice(start, end);
  if (value.includes('"')) record.hasStrayQuote = true;
  record.fields.push({ value, line, column: start - lineStart + 1 });
  return end;
}

function readQuoted(
  text: string,
  start: number,
  lines: Lines,
  fields: CsvField[],
  name: string,
): number {
  const close = closeOf(text, start);
  if (close === text.length) {
    throw unreadable(name, `the quote on line ${lines.line} is never closed`);
  }
  const after = text.slice(close + 1, close + 3);
  if (after[0] !== separatorOf(name) && !/^(\n|\r\n|\r?$)/.test(after)) {
    const reason = `the quoted field on line ${lines.line} continues with ` +
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
