/**
 * Reads the chunks of a RIFF file: four characters, a length, that many bytes, and a pad byte after an odd length.
 * @module
 */
import { unreadable } from "./reading.ts";

/** A chunk's id and content. */
export interface RiffChunk {
  /** Four characters, such as `LIST`. */
  readonly id: string;
  /** The content; it shares the file's memory. */
  readonly bytes: Uint8Array;
}

/**
 * Splits bytes into chunks, in order.
 *
 * @param bytes a whole file, or the content of a list chunk
 * @param name the file's name, for error messages
 * @throws {InputError} when a chunk is longer than the remaining bytes
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const bytes = new TextEncoder().encode("abcd\x03\0\0\0xyz\0");
 * const [chunk] = riffChunks(bytes, "x.riff");
 * assert.equal(chunk?.id, "abcd");
 * assert.equal(chunk?.bytes.length, 3);
 * ```
 */
export function riffChunks(bytes: Uint8Array, name: string): RiffChunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: RiffChunk[] = [];
  for (let at = 0; at < bytes.length;) {
    if (bytes.length - at < 8) throw unreadable(name, "it ends inside a chunk's header");
    const id = asciiOf(bytes.subarray(at, at + 4));
    const length = view.getUint32(at + 4, true);
    const left = bytes.length - at - 8;
    if (length > left) {
      throw unreadable(name, `chunk "${id}" says ${length} bytes, but ${left} are left`);
    }
    chunks.push({ id, bytes: bytes.subarray(at + 8, at + 8 + length) });
    at += 8 + length + length % 2;
  }
  return chunks;
}

/**
 * Returns the content of the list chunk of this kind.
 *
 * @param chunks the chunks to search
 * @param id `RIFF` or `LIST`
 * @param kind the four characters with which the list's content starts
 * @param name the file's name, for error messages
 * @throws {InputError} when no chunk matches
 */
export function riffList(
  chunks: readonly RiffChunk[],
  id: "RIFF" | "LIST",
  kind: string,
  name: string,
): Uint8Array {
  const found = chunks.find((chunk) =>
    chunk.id === id && asciiOf(chunk.bytes.subarray(0, 4)) === kind
  );
  if (found === undefined) throw unreadable(name, `it has no ${id} chunk of kind "${kind}"`);
  return found.bytes.subarray(4);
}

/** Decodes text up to the first NUL, with `?` for characters that are not printable ASCII. */
export function asciiOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const text = String.fromCharCode(...(end < 0 ? bytes : bytes.subarray(0, end)));
  return text.replaceAll(/[^\x20-\x7e]/g, "?").trim();
}
