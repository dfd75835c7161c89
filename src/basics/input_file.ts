/**
 * Files that a user names.
 * @module
 */
import { InputError, messageOf, SurroundingsError } from "./errors.ts";

/**
 * The bytes of a file.
 *
 * @throws {InputError} when there is no such file, or it is a folder
 * @throws {SurroundingsError} when it is there but cannot be read; its cause is what the file system threw
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * await assert.rejects(readInputFile("nowhere.csv"), { message: '"nowhere.csv" does not exist' });
 * ```
 */
export async function readInputFile(path: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(path);
  } catch (thrown) {
    throw unopened(path, thrown);
  }
}

/**
 * A file open for reading, for what is too large to be read whole.
 *
 * @throws {InputError} when there is no such file, or it is a folder
 * @throws {SurroundingsError} when it is there but cannot be opened
 */
export async function openInputFile(path: string): Promise<Deno.FsFile> {
  try {
    // Opening a folder succeeds; reading it does not.
    if ((await Deno.stat(path)).isDirectory) throw new Deno.errors.IsADirectory();
    return await Deno.open(path);
  } catch (thrown) {
    throw unopened(path, thrown);
  }
}

function unopened(path: string, thrown: unknown): InputError | SurroundingsError {
  if (thrown instanceof Deno.errors.NotFound) return new InputError(`"${path}" does not exist`);
  if (thrown instanceof Deno.errors.IsADirectory) {
    return new InputError(`"${path}" is a folder; expected a file`);
  }
  return new SurroundingsError(`Cannot open "${path}": ${messageOf(thrown)}`, { cause: thrown });
}
