/**
 * The folder of an embedding set: what is in it, who may change it, what is left over in it.
 * @module
 */
import { join } from "node:path";
import { removePartials } from "../basics/atomic.ts";
import { EarnestError, messageOf, SurroundingsError } from "../basics/errors.ts";
import {
  isTrace,
  LOCK_FILE,
  type OwnName,
  removeOwn,
  strangersIn,
} from "../basics/output/own_names.ts";
import { lengthError } from "../basics/output/place.ts";
import { isLockFile, openPlainFile } from "../basics/output/plain_file.ts";
import { PART_FILE, partOfFile } from "./parts.ts";
import { ITEMS_FILE, readSetFile, SET_FILE, type SetFile, VALUES_FILE } from "./set_file.ts";

/** What is where a set shall be: nothing (or nothing yet), a set, or something else. */
export type Place =
  | { readonly kind: "missing" }
  | { readonly kind: "blank" }
  | { readonly kind: "other" }
  | { readonly kind: "set"; readonly set: SetFile };

/** The names in a set's folder. The lock is held by whoever begins or merges a set, and may stay behind. */
export const SET_NAMES: readonly OwnName[] = [
  { name: SET_FILE },
  { name: VALUES_FILE },
  { name: ITEMS_FILE },
  { name: PART_FILE },
];

/**
 * Classifies what is at a path. A folder without a `set.json` is blank when only locks and partial files are in it: its
 * process was killed, or has only just begun.
 *
 * @throws {InputError} when a `set.json` is there that cannot be read
 * @throws {SurroundingsError} when the folder cannot be read
 */
export async function lookAt(folder: string): Promise<Place> {
  let names: string[];
  try {
    names = await namesIn(folder);
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return { kind: "missing" };
    if (thrown instanceof Deno.errors.NotADirectory) return { kind: "other" };
    throw lengthError(folder, thrown) ??
      new SurroundingsError(`Cannot look into "${folder}": ${messageOf(thrown)}`);
  }
  if (names.includes(SET_FILE)) return { kind: "set", set: await readSetFile(folder) };
  return names.every(isTrace) ? { kind: "blank" } : { kind: "other" };
}

/**
 * Reads the `set.json` of a set that this process writes.
 *
 * @throws {InputError} when it is malformed
 * @throws {SurroundingsError} when it is gone: then the output is at fault, and no input
 */
export async function readWritten(folder: string): Promise<SetFile> {
  const place = await lookAt(folder);
  if (place.kind === "set") return place.set;
  throw new SurroundingsError(
    `The output "${folder}" was removed while it was written (its ${SET_FILE} is gone); run the ` +
      "command again",
  );
}

/** The first file in a set's folder that is none of a set's own. */
export function strangerIn(folder: string): string | undefined {
  return strangersIn(folder, SET_NAMES)[0];
}

/** The parts of which files of values are there, whole or not. */
export async function partsIn(folder: string): Promise<Set<number>> {
  try {
    const files = (await namesIn(folder)).filter((name) => name.endsWith(".npy"));
    return new Set(files.map(partOfFile).filter((part) => part !== undefined));
  } catch (thrown) {
    throw new SurroundingsError(`Cannot look into "${folder}": ${messageOf(thrown)}`);
  }
}

/** Makes a folder; another process may have made it in the meantime. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await Deno.mkdir(folder);
  } catch (thrown) {
    if (!(thrown instanceof Deno.errors.AlreadyExists)) throw unwritable(folder, thrown);
  }
}

/**
 * Does what only one process at a time should do in a folder. Some file systems have no locks, so two at once may do no
 * harm either: they write the same bytes, whole files at a time.
 *
 * @throws {InputError} when the lock's name is taken by something else than a file
 * @throws {SurroundingsError} when the folder cannot be written
 */
export async function withLock<Result>(
  folder: string,
  body: () => Promise<Result>,
): Promise<Result> {
  try {
    using file = openPlainFile(join(folder, LOCK_FILE));
    await file.lock(true).catch(() => {});
    return await body();
  } catch (thrown) {
    throw thrown instanceof EarnestError ? thrown : unwritable(folder, thrown);
  }
}

/** Removes a set of which nothing is worth keeping, and its folder if nothing else is in it. */
export function removeSet(folder: string): boolean {
  return removeOwn(folder, SET_NAMES);
}

/**
 * Removes what a complete set no longer needs. That something stays does no harm: the folder may be one that nobody
 * may write any longer, or another process may be as far.
 */
export async function tidy(folder: string): Promise<void> {
  try {
    for (const name of await namesIn(folder)) {
      const isLock = name === LOCK_FILE && isLockFile(join(folder, name));
      if (!isLock && partOfFile(name) === undefined) continue;
      await Deno.remove(join(folder, name)).catch(() => {});
    }
  } catch {
    // As above.
  }
  await sweep(folder);
}

/** Removes what killed processes were writing, which may be as large as the set; where nobody can, it stays. */
export async function sweep(folder: string): Promise<void> {
  await removePartials(folder).catch(() => {});
}

async function namesIn(folder: string): Promise<string[]> {
  return await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
}

function unwritable(folder: string, thrown: unknown): SurroundingsError {
  const reason = thrown instanceof Deno.errors.NotFound
    ? "the folder that it should be in does not exist"
    : messageOf(thrown);
  return new SurroundingsError(`Cannot write "${folder}": ${reason}`);
}
