/**
 * The folder of an embedding set: what lies there, and what of it may go.
 * @module
 */
import { join } from "node:path";
import { InputError, messageOf, SurroundingsError } from "../basics/errors.ts";
import { isPartial } from "../basics/atomic.ts";
import { partOfFile } from "./parts.ts";
import { ITEMS_FILE, readSetFile, SET_FILE, type SetFile, VALUES_FILE } from "./set_file.ts";

/** Name of the file that whoever merges the parts locks. */
export const LOCK_FILE = ".merge.lock";

/** What lies at a path: nothing (or an empty folder), an embedding set, or something else. */
export type Found =
  | { readonly kind: "nothing" }
  | { readonly kind: "set"; readonly set: SetFile }
  | { readonly kind: "other" };

/**
 * Looks at a folder.
 *
 * @throws {InputError} when its `set.json` is malformed or of another version
 * @throws {SurroundingsError} when it cannot be looked at
 */
export async function lookAt(folder: string): Promise<Found> {
  const names = await namesIn(folder);
  if (names === "no folder") return { kind: "other" };
  if (names.includes(SET_FILE)) return { kind: "set", set: await readSetFile(folder) };
  // A process that was killed, or another shard's, may have begun to write the first file.
  return names.every((name) => isPartial(name) || name === LOCK_FILE)
    ? { kind: "nothing" }
    : { kind: "other" };
}

async function namesIn(folder: string): Promise<string[] | "no folder"> {
  try {
    return await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return [];
    if (thrown instanceof Deno.errors.NotADirectory) return "no folder";
    throw new SurroundingsError(`Cannot look into "${folder}": ${messageOf(thrown)}`);
  }
}

/**
 * Makes the folder, where there is none.
 *
 * @throws {InputError} when the folder that it is to lie in does not exist
 * @throws {SurroundingsError} when it cannot be made
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await Deno.mkdir(folder);
  } catch (thrown) {
    if (thrown instanceof Deno.errors.AlreadyExists) return;
    if (thrown instanceof Deno.errors.NotFound) {
      throw new InputError(
        `Cannot make "${folder}": the folder that it is to lie in does not exist`,
      );
    }
    throw new SurroundingsError(`Cannot make "${folder}": ${messageOf(thrown)}`);
  }
}

/** Removes the files of parts. */
export async function removeParts(folder: string): Promise<void> {
  await removeNamed(folder, (name) => partOfFile(name) !== undefined);
}

/** Removes an embedding set; what else lies in the folder stays. What tells of the rest goes first. */
export async function removeSet(folder: string): Promise<void> {
  await removeNamed(folder, (name) => name === SET_FILE);
  const own = [VALUES_FILE, ITEMS_FILE, LOCK_FILE];
  await removeNamed(folder, (name) => own.includes(name) || partOfFile(name) !== undefined);
}

async function removeNamed(folder: string, chosen: (name: string) => boolean): Promise<void> {
  try {
    for await (const { name } of Deno.readDir(folder)) {
      if (chosen(name)) await Deno.remove(join(folder, name)).catch(ignoreMissing);
    }
  } catch (thrown) {
    throw new SurroundingsError(`Cannot remove files of "${folder}": ${messageOf(thrown)}`);
  }
}

/** Another process that merges the same parts may have removed it. */
function ignoreMissing(thrown: unknown): void {
  if (!(thrown instanceof Deno.errors.NotFound)) throw thrown;
}
