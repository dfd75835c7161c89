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

/**
 * Returns the output folder that the words of a command name.
 *
 * @returns undefined where they name none
 */
export function outOf(words: readonly string[]): string | undefined {
  return words.map((word, i) => outAt(words, word, i)).findLast((out) => out !== undefined);
}

/**
 * Returns the words of a command with another output folder: that of shards may have been moved since.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(withOut(["clips.csv", "--out", "set"], "/b/set"), ["clips.csv", "--out", "/b/set"]);
 * assert.deepEqual(withOut(["--out=set", "clips.csv"], "/b/set"), ["--out=/b/set", "clips.csv"]);
 * ```
 */
export function withOut(words: readonly string[], place: string): string[] {
  return words.map((word, i) => {
    if (outAt(words, word, i) === undefined) return word;
    return word.startsWith(OUT_EQUALS) && words[i - 1] !== OUT ? `${OUT_EQUALS}${place}` : place;
  });
}

const OUT = "--out";
const OUT_EQUALS = `${OUT}=`;

function outAt(words: readonly string[], word: string, i: number): string | undefined {
  if (words[i - 1] === OUT) return word;
  return word.startsWith(OUT_EQUALS) ? word.slice(OUT_EQUALS.length) : undefined;
}
