/**
 * The lock of a place that one process at a time writes: it ends with the process, so nothing has to be cleared away
 * after one that was killed.
 * @module
 */
import { untilExit } from "./exit.ts";
import { beside } from "./names.ts";
import { isAt, isLockFile, openPlainFile } from "./plain_file.ts";

const LOCK = "earnest.lock";

/** Where the lock of a place is. */
export function lockBeside(place: string): string {
  return beside(place, LOCK);
}

/** A lock that this process holds. */
export class HeldLock implements Disposable {
  readonly #file: Deno.FsFile;
  readonly #path: string;
  readonly #stopWaiting: () => void;
  /** Whether it keeps others away: some file systems have no locks. */
  readonly isSure: boolean;

  /**
   * @param file open and locked
   * @param isSure whether the file system said so
   */
  constructor(file: Deno.FsFile, path: string, isSure: boolean) {
    this.#file = file;
    this.#path = path;
    this.isSure = isSure;
    this.#stopWaiting = untilExit(() => this.#remove());
  }

  /** Removes the file, then ends the lock: nobody takes a lock on a file that is about to go. */
  [Symbol.dispose](): void {
    this.#stopWaiting();
    this.#remove();
    this.#file.close();
  }

  #remove(): void {
    try {
      // A file with content, or with a second name, is another's.
      if (isLockFile(this.#path) && isAt(this.#file, this.#path)) Deno.removeSync(this.#path);
    } catch {
      // Its folder is gone, or nobody may write there any longer.
    }
  }
}

/**
 * Takes a lock, without waiting.
 *
 * @param path of the lock's file, which is made
 * @returns undefined when another process has it
 * @throws {InputError} when something is there that is no regular file
 * @throws {Error} Deno's, when the file cannot be opened or made
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const folder = await Deno.makeTempDir();
 * {
 *   using lock = takeLock(`${folder}/.lock`);
 *   assert.ok(lock);
 *   assert.equal(takeLock(`${folder}/.lock`), undefined);
 * }
 * await Deno.remove(folder); // The lock left nothing behind.
 * ```
 */
export function takeLock(path: string): HeldLock | undefined {
  for (;;) {
    const file = openPlainFile(path);
    let isSure = true;
    let isTaken: boolean;
    try {
      isTaken = file.tryLockSync(true);
    } catch {
      // This file system has no locks: what keeps two processes apart is the look at the end.
      isTaken = true;
      isSure = false;
    }
    // Whoever held its lock may have removed it in the meantime.
    if (isTaken && isAt(file, path)) return new HeldLock(file, path, isSure);
    file.close();
    if (!isTaken) return undefined;
  }
}
