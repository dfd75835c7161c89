/**
 * Files that appear whole or not at all: written beside their place, synced, then renamed into it.
 * @module
 */
import { dirname, join } from "node:path";
import { messageOf, SurroundingsError } from "./errors.ts";

/**
 * Writes a file atomically; a reader sees the old content or the new, never a part.
 *
 * @param path where the file shall be; its folder must exist
 * @param content text (written as UTF-8) or bytes
 * @throws {SurroundingsError} when the file cannot be written; nothing is left behind
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const folder = await Deno.makeTempDir();
 * await writeFileAtomic(`${folder}/a.txt`, "whole");
 * assert.equal(await Deno.readTextFile(`${folder}/a.txt`), "whole");
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${crypto.randomUUID()}.partial`);
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  try {
    using file = await Deno.open(temporary, { write: true, createNew: true });
    for (let written = 0; written < bytes.length;) {
      written += await file.write(bytes.subarray(written));
    }
    await file.sync();
    await Deno.rename(temporary, path);
  } catch (thrown) {
    await Deno.remove(temporary).catch(() => {});
    throw new SurroundingsError(`Cannot write "${path}": ${messageOf(thrown)}`);
  }
}
