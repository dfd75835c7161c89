/**
 * Keeps the permissions of a folder that is replaced: what was private stays private.
 * @module
 */

/**
 * Gives a folder the permissions of another one. Systems without such permissions are left alone.
 *
 * @param model the folder whose permissions are copied; nothing happens if it does not exist
 * @param isFinal whether nothing more is written into the folder; until then its owner may write in any case
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const [old, made] = [await Deno.makeTempDir(), await Deno.makeTempDir()];
 * await Deno.chmod(old, 0o750);
 * keepPermissions(old, made);
 * assert.equal(Deno.statSync(made).mode! & 0o777, 0o750);
 * for (const folder of [old, made]) await Deno.remove(folder);
 * ```
 */
export function keepPermissions(model: string, folder: string, isFinal = true): void {
  try {
    const { mode } = Deno.statSync(model);
    if (mode !== null) Deno.chmodSync(folder, mode & 0o7777 | (isFinal ? 0 : 0o700));
  } catch {
    // It does not exist, or this file system has no permissions.
  }
}
