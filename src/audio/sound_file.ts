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
 * await assert.rejects(readSoundFile("/dev/null"), { message: '"/dev/null" is not a regular file' });
 * ```
 */
export async function readSoundFile(path: string): Promise<Uint8Array> {
  const file = await Deno.stat(path).catch(() => undefined);
  // A pipe would be waited for without end.
  if (file && !file.isFile && !file.isDirectory) {
    throw new InputError(`"${path}" is not a regular file`);
  }
  if (file && file.size > MOST_BYTES) {
    throw new InputError(`"${path}" holds ${file.size} bytes; expected at most ${MOST_BYTES}`);
  }
  try {
    return await readInputFile(path);
  } catch (thrown) {
    const own = [Deno.errors.PermissionDenied, Deno.errors.FilesystemLoop];
    if (!(thrown instanceof SurroundingsError)) throw thrown;
    throw own.some((one) => thrown.cause instanceof one) ? new InputError(thrown.message) : thrown;
  }
}
