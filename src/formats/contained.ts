/**
 * Names of sounds that lie in another file, a Parquet table or a tar archive: `FILE#MEMBER`. They are used like paths.
 * @module
 */

/** A sound in a file. */
export interface Contained {
  /** Path of the file that holds it. */
  readonly container: string;
  /** Its name in there. */
  readonly member: string;
}

/** Longest name of a sound in a message's sense: names come from untrusted files. */
const LONGEST_NAME = 255;

/**
 * Splits the name of a contained sound; undefined for any other path.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(containedIn("wds/0.tar#a/1.flac"), { container: "wds/0.tar", member: "a/1.flac" });
 * assert.equal(containedIn("take #2.wav"), undefined);
 * ```
 */
export function containedIn(path: string): Contained | undefined {
  const at = /\.(?:parquet|tar)#/i.exec(path);
  if (at === null) return undefined;
  const end = at.index + at[0].length;
  return end === path.length
    ? undefined
    : { container: path.slice(0, end - 1), member: path.slice(end) };
}

/**
 * The name of a sound in a row of a table, whose last part is the sound's own name: rules read ids of recordings from
 * it.
 *
 * @param container the table's path
 * @param column the column of sounds
 * @param row its row, from 1
 * @param name the sound's own name or path, if it has one
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const path = soundInTable("test.parquet", "audio", 3, "clips/1-100032-A.wav");
 * assert.equal(path, "test.parquet#audio/3/1-100032-A.wav");
 * assert.deepEqual(placeInTable("audio/3/1-100032-A.wav"), { column: "audio", row: 3 });
 * ```
 */
export function soundInTable(
  container: string,
  column: string,
  row: number,
  name: string,
): string {
  return `${container}#${encodeURIComponent(column)}/${row}/${plainName(name)}`;
}

/** The column and the row, from 1, of a sound in a table; undefined where the name has another form. */
export function placeInTable(member: string): { column: string; row: number } | undefined {
  const [, column, row] = /^([^/]+)\/([1-9]\d{0,14})\/[^/]+$/.exec(member) ?? [];
  if (column === undefined) return undefined;
  try {
    return { column: decodeURIComponent(column), row: Number(row) };
  } catch {
    return undefined;
  }
}

/** The last part of a name, without what no file's name has. */
export function plainName(name: string): string {
  // deno-lint-ignore no-control-regex
  const last = name.split(/[/\\]/).at(-1)!.replace(/[\0-\x1f\x7f]/g, "_").slice(-LONGEST_NAME);
  return last === "" || last === "." || last === ".." ? "sound" : last;
}
