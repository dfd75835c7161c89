/**
 * The lock of a place that one process at a time writes: it ends with the process, so nothing has to be cleared away
 * after one that was killed.
 * @module
 */
import { untilExit } from "./exit.ts";
import { beside } from "./names.ts";

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
      // We write nothing into it: a file with content is another's.
      if (this.#file.statSync().size === 0 && isAt(this.#file, this.#path)) {
        Deno.removeSync(this.#path);
      }
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
    const file = Deno.openSync(path, { write: true, create: true });
    let isSure = true;
    let isTaken: boolean;
    try {
      isTaken = file.tryLockSync(true);
    } catch {
      // This file system has no locks: what keeps two processes apart is the look at the end.
      isTaken = true;
      isSure = false;
    }
    if (isTaken && isAt(file, path)) return new HeldLock(file, path, isSure);
    file.close();
    if (!isTaken) return undefined;
  }
}

/** Whether a file is still the one at a path: whoever held its lock may have removed it in the meantime. */
function isAt(file: Deno.FsFile, path: string): boolean {
  try {
    return Deno.statSync(path).ino === file.statSync().ino;
  } catch {
    return false;
  }
}
