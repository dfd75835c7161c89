/**
 * Labels that are missing: what tables hold in the column of labels where nothing is known of a row's class.
 * @module
 */
import { quotable } from "../basics/printable.ts";
import { known } from "./placeholders.ts";

/** The classes of a table that has -1 as one: signs, as of moods or of two sides. */
const SIGNS = new Set(["-1", "0", "1", "+1"]);
/** A list without a label, as JSON Lines and Parquet have it. */
const EMPTY_LIST = /^\[\s*(?:(?:""|null)\s*(?:,\s*(?:""|null)\s*)*)?\]$/;
/** Rows and placeholders that a note names. */
const NAMED = 5;

/**
 * Makes a function that says whether a cell of a column of labels names no class: it is empty, an empty list, or a
 * placeholder such as `nan`, `None`, `unknown` or `-1`. Speech Commands has a class `_unknown_`, so a word between
 * underscores is a label; and -1 is one where the others are 0 and 1.
 *
 * @param cells all cells of the column
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const isMissing = missingAmong(["dog", "nan", "_unknown_", "[]", "unknown", "-1"]);
 * assert.deepEqual(["dog", "nan", "_unknown_", "[]", "unknown", "-1"].filter(isMissing), [
 *   "nan", "[]", "unknown", "-1",
 * ]);
 * assert.equal(missingAmong(["-1", "1"])("-1"), false);
 * ```
 */
export function missingAmong(cells: readonly string[]): (cell: string) => boolean {
  const areSigns = cells.length > 0 && cells.every((cell) => SIGNS.has(cell.trim())) &&
    cells.some((cell) => cell.trim() !== "-1");
  return (cell) => {
    const text = cell.trim();
    if (EMPTY_LIST.test(text)) return true;
    // Other marks may be names that somebody gave: "+", or a picture.
    if (!/[\p{L}\p{N}]/u.test(text)) return /^[-–—.?]*$/.test(text);
    return !areSigns && !/^_+[^_].*_$/.test(text) && known(text) === undefined;
  };
}

/** A row without a label. */
export interface UnlabeledRow {
  /** The number of its line, row or item, from 1. */
  readonly at: number;
  /** What stands in place of the label. */
  readonly cell: string;
}

/**
 * Says which rows have no label; nothing where all have one.
 *
 * @param rows those without a label
 * @param all the number of all rows
 * @param what the rows are, with their file: the note begins "2 of 40 " and this
 * @param unit what the rows' numbers count, such as `line`
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rows = [{ at: 3, cell: "nan" }, { at: 7, cell: "" }];
 * assert.deepEqual(missingLabelNotes(rows, 40, 'rows of "a.csv"', "line"), [
 *   '2 of 40 rows of "a.csv" have no label (lines 3, 7: "nan", nothing), so they belong to no class and are left out. ' +
 *   'Where that is the name of a class, write it between underscores, as in "_unknown_".',
 * ]);
 * ```
 */
export function missingLabelNotes(
  rows: readonly UnlabeledRow[],
  all: number,
  what: string,
  unit: string,
): string[] {
  if (rows.length === 0) return [];
  const isOne = rows.length === 1;
  const more = rows.length > NAMED ? ` and ${rows.length - NAMED} more` : "";
  const places = `${unit}${isOne ? "" : "s"} ${
    rows.slice(0, NAMED).map(({ at }) => at).join(", ")
  }${more}`;
  const cells = [...new Set(rows.map(({ cell }) => cell.trim()))].slice(0, NAMED);
  const written = cells.map((cell) => cell === "" ? "nothing" : `"${quotable(cell)}"`).join(", ");
  const so = isOne ? "it belongs to no class and is" : "they belong to no class and are";
  const hint = cells.every((cell) => cell === "")
    ? ""
    : ' Where that is the name of a class, write it between underscores, as in "_unknown_".';
  return [
    `${rows.length} of ${all} ${what} ${
      isOne ? "has" : "have"
    } no label (${places}: ${written}), ` +
    `so ${so} left out.${hint}`,
  ];
}

/**
 * Says which labels of a list read as what tables hold where a label is missing; nothing where none does.
 *
 * @param labels the labels, each a class since somebody listed it
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(placeholderNotes(["dog", "nan"]), [
 *   'The label "nan" reads as tables write a missing one, but is listed, so it is a class; remove it where it is none.',
 * ]);
 * ```
 */
export function placeholderNotes(labels: readonly string[]): string[] {
  const found = labels.filter(missingAmong(labels));
  if (found.length === 0) return [];
  const [one, named] = [found.length === 1, found.slice(0, NAMED)];
  const list = named.map((label) => `"${quotable(label)}"`).join(", ");
  return [
    `The label${one ? "" : "s"} ${list}${found.length > NAMED ? " and others" : ""} ${
      one ? "reads" : "read"
    } as tables write a missing one, but ${one ? "is" : "are"} listed, so ${
      one ? "it is a class; remove it where it is none" : "they are classes; remove what is none"
    }.`,
  ];
}
