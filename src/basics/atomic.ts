/**
 * Files that appear whole or not at all: written beside their place, synced, then renamed into it.
 * @module
 */
import { basename, dirname, join } from "node:path";
import { EarnestError, messageOf, SurroundingsError } from "./errors.ts";

/**
 * Writes a file atomically; a reader sees the old content or the new, never a part.
 *
 * @param path where the file shall be; its folder must exist
 * @param content text (written as UTF-8), bytes, or bytes that come piece by piece, of which one is held at a time
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
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array | AsyncIterable<Uint8Array>,
): Promise<void> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const pieces = bytes instanceof Uint8Array ? [bytes] : bytes;
  let partial: PartialFile | undefined;
  try {
    partial = await openPartial(path);
    using file = partial.file;
    for await (const piece of pieces) {
      for (let written = 0; written < piece.length;) {
        written += await file.write(piece.subarray(written));
      }
    }
    await file.sync();
    await Deno.rename(partial.temporary, path);
  } catch (thrown) {
    if (partial) await Deno.remove(partial.temporary).catch(() => {});
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
    await removePartials(dirname(path), (name) => isPartialOf(path, name));
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
  for await (const { name } of Deno.readDir(folder)) {
    if (!chosen(name)) continue;
    const partial = join(folder, name);
    try {
      using file = await Deno.open(partial, { write: true });
      if (await file.tryLock(true)) await Deno.remove(partial);
    } catch {
      // Another process was done with it in the meantime, or nobody can tell: it stays.
    }
  }
}

/** A partial file that this process writes. */
interface PartialFile {
  readonly temporary: string;
  readonly file: Deno.FsFile;
}

/**
 * Makes a partial file and locks it. The lock ends with the process: a partial file without one is left over, and may be
 * removed by another process, also in the moment before this one has locked it; then another is made, of another name,
 * so that whoever is about to remove the first does not meet the second. Some file systems have no locks.
 */
async function openPartial(path: string): Promise<PartialFile> {
  for (;;) {
    const temporary = partialOf(path);
    const file = await Deno.open(temporary, { write: true, createNew: true });
    await file.lock(true).catch(() => {});
    if (await isThere(temporary)) return { temporary, file };
    file.close();
  }
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}

/** Where a file is written before it is whole; the name tells whose part it is. */
function partialOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.${crypto.randomUUID()}.partial`);
}

function isPartialOf(path: string, name: string): boolean {
  const prefix = `.${basename(path)}.`;
  return name.startsWith(prefix) && /^[0-9a-f-]{36}\.partial$/.test(name.slice(prefix.length));
}

/** Whether a file's name is one under which {@link writeFileAtomic} writes before the file is whole. */
export function isPartial(name: string): boolean {
  return /^\..+\.[0-9a-f-]{36}\.partial$/.test(name);
}

/** What the content itself says is wrong, as it says it; all else is trouble with the file. */
function unwritable(path: string, thrown: unknown): EarnestError {
  if (thrown instanceof EarnestError) return thrown;
  const reason = thrown instanceof Deno.errors.NotFound
    ? "its folder does not exist"
    : messageOf(thrown);
  return new SurroundingsError(`Cannot write "${path}": ${reason}`);
}
