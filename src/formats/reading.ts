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
 * Returns a text whose lines end in carriage returns alone, as those of old Macs do, with line feeds in their place.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(["a\rb", "a\r\nb\r"].map(withLineFeeds), ["a\nb", "a\r\nb\r"]);
 * ```
 */
export function withLineFeeds(text: string): string {
  return text.includes("\n") ? text : text.replaceAll("\r", "\n");
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
