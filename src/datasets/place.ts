/**
 * Places in a manifest: where a text starts, and where a unit of it lies.
 * @module
 */

/** A place in a manifest. */
export interface Place {
  /** The manifest's name, as the user gave it. */
  readonly file: string;
  /** The line, from 1. */
  readonly line: number;
  /** The UTF-16 unit in the line, from 1. */
  readonly column: number;
}

/** Where a text starts, and how it is written there. */
export interface WrittenPlace extends Place {
  /** The text as the manifest writes it, with doubled quotes or escapes, if that differs. */
  readonly written?: string;
}

/**
 * Finds the place of a UTF-16 unit of a text in its manifest. Doubled quotes and line breaks of a CSV field and
 * escapes of a JSON string are taken into account.
 *
 * @param place where the text starts
 * @param text the parsed text
 * @param offset the unit, from 0; the text's length for its end
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const place = { file: "a.csv", line: 2, column: 5 };
 * assert.deepEqual(placeIn(place, "rain\na dog", 7), { file: "a.csv", line: 3, column: 3 });
 * const quoted = { ...place, written: '""Dog""' };
 * assert.deepEqual(placeIn(quoted, '"Dog"', 1), { file: "a.csv", line: 2, column: 7 });
 * ```
 */
export function placeIn(place: WrittenPlace, text: string, offset: number): Place {
  const { file, line, column, written } = place;
  if (written !== undefined) {
    return isJson(file)
      ? { file, line, column: column + writtenLength(written, offset) }
      : placeAfter(place, text.slice(0, offset).replaceAll('"', '""'));
  }
  return placeAfter(place, text.slice(0, offset));
}

function placeAfter({ file, line, column }: Place, before: string): Place {
  const last = before.lastIndexOf("\n");
  if (last < 0) return { file, line, column: column + before.length };
  return { file, line: line + before.split("\n").length - 1, column: before.length - last };
}

function isJson(file: string): boolean {
  return /\.jsonl$/i.test(file);
}

/** Counts the units of a JSON string as written that encode its first `count` units. */
function writtenLength(written: string, count: number): number {
  let at = 0;
  for (let unit = 0; unit < count && at < written.length; unit++) {
    at += written[at] !== "\\" ? 1 : written[at + 1] === "u" ? 6 : 2;
  }
  return at;
}
