/**
 * The words of a command line that is run again with further options.
 * @module
 */

/**
 * Adds options to the words of a command, before `--`: the words behind it are not options.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(withOptions(["--out", "set", "--", "-clips.csv"], ["--shard", "0/4"]), [
 *   "--out", "set", "--shard", "0/4", "--", "-clips.csv",
 * ]);
 * ```
 */
export function withOptions(words: readonly string[], options: readonly string[]): string[] {
  const end = words.includes("--") ? words.indexOf("--") : words.length;
  return [...words.slice(0, end), ...options, ...words.slice(end)];
}
