/**
 * Words of commands that are shown to be copied.
 * @module
 */
import { printable } from "./printable.ts";

/**
 * A word of a command, in quotes where a shell would not read it as it stands.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(["a/b.json", "my audit; echo x", "it's"].map(shellWord), [
 *   "a/b.json", "'my audit; echo x'", "'it'\\''s'",
 * ]);
 * ```
 */
export function shellWord(word: string): string {
  const shown = printable(word);
  return /^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", `'\\''`)}'`;
}

/**
 * A path as an argument that no command takes for an option.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(["clips", "-clips"].map(pathWord), ["clips", "./-clips"]);
 * ```
 */
export function pathWord(path: string): string {
  return path.startsWith("-") ? `./${path}` : path;
}
