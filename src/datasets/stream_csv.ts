/**
 * Cuts the text of a CSV file of any size into blocks of whole records.
 * @module
 */
import { quotedSpans, separatorOf } from "../formats/csv_quotes.ts";
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
  let [bytesRead, checksum] = [0, 0];
  for await (const block of blocks) {
    if (held === "") line = block.line;
    held += block.text;
    ({ bytesRead, checksum } = block);
    const end = wholeRecords(held, name);
    if (end === 0 && held.length <= LONGEST_ROW) continue;
    if (end === 0) {
      recordsOf(held, line, name);
      throw unreadable(name, `the row on line ${line} has over ${LONGEST_ROW / 2 ** 20} MiB`);
    }
    const text = held.slice(0, end);
    held = held.slice(end);
    yield { text, line, bytesRead, end: held === "" ? block.end : undefined, checksum };
    line += countLines(text);
  }
  if (held !== "") yield { text: held, line, bytesRead, end: bytesRead, checksum };
}

/** Counts the records of a text of whole records as {@link recordsOf} does: blank lines are none. */
export function countRecords(text: string, name: string): number {
  const spans = quotedSpans(text, separatorOf(name));
  let [count, span] = [0, 0];
  for (let start = 0; start < text.length;) {
    let end = start;
    do {
      const feed = text.indexOf("\n", end);
      end = feed < 0 ? text.length : feed;
      while (span < spans.length && spans[span]!.close < end) span++;
      // A line feed within quotes ends no record.
      if (span < spans.length && spans[span]!.open < end) end = spans[span]!.close;
      else break;
    } while (end < text.length);
    if (end > start + 1 || end > start && text[start] !== "\r") count++;
    start = end + 1;
  }
  return count;
}

/** Whether a text that begins with a record ends within quotes. */
export function endsInQuotes(text: string, name: string): boolean {
  return quotedSpans(text, separatorOf(name)).at(-1)?.close === text.length;
}

/** Finds where the last whole record of a text ends: at its last line feed outside quotes. */
function wholeRecords(text: string, name: string): number {
  const spans = text.includes('"') ? quotedSpans(text, separatorOf(name)) : [];
  let feed = text.lastIndexOf("\n");
  for (let i = spans.length - 1; i >= 0 && feed >= 0; i--) {
    const { open, close } = spans[i]!;
    if (close < feed) break;
    if (open < feed) feed = open === 0 ? -1 : text.lastIndexOf("\n", open - 1);
  }
  return feed + 1;
}
