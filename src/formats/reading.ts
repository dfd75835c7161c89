/**
 * Helpers of all file format readers.
 * @module
 */
import { InputError } from "../basics/errors.ts";

/** Creates the error for a file that cannot be read, with the reason. */
export function unreadable(name: string, reason: string): InputError {
  return new InputError(`Cannot read "${name}": ${reason}`);
}

/**
 * Refuses a text of two bytes a character, which spreadsheets and Windows write.
 *
 * @param start the file's first bytes
 * @throws {InputError} that names the encoding, where they have its byte order mark or every other one is zero
 */
export function refuseUtf16(start: Uint8Array, name: string): void {
  const [first = 1, second = 1] = start;
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (!isMarked && (first === 0) === (second === 0)) return;
  throw unreadable(name, 'it is UTF-16 text; save it as UTF-8 (in spreadsheets "CSV UTF-8")');
}

/**
 * Returns a text whose lines end in carriage returns alone, as those of old Macs do, with line feeds in their place; and
 * one whose lines end in two carriage returns and a line feed, as Python's `csv` writes on Windows, with one return.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(["a\rb", "a\r\nb\r"].map(withLineFeeds), ["a\nb", "a\r\nb\r"]);
 * assert.equal(withLineFeeds("a\r\r\nb\r\r\n"), "a\r\nb\r\n");
 * ```
 */
export function withLineFeeds(text: string): string {
  if (!text.includes("\n")) return text.replaceAll("\r", "\n");
  return hasDoubleReturns(text) ? text.replaceAll("\r\r\n", "\r\n") : text;
}

/** Whether the first line of a text ends in two carriage returns and a line feed, outside of quotes. */
export function hasDoubleReturns(text: string): boolean {
  const feed = text.indexOf("\n");
  if (feed < 2 || text[feed - 1] !== "\r" || text[feed - 2] !== "\r") return false;
  return text.slice(0, feed).split('"').length % 2 === 1;
}

/**
 * Decodes a UTF-8 file, without its byte order mark.
 *
 * @throws {InputError} when the bytes are not UTF-8
 */
export function decodeUtf8(bytes: Uint8Array, name: string): string {
  refuseUtf16(bytes, name);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(name, "it is not UTF-8 text");
  }
}
