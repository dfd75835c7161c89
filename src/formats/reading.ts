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
 * Decodes a UTF-8 file, without its byte order mark.
 *
 * @throws {InputError} when the bytes are not UTF-8
 */
export function decodeUtf8(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(name, "it is not UTF-8 text");
  }
}
