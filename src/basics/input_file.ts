/**
 * Files that a user names, read whole.
 * @module
 */
import { InputError, messageOf, SurroundingsError } from "./errors.ts";

/**
 * The bytes of a file.
 *
 * @throws {InputError} when there is no such file, or it is a folder
 * @throws {SurroundingsError} when it is there but cannot be read
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
    if (thrown instanceof Deno.errors.NotFound) throw new InputError(`"${path}" does not exist`);
    if (thrown instanceof Deno.errors.IsADirectory) {
      throw new InputError(`"${path}" is a folder; expected a file`);
    }
    throw new SurroundingsError(`Cannot open "${path}": ${messageOf(thrown)}`);
  }
}
