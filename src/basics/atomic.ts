/**
 * Files that appear whole or not at all: each is written beside its place, synced, and renamed into it.
 * @module
 */
import { dirname, join } from "node:path";
import { untilExit } from "./output/exit.ts";
import { isUnique, isUniqueBeside, uniqueBeside } from "./output/names.ts";
import { unwritable } from "./output/place.ts";
import { isAt } from "./output/plain_file.ts";

/** Text (written as UTF-8), bytes, or a stream of byte pieces; one piece at a time is held in memory. */
export type Content = string | Uint8Array | AsyncIterable<Uint8Array>;

/**
 * Writes a file atomically: a reader sees the old content or the new, never a part.
 *
 * @param path where the file is written; its folder must exist
 * @throws {SurroundingsError} when the file cannot be written; no partial file remains. {@link prepareToWrite} and
 * {@link removePartials} remove the partial files of killed processes
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
 * Writes a temporary file beside a path, to be renamed to that path later.
 *
 * @returns the file, complete and synced; disposing of it removes the file unless it was renamed
 * @throws {SurroundingsError} when it cannot be written; no partial file remains
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
 * Checks that a file can be written later, and removes the partial files that killed processes left for it.
 *
 * @throws {SurroundingsError} when no file can be created in its folder
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
    // Another process may take it for a leftover and remove it first.
    await Deno.remove(temporary).catch(() => {});
    await removePartials(dirname(path), (name) => isUniqueBeside(path, "partial", name));
  } catch (thrown) {
    throw unwritable(path, thrown);
  }
}

/**
 * Removes the partial files that killed processes left in a folder; files that a running process is writing stay.
 *
 * @param chosen selects partial files by name; default all
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
      // Another process removed or renamed it in the meantime, or its state is unknown: it stays.
    }
  }
}

/**
 * A partial file that this process writes. It is locked until it is renamed or removed. The lock ends with the process,
 * so a partial file without a lock is a leftover.
 */
export class PartialFile implements Disposable {
  readonly #stopWaiting: () => void;

  /**
   * @param path of the file
   * @param file open and locked
   */
  constructor(readonly path: string, readonly file: Deno.FsFile) {
    this.#stopWaiting = untilExit(() => this.#remove());
  }

  /** Removes the file, unless it has been renamed. */
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
 * Creates a partial file and locks it. Another process may remove a partial file without a lock, even between its
 * creation and its locking. A new one is then created under another name, so that the process about to remove the first
 * does not hit the second. Some file systems have no locks.
 */
async function openPartial(path: string): Promise<PartialFile> {
  // A program that may write there but not read would never see that its file is still there.
  await Deno.lstat(dirname(path));
  for (;;) {
    const temporary = partialOf(path);
    const file = await Deno.open(temporary, { write: true, createNew: true });
    await file.lock(true).catch(() => {});
    if (await stillExists(temporary)) return new PartialFile(temporary, file);
    file.close();
  }
}

async function stillExists(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}

function partialOf(path: string): string {
  return uniqueBeside(path, "partial");
}

/** Whether a file name is one that {@link writeFileAtomic} uses before the file is whole. */
export function isPartial(name: string): boolean {
  return isUnique("partial", name);
}
