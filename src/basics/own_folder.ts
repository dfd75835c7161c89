/**
 * Folders inside an output folder, which may come from a stranger: what is written there stays there.
 * @module
 */
import { InputError, messageOf, SurroundingsError } from "./errors.ts";

/**
 * Makes a folder, and those above it, where it is not there.
 *
 * @throws {InputError} when a symbolic link is there: what is written would go elsewhere
 * @throws {SurroundingsError} when it cannot be made
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
    throw new SurroundingsError(`Cannot make "${path}": ${messageOf(thrown)}`);
  }
}

/** Refuses to write through a symbolic link; whether anything else is there is another's question. */
export async function refuseLink(path: string): Promise<void> {
  const isLink = await Deno.lstat(path).then(({ isSymlink }) => isSymlink, () => false);
  if (!isLink) return;
  throw new InputError(
    `"${path}" is a symbolic link; expected a folder, as Earnest makes it (remove the link)`,
  );
}
