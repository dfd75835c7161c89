/**
 * Reading the files of sounds that a manifest names.
 * @module
 */
import { InputError, SurroundingsError } from "../basics/errors.ts";
import { readInputFile } from "../basics/input_file.ts";

/** A file is held whole; what may be decoded of it has a bound of its own. */
const MOST_BYTES = 2 ** 31;

/**
 * The bytes of a sound's file. What is wrong with the file itself is told of the item; a disk that fails ends the work.
 *
 * @throws {InputError} when it is no regular file, may not be read, or holds more than 2 GiB
 * @throws {SurroundingsError} when the disk fails
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * await assert.rejects(readSoundFile("/dev/null"), {
 *   message: '"/dev/null" is a device; expected a file',
 * });
 * ```
 */
export async function readSoundFile(path: string): Promise<Uint8Array> {
  try {
    return await readInputFile(path, MOST_BYTES);
  } catch (thrown) {
    const own = [Deno.errors.PermissionDenied, Deno.errors.FilesystemLoop];
    if (!(thrown instanceof SurroundingsError)) throw thrown;
    throw own.some((one) => thrown.cause instanceof one) ? new InputError(thrown.message) : thrown;
  }
}
