/**
 * Folders inside an output folder that may come from an untrusted source: writes stay inside them.
 * @module
 */
import { InputError } from "./errors.ts";
import { failure } from "./failure.ts";

/**
 * Creates a folder and its parents where they do not exist.
 *
 * @throws {InputError} when a symbolic link is in the way, which would redirect the writes
 * @throws {SurroundingsError} when it cannot be created
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const folder = await Deno.makeTempDir();
 * await Deno.symlink("/elsewhere", `${folder}/charts`);
 * await assert.rejects(makeOwnFolder(`${folder}/charts`), /is a symbolic link; expected a folder/);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function makeOwnFolder(path: string): Promise<void> {
  await refuseLink(path);
  try {
    await Deno.mkdir(path, { recursive: true });
  } catch (thrown) {
    throw failure(`Cannot make "${path}"`, thrown);
  }
}

/** Refuses to write through a symbolic link; other entries at the path are not checked here. */
export async function refuseLink(path: string): Promise<void> {
  const isLink = await Deno.lstat(path).then(({ isSymlink }) => isSymlink, () => false);
  if (!isLink) return;
  throw new InputError(
    `"${path}" is a symbolic link; expected a folder, as Earnest makes it (remove the link)`,
  );
}
