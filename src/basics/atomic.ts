/**
 * Files that appear whole or not at all: written beside their place, synced, then renamed into it.
 * @module
 */
import { dirname, join } from "node:path";
import { untilExit } from "./output/exit.ts";
import { isUnique, isUniqueBeside, uniqueBeside } from "./output/names.ts";
import { unwritable } from "./output/place.ts";
import { isAt } from "./output/plain_file.ts";

/** Text (written as UTF-8), bytes, or bytes that come piece by piece, of which one is held at a time. */
export type Content = string | Uint8Array | AsyncIterable<Uint8Array>;

/**
 * Writes a file atomically; a reader sees the old content or the new, never a part.
 *
 * @param path where the file shall be; its folder must exist
 * @throws {SurroundingsError} when the file cannot be written; nothing is left behind. What a killed process leaves,
 * {@link prepareToWrite} and {@link removePartials} remove
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const folder = await Deno.makeTempDir();
 * await writeFileAtomic(`${folder}/a.txt`, "whole");
 * assert.equal(await Deno.readTextFile(`${folder}/a.txt`), "whole");
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function writeFileAtomic(path: string, content: Content): Promise<void> {
  using partial = await writePartial(path, content);
  try {
    await Deno.rename(partial.path, path);
  } catch (thrown) {
    throw unwritable(path, thrown);
  }
}

/**
 * Writes the file that is to be renamed to a path, beside it.
 *
 * @returns the file, whole and synced; it goes with its disposal unless it was renamed
 * @throws {SurroundingsError} when it cannot be written; nothing is left behind
 */
export async function writePartial(path: string, content: Content): Promise<PartialFile> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const pieces = bytes instanceof Uint8Array ? [bytes] : bytes;
  let partial: PartialFile | undefined;
  try {
    partial = await openPartial(path);
    for await (const piece of pieces) {
      for (let written = 0; written < piece.length;) {
        written += await partial.file.write(piece.subarray(written));
      }
    }
    await partial.file.sync();
    return partial;
  } catch (thrown) {
    partial?.[Symbol.dispose]();
    throw unwritable(path, thrown);
  }
}

/**
 * Makes sure that a file can be written later, and removes what killed processes left of writing it.
 *
 * @throws {SurroundingsError} when no file can be made in its folder
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const message = 'Cannot write "nowhere/a.txt": its folder does not exist';
 * await assert.rejects(prepareToWrite("nowhere/a.txt"), { message });
 * ```
 */
export async function prepareToWrite(path: string): Promise<void> {
  try {
    const temporary = partialOf(path);
    (await Deno.open(temporary, { write: true, createNew: true })).close();
    // Another process may take it for left over and remove it first.
    await Deno.remove(temporary).catch(() => {});
    await removePartials(dirname(path), (name) => isUniqueBeside(path, "partial", name));
  } catch (thrown) {
    throw unwritable(path, thrown);
  }
}

/**
 * Removes what killed processes left of writing files into a folder; what a living one is writing stays.
 *
 * @param chosen which names of partial files to look at; default all
 */
export async function removePartials(
  folder: string,
  chosen: (name: string) => boolean = isPartial,
): Promise<void> {
  for await (const { name, isFile } of Deno.readDir(folder)) {
    // Of another kind it is none of ours, and opening a pipe would wait without end.
    if (!isFile || !chosen(name)) continue;
    const partial = join(folder, name);
    try {
      using file = await Deno.open(partial, { read: true, write: true });
      if (await file.tryLock(true) && isAt(file, partial)) await Deno.remove(partial);
    } catch {
      // Another process was done with it in the meantime, or nobody can tell: it stays.
    }
  }
}

/**
 * A partial file that this process writes. It is locked until it is renamed or removed: the lock ends with the process,
 * and a partial file without one is left over.
 */
export class PartialFile implements Disposable {
  readonly #stopWaiting: () => void;

  /**
   * @param path where it is
   * @param file open and locked
   */
  constructor(readonly path: string, readonly file: Deno.FsFile) {
    this.#stopWaiting = untilExit(() => this.#remove());
  }

  /** Removes the file, unless it has another name by now. */
  [Symbol.dispose](): void {
    this.#stopWaiting();
    this.#remove();
    this.file.close();
  }

  #remove(): void {
    try {
      Deno.removeSync(this.path);
    } catch {
      // It was renamed.
    }
  }
}

/**
 * Makes a partial file and locks it. A partial file without a lock may be removed by another process, also in the moment
 * before this one has locked it; then another is made, of another name, so that whoever is about to remove the first
 * does not meet the second. Some file systems have no locks.
 */
async function openPartial(path: string): Promise<PartialFile> {
  for (;;) {
    const temporary = partialOf(path);
    const file = await Deno.open(temporary, { write: true, createNew: true });
    await file.lock(true).catch(() => {});
    if (await isThere(temporary)) return new PartialFile(temporary, file);
    file.close();
  }
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}

function partialOf(path: string): string {
  return uniqueBeside(path, "partial");
}

/** Whether a file's name is one under which {@link writeFileAtomic} writes before the file is whole. */
export function isPartial(name: string): boolean {
  return isUnique("partial", name);
}
