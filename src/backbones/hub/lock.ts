/**
 * Locks between processes, those of huggingface_hub: several tasks that need one file fetch it once.
 * @module
 */
import { dirname } from "node:path";
import { openPlainFile } from "../../basics/output/plain_file.ts";
import { makeFolder, writing } from "./cache.ts";

/** How often a lock that another process holds is tried again. */
const MILLISECONDS_BETWEEN_TRIES = 200;

/**
 * Waits for a lock and takes it; it ends with its disposal, or with the process. Where file systems have no locks it
 * is taken for granted: what it guards must not depend on it.
 *
 * @param onWait called once, when another process holds the lock
 * @throws {InputError} when something is there that is no regular file
 * @throws {SurroundingsError} when its file cannot be made
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
export async function takeLock(path: string, onWait: () => void): Promise<Disposable> {
  await makeFolder(dirname(path));
  for (let waits = false;;) {
    const file = await writing(path, () => openPlainFile(path));
    // Users of one group may share a cache; huggingface_hub lets them share its locks too, whatever the umask.
    await Deno.chmod(path, 0o664).catch(() => {});
    const taken = await file.tryLock(true).catch(() => true);
    if (taken) return file;
    // It is opened anew for each try: whoever held it may have removed its file.
    file.close();
    if (!waits) onWait();
    waits = true;
    await new Promise((wake) => setTimeout(wake, MILLISECONDS_BETWEEN_TRIES));
  }
}
