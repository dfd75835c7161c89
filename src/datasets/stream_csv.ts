/**
 * Cuts the text of a CSV file of any size into blocks of whole records.
 * @module
 */
import { recordsOf } from "../formats/csv_records.ts";
import { unreadable } from "../formats/reading.ts";
import { countLines, LONGEST_ROW, type TextBlock } from "./stream_text.ts";

/**
 * Yields a CSV file's text in blocks of whole records.
 *
 * @param blocks of whole lines; a record can have several lines
 * @param name the file's name, for error messages
 * @throws {InputError} when a record is malformed or longer than 16 MiB
 */
export async function* csvBlocks(
  blocks: AsyncIterable<TextBlock>,
  name: string,
): AsyncGenerator<TextBlock> {
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
    yield { text, line, bytesRead };
    held = held.slice(end);
    line += countLines(text);
  }
  if (held !== "") yield { text: held, line, bytesRead };
}

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Counts the records of a text of whole records as {@link recordsOf} does: blank lines are none. */
export function countRecords(text: string): number {
  let count = 0;
  let isQuoted = false;
  let isBlank = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LINE_FEED && !isQuoted) {
      if (!isBlank) count++;
      isBlank = true;
    } else if (code !== CARRIAGE_RETURN) {
      isBlank = false;
      if (code === QUOTE) isQuoted = !isQuoted;
    }
  }
  return isBlank ? count : count + 1;
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
