/**
 * The folder of an embedding set: its contents, its lock, and leftovers of interrupted runs.
 * @module
 */
import { join } from "node:path";
import { removePartials } from "../basics/atomic.ts";
import { EarnestError, SurroundingsError } from "../basics/errors.ts";
import { failure } from "../basics/failure.ts";
import {
  isTrace,
  LOCK_FILE,
  type OwnName,
  removeOwn,
  strangersIn,
} from "../basics/output/own_names.ts";
import { lengthError, unwritten } from "../basics/output/place.ts";
import { SHARDS_FOLDER, SHARDS_NAME } from "../basics/output/shard_names.ts";
import { isLockFile, openPlainFile } from "../basics/output/plain_file.ts";
import { PART_FILE, partOfFile } from "./parts.ts";
import { ITEMS_FILE, readSetFile, SET_FILE, type SetFile, VALUES_FILE } from "./set_file.ts";

/** What the place of a set holds: nothing, nothing yet, a set, or something else. */
export type Place =
  | { readonly kind: "missing" }
  | { readonly kind: "blank" }
  | { readonly kind: "other" }
  | { readonly kind: "set"; readonly set: SetFile };

/**
 * The names in a set's folder. The lock is held by whatever process begins or merges a set, and its file may remain.
 */
export const SET_NAMES: readonly OwnName[] = [
  { name: SET_FILE },
  { name: VALUES_FILE },
  { name: ITEMS_FILE },
  { name: PART_FILE },
  SHARDS_NAME,
];

/**
 * Classifies what is at `folder`. A folder without a `set.json` is blank if it holds only locks, partial files, the plan
 * of shards and parts: its process was killed, or has only just begun, or was removing it.
 *
 * @throws {InputError} when it has a `set.json` that cannot be read
 * @throws {SurroundingsError} when the folder cannot be read
 */
export async function lookAt(folder: string): Promise<Place> {
  let names: string[];
  try {
    names = await entryNames(folder);
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return { kind: "missing" };
    if (thrown instanceof Deno.errors.NotADirectory) return { kind: "other" };
    throw lengthError(folder, thrown) ??
      failure(`Cannot look into "${folder}"`, thrown);
  }
  if (names.includes(SET_FILE)) return { kind: "set", set: await readSetFile(folder) };
  const isBlank = names.every((name) =>
    isTrace(name) || name === SHARDS_FOLDER || partOfFile(name) !== undefined
  );
  return { kind: isBlank ? "blank" : "other" };
}

/**
 * Reads the `set.json` of a set that this process writes.
 *
 * @throws {InputError} when it is malformed
 * @throws {SurroundingsError} when it is gone: then the output is at fault, not an input
 */
export async function readWritten(folder: string): Promise<SetFile> {
  const place = await lookAt(folder);
  if (place.kind === "set") return place.set;
  throw new SurroundingsError(
    `The output "${folder}" was removed while it was written (its ${SET_FILE} is gone); run the ` +
      "command again",
  );
}

/** Returns the first file in a set's folder that does not belong to the set. */
export function strangerIn(folder: string): string | undefined {
  return strangersIn(folder, SET_NAMES)[0];
}

/** Returns the parts that have a file of values, complete or not. */
export async function partsIn(folder: string): Promise<Set<number>> {
  try {
    const files = (await entryNames(folder)).filter((name) => name.endsWith(".npy"));
    return new Set(files.map(partOfFile).filter((part) => part !== undefined));
  } catch (thrown) {
    throw failure(`Cannot look into "${folder}"`, thrown);
  }
}

/** Creates a folder; another process may create it at the same time. */
export async function ensureFolder(folder: string): Promise<void> {
  try {
    await Deno.mkdir(folder);
  } catch (thrown) {
    if (!(thrown instanceof Deno.errors.AlreadyExists)) throw unwritable(folder, thrown);
  }
}

/**
 * Runs an operation that only one process at a time should run in a folder. Some file systems have no locks, so two
 * at once must do no harm either: they write the same bytes, whole files at a time.
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
    // Memory that ran out, or a mistake in the body, says nothing of the folder.
    const isOther = [EarnestError, RangeError, TypeError].some((Kind) => thrown instanceof Kind);
    throw isOther ? thrown : unwritable(folder, thrown);
  }
}

/**
 * Removes a set that has nothing worth keeping, and its folder if it is empty then. Its `set.json` goes last: until
 * then the folder is known as a set.
 */
export function removeSet(folder: string): boolean {
  removeOwn(folder, SET_NAMES, [SET_FILE]);
  return removeOwn(folder, SET_NAMES);
}

/**
 * Removes the parts in a folder that has no `set.json`, without which it is unknown what they are parts of. Call it
 * with the lock of the folder.
 *
 * @throws {SurroundingsError} when one of them cannot be removed
 */
export async function removeParts(folder: string): Promise<void> {
  for (const name of await entryNames(folder)) {
    if (partOfFile(name) !== undefined) await Deno.remove(join(folder, name));
  }
}

/**
 * Removes what a complete set no longer needs. A failure does no harm: the folder may have become read-only, or
 * another process may be doing the same.
 */
export async function tidy(folder: string): Promise<void> {
  try {
    for (const name of await entryNames(folder)) {
      const isLock = name === LOCK_FILE && isLockFile(join(folder, name));
      if (!isLock && partOfFile(name) === undefined) continue;
      await Deno.remove(join(folder, name)).catch(() => {});
    }
  } catch {
    // A failure does no harm, as above.
  }
  await sweep(folder);
}

/**
 * Removes partial files of killed processes, which may be as large as the set; a file that cannot be removed remains.
 */
export async function sweep(folder: string): Promise<void> {
  await removePartials(folder).catch(() => {});
}

/** Lists the names of what is in a folder, in no order. */
export async function entryNames(folder: string): Promise<string[]> {
  return await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
}

function unwritable(folder: string, thrown: unknown): SurroundingsError {
  if (thrown instanceof Deno.errors.NotFound) {
    const reason = "the folder that it should be in does not exist";
    return new SurroundingsError(`Cannot write "${folder}": ${reason}`);
  }
  return unwritten(folder, thrown);
}
