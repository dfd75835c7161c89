/**
 * Locks the place of an embedding set while a process writes it.
 * @module
 */
import { lockBeside, takeLock } from "../basics/output/lock.ts";
import { refuseSecond } from "../basics/output/output_folder.ts";
import { realPlace, unwritable } from "../basics/output/place.ts";

/**
 * Takes the lock of a set's place, which is the one that every command takes. Shards share it: they write one set
 * together.
 *
 * @param folder the set's place
 * @param isShared whether this process writes a shard
 * @returns the lock; one that locks nothing where the process may write the set's folder only
 * @throws {InputError} when another process is writing there
 * @throws {SurroundingsError} when nothing can be written there
 */
export function lockSet(folder: string, isShared = false): Disposable {
  const place = realPlace(folder);
  try {
    return takeLock(lockBeside(place), isShared) ?? refuseSecond(folder);
  } catch (thrown) {
    if (!isForbidden(thrown)) throw unwritable(folder, thrown);
    return { [Symbol.dispose]() {} };
  }
}

/** Whether no file may be created beside the folder, as where the folder is a mount point. */
function isForbidden(thrown: unknown): boolean {
  return thrown instanceof Deno.errors.PermissionDenied ||
    thrown instanceof Deno.errors.NotCapable ||
    (thrown as { code?: unknown } | null)?.code === "EROFS";
}
