/**
 * Tells whether a file is still the one that was read or written.
 * @module
 */

/**
 * Returns a text that changes when a file is written, replaced or removed.
 *
 * @returns undefined when there is nothing at the path
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const file = await Deno.makeTempFile();
 * const before = stampOf(file);
 * assert.equal(stampOf(file), before);
 * await Deno.writeTextFile(file, "more");
 * assert.notEqual(stampOf(file), before);
 * await Deno.remove(file);
 * assert.equal(stampOf(file), undefined);
 * ```
 */
export function stampOf(path: string): string | undefined {
  try {
    const { dev, ino, size, mtime } = Deno.lstatSync(path);
    return [dev, ino, size, mtime?.getTime()].join(" ");
  } catch {
    return undefined;
  }
}
