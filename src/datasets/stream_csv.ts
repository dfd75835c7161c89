/**
 * Reads records of a CSV file of any size, with the place of each field.
 * @module
 */
import { type CsvRecord, recordsOf } from "../formats/csv_records.ts";
import { unreadable } from "../formats/reading.ts";
import { LONGEST_ROW, type TextBlock } from "./stream_text.ts";

/**
 * Yields the records of a CSV file, one block at a time; blank lines are skipped. The first record is the header.
 *
 * @param name the file's name, for error messages
 * @throws {InputError} when a record is malformed or longer than 16 MiB
 */
export async function* csvRecords(
  blocks: AsyncIterable<TextBlock>,
  name: string,
): AsyncGenerator<{ records: CsvRecord[]; bytesRead: number }> {
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

/** Finds where the last whole record of a text ends: at its last line feed outside quotes. */
function wholeRecords(text: string): number {
  const quotes: number[] = [];
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes.push(at);
  let before = quotes.length;
  // The loop steps from line feed to line feed, not from quote to quote: a line can hold a hundred thousand quotes.
  for (let feed = text.lastIndexOf("\n"); feed >= 0; feed = text.lastIndexOf("\n", feed - 1)) {
    while (before > 0 && quotes[before - 1]! > feed) before--;
    if (before % 2 === 0) return feed + 1;
  }
  return 0;
}
