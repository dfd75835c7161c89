/**
 * The rows of CSV text, whose fields are cut out when they are asked for: most rows of a manifest have no quotes, and most
 * of their fields are never read. To parse all of them took twice as long.
 * @module
 */
import { type QuotedSpan, quotedSpans, separatorOf } from "../formats/csv_quotes.ts";
import { type CsvField, type CsvRecord, recordsOf } from "../formats/csv_records.ts";

/** A row of a CSV file. */
export interface CsvRow {
  /** The line on which it starts, from 1. */
  readonly line: number;
  /** Number of its fields. */
  readonly width: number;
  /** Whether a field without quotes holds a quote. */
  readonly hasStrayQuote: boolean;
  /** A field by its number, from 0. */
  field(number: number): CsvField | undefined;
}

/**
 * Returns the rows of a text of whole records, as {@link recordsOf} parses them; blank lines are none.
 *
 * @param firstLine number of the text's first line, from 1
 * @param name the file's name, for error messages
 * @throws {InputError} when a field is malformed
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rows = csvRowsOf('a,b\n\n"c, d",e\n', 1, "items.csv");
 * assert.deepEqual(rows.map(({ line, width }) => [line, width]), [[1, 2], [3, 2]]);
 * assert.equal(rows[1]?.field(0)?.value, "c, d");
 * ```
 */
export function csvRowsOf(text: string, firstLine: number, name: string): CsvRow[] {
  const rows: CsvRow[] = [];
  const separator = separatorOf(name);
  const commas = positionsOf(text, separator);
  const quotes = positionsOf(text, '"');
  const spans = quotes.length === 0 ? [] : quotedSpans(text, separator);
  let [comma, quote, span] = [0, 0, 0];
  let line = firstLine;
  for (let at = 0; at < text.length;) {
    const feed = text.indexOf("\n", at);
    const end = feed < 0 ? text.length : feed;
    while (comma < commas.length && commas[comma]! < at) comma++;
    while (quote < quotes.length && quotes[quote]! < at) quote++;
    if (quote === quotes.length || quotes[quote]! >= end) {
      const stop = end > at && text[end - 1] === "\r" ? end - 1 : end;
      const first = comma;
      while (comma < commas.length && commas[comma]! < stop) comma++;
      if (stop > at) rows.push(new PlainRow(text, at, stop, line, commas, first, comma));
      at = end + 1;
      line++;
      continue;
    }
    while (span < spans.length && spans[span]!.close < at) span++;
    const next = endOfRecord(text, at, spans, span);
    const parsed = recordsOf(text.slice(at, next), line, name);
    for (const record of parsed.records) rows.push(new ParsedRow(record));
    at = next;
    line = parsed.next;
  }
  return rows;
}

/**
 * Returns where a text has a character. All places are found beforehand: V8 moves a search for the next one in front of
 * the condition that it is needed, and then searches the whole block for each row (11 microseconds a row).
 */
function positionsOf(text: string, character: string): number[] {
  const positions: number[] = [];
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) {
    positions.push(at);
  }
  return positions;
}

/** Returns where the record that starts at `at` ends: behind the first line feed outside quotes. */
function endOfRecord(
  text: string,
  at: number,
  spans: readonly QuotedSpan[],
  firstSpan: number,
): number {
  let end = text.indexOf("\n", at);
  for (let i = firstSpan; i < spans.length && end >= 0 && spans[i]!.open < end; i++) {
    if (spans[i]!.close > end) end = text.indexOf("\n", spans[i]!.close);
  }
  return end < 0 ? text.length : end + 1;
}

/** A row without quotes. */
class PlainRow implements CsvRow {
  readonly #text: string;
  readonly #start: number;
  readonly #stop: number;
  readonly #commas: readonly number[];
  readonly #first: number;
  readonly #last: number;
  readonly line: number;
  readonly hasStrayQuote = false;

  /**
   * @param start its first unit in the text
   * @param stop one past its last unit, without the line end
   * @param commas where the text has commas
   * @param first number of the row's first comma among them
   * @param last one past the number of its last
   */
  constructor(
    text: string,
    start: number,
    stop: number,
    line: number,
    commas: readonly number[],
    first: number,
    last: number,
  ) {
    this.#text = text;
    this.#start = start;
    this.#stop = stop;
    this.#commas = commas;
    this.#first = first;
    this.#last = last;
    this.line = line;
  }

  get width(): number {
    return this.#last - this.#first + 1;
  }

  field(number: number): CsvField | undefined {
    if (number < 0 || number >= this.width) return undefined;
    const start = number === 0 ? this.#start : this.#commas[this.#first + number - 1]! + 1;
    const stop = number === this.width - 1 ? this.#stop : this.#commas[this.#first + number]!;
    const value = this.#text.slice(start, stop);
    return { value, line: this.line, column: start - this.#start + 1 };
  }
}

/** A row with quotes. */
class ParsedRow implements CsvRow {
  readonly #record: CsvRecord;

  constructor(record: CsvRecord) {
    this.#record = record;
  }

  get line(): number {
    return this.#record.line;
  }

  get width(): number {
    return this.#record.fields.length;
  }

  get hasStrayQuote(): boolean {
    return this.#record.hasStrayQuote ?? false;
  }

  field(number: number): CsvField | undefined {
    return this.#record.fields[number];
  }
}
