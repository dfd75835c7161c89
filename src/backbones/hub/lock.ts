/**
 * Locks between processes, compatible with huggingface_hub: several tasks that need one file fetch it once.
 * @module
 */
import { dirname } from "node:path";
import { openPlainFile } from "../../basics/output/plain_file.ts";
import { makeFolders, writing } from "./cache.ts";
import { waitFor } from "./patience.ts";

/** Wait between attempts to take a lock that another process holds. */
const MILLISECONDS_BETWEEN_TRIES = 200;

/**
 * Waits for a lock and takes it; disposing of it, or the end of the process, releases it. On file systems without
 * locks, the call succeeds without one: what it guards must not depend on it.
 *
 * @param onWait called once, when another process holds the lock
 * @param signal ends the wait, with its reason
 * @throws {InputError} when something other than a regular file is at its place
 * @throws {SurroundingsError} when its file cannot be created
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const folder = await Deno.makeTempDir();
 * const waits: string[] = [];
 * const first = await takeLock(`${folder}/a.lock`, () => waits.push("first"));
 * const second = takeLock(`${folder}/a.lock`, () => waits.push("second"));
 * setTimeout(() => first[Symbol.dispose](), 50);
 * (await second)[Symbol.dispose]();
 * assert.deepEqual(waits, ["second"]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function takeLock(
  path: string,
  onWait: () => void,
  signal?: AbortSignal,
): Promise<Disposable> {
  await makeFolders(dirname(path));
  for (let waits = false;;) {
    const file = await writing(path, () => openPlainFile(path));
    // Users of one group may share a cache; huggingface_hub lets them share its locks too, whatever the umask.
    await Deno.chmod(path, 0o664).catch(() => {});
    const taken = await file.tryLock(true).catch(() => true);
    if (taken) return file;
    // Each attempt opens the file again: the process that held the lock may have removed its file.
    file.close();
    if (!waits) onWait();
    waits = true;
    await waitFor(MILLISECONDS_BETWEEN_TRIES, signal);
  }
}
