/**
 * The folder of an embedding set: what is in it, who may change it, what is left over in it.
 * @module
 */
import { join } from "node:path";
import { isPartial, removePartials } from "../basics/atomic.ts";
import { EarnestError, messageOf, SurroundingsError } from "../basics/errors.ts";
import { partOfFile } from "./parts.ts";
import { ITEMS_FILE, readSetFile, SET_FILE, type SetFile, VALUES_FILE } from "./set_file.ts";

/** What is where a set shall be: nothing (or nothing yet), a set, or something else. */
export type Place =
  | { readonly kind: "missing" }
  | { readonly kind: "blank" }
  | { readonly kind: "other" }
  | { readonly kind: "set"; readonly set: SetFile };

/** Held by whoever begins or merges a set; it may stay behind, and tells nothing by being there. */
const LOCK_FILE = ".lock";

/**
 * Looks what is at a path. A folder in which somebody was killed, or is, before its `set.json` was there is blank.
 *
 * @throws {InputError} when a `set.json` is there that cannot be read
 * @throws {SurroundingsError} when nobody can look
 */
export async function lookAt(folder: string): Promise<Place> {
  let names: string[];
  try {
    names = await namesIn(folder);
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return { kind: "missing" };
    if (thrown instanceof Deno.errors.NotADirectory) return { kind: "other" };
    throw new SurroundingsError(`Cannot look into "${folder}": ${messageOf(thrown)}`);
  }
  if (names.includes(SET_FILE)) return { kind: "set", set: await readSetFile(folder) };
  const isNothing = (name: string) => name === LOCK_FILE || isPartial(name);
  return names.every(isNothing) ? { kind: "blank" } : { kind: "other" };
}

/** The first file in a set's folder that is none of a set's own. */
export async function strangerIn(folder: string): Promise<string | undefined> {
  const own = [SET_FILE, VALUES_FILE, ITEMS_FILE, LOCK_FILE];
  return (await namesIn(folder)).sort().find((name) =>
    !own.includes(name) && partOfFile(name) === undefined && !isPartial(name)
  );
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
 * @throws {SurroundingsError} when the folder cannot be written
 */
export async function withLock<Result>(
  folder: string,
  body: () => Promise<Result>,
): Promise<Result> {
  try {
    using file = await Deno.open(join(folder, LOCK_FILE), { write: true, create: true });
    await file.lock(true).catch(() => {});
    return await body();
  } catch (thrown) {
    throw thrown instanceof EarnestError ? thrown : unwritable(folder, thrown);
  }
}

/** Removes a set that was begun and of which nothing is worth keeping, and its folder if nothing else is in it. */
export async function removeBegun(folder: string): Promise<void> {
  try {
    for (const name of await namesIn(folder)) {
      const own = name === SET_FILE || name === LOCK_FILE || partOfFile(name) !== undefined;
      if (own || isPartial(name)) await Deno.remove(join(folder, name)).catch(() => {});
    }
    await Deno.remove(folder);
  } catch {
    // Something else lies in it: it stays.
  }
}

/**
 * Removes what a complete set no longer needs. That something stays does no harm: the folder may be one that nobody
 * may write any longer, or another process may be as far.
 */
export async function tidy(folder: string): Promise<void> {
  try {
    for (const name of await namesIn(folder)) {
      if (name !== LOCK_FILE && partOfFile(name) === undefined) continue;
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
