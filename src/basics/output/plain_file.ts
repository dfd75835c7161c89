/**
 * Files that processes share, such as locks: they lie in folders that others write, too.
 * @module
 */
import { InputError } from "../errors.ts";
import { irregularKind } from "../input_file.ts";

/**
 * Opens a regular file for reading and writing, and makes it where nothing is. Whatever else is at the path is refused:
 * a link would lead elsewhere, and opening a pipe would wait without end.
 *
 * @throws {InputError} when something else is there
 * @throws {Error} Deno's, when the file cannot be opened or made
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const folder = await Deno.makeTempDir();
 * await Deno.symlink("/elsewhere", `${folder}/.lock`);
 * assert.throws(() => openPlainFile(`${folder}/.lock`), {
 *   message: `"${folder}/.lock" is a link; expected a file that Earnest makes itself (remove it)`,
 * });
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function openPlainFile(path: string): Deno.FsFile {
  for (;;) {
    const file = makePlainFile(path) ?? openThere(path);
    if (file && isAt(file, path)) return file;
    // Another process removed it between two looks.
    file?.close();
  }
}

/** Whether an open file is the one at a path, which no link leads to. */
export function isAt(file: Deno.FsFile, path: string): boolean {
  try {
    const there = Deno.lstatSync(path);
    return there.isFile && there.ino === file.statSync().ino;
  } catch {
    return false;
  }
}

/**
 * Whether the file at a path is a lock that Earnest made: it writes nothing into one, and gives it no second name.
 */
export function isLockFile(path: string): boolean {
  try {
    const { isFile, size, nlink } = Deno.lstatSync(path);
    return isFile && size === 0 && (nlink ?? 1) === 1;
  } catch {
    return false;
  }
}

function makePlainFile(path: string): Deno.FsFile | undefined {
  try {
    return Deno.openSync(path, { read: true, write: true, createNew: true });
  } catch (thrown) {
    if (thrown instanceof Deno.errors.AlreadyExists) return undefined;
    throw thrown;
  }
}

function openThere(path: string): Deno.FsFile | undefined {
  try {
    const info = Deno.lstatSync(path);
    if (!info.isFile) {
      throw new InputError(
        `"${path}" is ${
          irregularKind(info)
        }; expected a file that Earnest makes itself (remove it)`,
      );
    }
    // For reading, too: should a pipe have taken its place just now, opening it does not wait.
    return Deno.openSync(path, { read: true, write: true });
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return undefined;
    throw thrown;
  }
}
