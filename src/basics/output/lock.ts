/**
 * Locks a place, so that one process at a time writes it. The lock ends with the process, so a killed process leaves
 * nothing to clean up.
 * @module
 */
import { untilExit } from "./exit.ts";
import { beside } from "./names.ts";
import { isAt, isLockFile, openPlainFile } from "./plain_file.ts";

const LOCK = "earnest.lock";

/** Path of a place's lock file. */
export function lockBeside(place: string): string {
  return beside(place, LOCK);
}

/** A lock that this process holds. */
export class HeldLock implements Disposable {
  readonly #file: Deno.FsFile;
  readonly #path: string;
  readonly #isShared: boolean;
  readonly #stopWaiting: () => void;
  /** Whether the lock excludes other processes: some file systems have no locks. */
  readonly isSure: boolean;

  /**
   * @param file open and locked
   * @param isSure whether the file system confirmed the lock
   * @param isShared whether other processes may hold it, too
   */
  constructor(file: Deno.FsFile, path: string, isSure: boolean, isShared: boolean) {
    this.#file = file;
    this.#path = path;
    this.isSure = isSure;
    this.#isShared = isShared;
    this.#stopWaiting = untilExit(() => this.#remove());
  }

  /** Removes the file before it ends the lock, so that no process locks a file that is about to be removed. */
  [Symbol.dispose](): void {
    this.#stopWaiting();
    this.#remove();
    this.#file.close();
  }

  #remove(): void {
    try {
      // While others hold the lock, its file stays: the last of them gets it alone.
      if (this.#isShared && this.isSure && !this.#file.tryLockSync(true)) return;
      // A file with content, or with a second name, is another's.
      if (isLockFile(this.#path) && isAt(this.#file, this.#path)) Deno.removeSync(this.#path);
    } catch {
      // Its folder no longer exists, or is no longer writable.
    }
  }
}

/**
 * Takes a lock without waiting.
 *
 * @param path of the lock file, which is created
 * @param isShared whether others may take it as well, if they share it, too
 * @returns undefined when another process holds the lock
 * @throws {InputError} when something other than a regular file is at the path
 * @throws {Error} Deno's, when the file cannot be opened or created
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
 * {
 *   using _one = takeLock(`${folder}/.lock`, true);
 *   using other = takeLock(`${folder}/.lock`, true);
 *   assert.ok(other);
 *   assert.equal(takeLock(`${folder}/.lock`), undefined);
 * }
 * await Deno.remove(folder); // The lock left nothing behind.
 * ```
 */
export function takeLock(path: string, isShared = false): HeldLock | undefined {
  for (;;) {
    const file = openPlainFile(path);
    let isSure = true;
    let isTaken: boolean;
    try {
      isTaken = file.tryLockSync(!isShared);
    } catch {
      // This file system has no locks: only the check before the final rename keeps two processes apart.
      isTaken = true;
      isSure = false;
    }
    // Whoever held its lock may have removed it in the meantime.
    if (isTaken && isAt(file, path)) return new HeldLock(file, path, isSure, isShared);
    file.close();
    if (!isTaken) return undefined;
  }
}
