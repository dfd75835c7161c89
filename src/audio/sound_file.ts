/**
 * Reads the sound files that a manifest names.
 * @module
 */
import { InputError, SurroundingsError } from "../basics/errors.ts";
import { isFile } from "../basics/on_disk.ts";
import { readInputFile } from "../basics/input_file.ts";
import { containedIn } from "../formats/contained.ts";
import { readContainedSound } from "./contained_sound.ts";

/** Most bytes of a file, which is read whole; the decoded sound has its own limit. */
const MOST_BYTES = 2 ** 31;

/**
 * Whether a sound lies in another file, a Parquet table or a tar archive. A file of the same name comes first.
 */
export async function isContained(path: string): Promise<boolean> {
  return containedIn(path) !== undefined &&
    !await isFile(path);
}

/** Whether there is a file at this path, or one that holds the sound. */
export async function isSoundThere(path: string): Promise<boolean> {
  const file = await isContained(path) ? containedIn(path)!.container : path;
  return await isFile(file);
}

/**
 * Reads a sound file, or a sound in a Parquet table or a tar archive, `FILE#MEMBER`. A fault of the file itself is an error of the item; a failing disk ends the work.
 *
 * @throws {InputError} when it is not a regular file, may not be read, or is over 2 GiB
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
    if (await isContained(path)) return readContainedSound(containedIn(path)!, MOST_BYTES);
    return await readInputFile(path, MOST_BYTES);
  } catch (thrown) {
    const own = [Deno.errors.PermissionDenied, Deno.errors.FilesystemLoop];
    if (!(thrown instanceof SurroundingsError)) throw thrown;
    throw own.some((one) => thrown.cause instanceof one) ? new InputError(thrown.message) : thrown;
  }
}
