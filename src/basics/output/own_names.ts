/**
 * The names that a command writes into its folder. Files under other names are the user's and are never removed.
 * @module
 */
import { join } from "node:path";
import { readHead } from "./head.ts";
import { isUnique } from "./names.ts";
import { isLockFile } from "./plain_file.ts";

/** Name of the lock file of a folder that a process is working in. */
export const LOCK_FILE = ".lock";

/** A file, or a folder and its allowed content. */
export interface OwnName {
  /** Its name, or a pattern of names. */
  readonly name: string | RegExp;
  /** Allowed content of a folder; absent for a file. */
  readonly entries?: readonly OwnName[];
  /** How the file begins, where a user's own file could have such a name. */
  readonly head?: RegExp;
  /** Whether the file at a path is wholly as it was written, where a user may have added to it. */
  readonly isWhole?: (path: string) => boolean;
}

/**
 * Whether a name is that of a lock in a folder, or of a partial file. Whether the file of that name is ours,
 * {@link isOwnTrace} says.
 */
export function isTrace(name: string): boolean {
  return name === LOCK_FILE || isUnique("partial", name);
}

/** Whether what is in a folder is a lock that Earnest made, or a file that is not whole yet. */
export function isOwnTrace(folder: string, { name, isFile }: Deno.DirEntry): boolean {
  if (!isFile || !isTrace(name)) return false;
  return name !== LOCK_FILE || isLockFile(join(folder, name));
}

/**
 * Lists the entries of a folder that do not match the known names: files under other names, files in place of folders
 * or folders in place of files, and links.
 *
 * @returns paths below the folder, sorted
 * @throws {Error} Deno's own, when the folder cannot be read
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${folder}/scan.json`, "{}");
 * await Deno.writeTextFile(`${folder}/notes.txt`, "mine");
 * assert.deepEqual(strangersIn(folder, [{ name: "scan.json" }]), ["notes.txt"]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function strangersIn(folder: string, own: readonly OwnName[]): string[] {
  return entriesOf(folder).flatMap((entry) => {
    const known = knownAs(folder, entry, own);
    if (known === undefined) return [entry.name];
    if (known.entries === undefined) return [];
    return strangersIn(join(folder, entry.name), known.entries)
      .map((name) => `${entry.name}/${name}`);
  });
}

/** Whether what is in a folder is what has a name of ours. */
export function isKnownAs(
  folder: string,
  entry: Deno.DirEntry,
  { name, entries, head, isWhole }: OwnName,
): boolean {
  const isNamed = typeof name === "string" ? name === entry.name : name.test(entry.name);
  if (!isNamed || !(entries === undefined ? entry.isFile : entry.isDirectory)) return false;
  const path = join(folder, entry.name);
  return (head === undefined || head.test(readHead(path))) && (isWhole?.(path) ?? true);
}

/**
 * Removes the known entries of a folder, then the folder itself unless others remain.
 *
 * @param kept names in the folder that stay
 * @returns whether the folder was removed
 */
export function removeOwn(
  folder: string,
  own: readonly OwnName[],
  kept: readonly string[] = [],
): boolean {
  try {
    for (const entry of entriesOf(folder)) {
      const known = kept.includes(entry.name) ? undefined : knownAs(folder, entry, own);
      if (known?.entries) removeOwn(join(folder, entry.name), known.entries);
      else if (known) removeQuietly(join(folder, entry.name));
    }
    if (kept.length === 0) Deno.removeSync(folder);
    return kept.length === 0;
  } catch {
    // It contains an unknown entry, or may not be removed.
    return false;
  }
}

/** Lists all files in a folder and its subfolders, as sorted paths below it. */
export function filesIn(folder: string): string[] {
  return entriesOf(folder).flatMap((entry) =>
    entry.isDirectory
      ? filesIn(join(folder, entry.name)).map((name) => `${entry.name}/${name}`)
      : [entry.name]
  );
}

function entriesOf(folder: string): Deno.DirEntry[] {
  return [...Deno.readDirSync(folder)].sort((a, b) => a.name < b.name ? -1 : 1);
}

const TRACE: OwnName = { name: LOCK_FILE };

function knownAs(
  folder: string,
  entry: Deno.DirEntry,
  own: readonly OwnName[],
): OwnName | undefined {
  if (isOwnTrace(folder, entry)) return TRACE;
  return own.find((one) => isKnownAs(folder, entry, one));
}

function removeQuietly(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // It no longer exists, or it stays and so does its folder.
  }
}
