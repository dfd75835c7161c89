/**
 * Placeholders: what tables hold where nothing is known.
 * @module
 */

/**
 * The placeholders, in lower case and without the marks around them: what pandas, R, spreadsheets, JSON and people write
 * for a missing value. "Not found" is Clotho's, for sounds that Freesound no longer has.
 */
const PLACEHOLDERS = new Set([
  ..."nan none null nil na n.a n/a nat nd n.d unk unknown undefined unavailable missing tbd".split(
    " ",
  ),
  ...["not found", "not available", "not applicable", "not known", "no data", "no source"],
  ...["unspecified", "not specified", "unknown source", "no id", "deleted", "removed", "error"],
]);

/** What spreadsheets write for a formula that fails. */
const SPREADSHEET_ERROR = /^#(?:REF|VALUE|NAME|NUM|NULL|DIV\/0|N\/A)[!?]?$/i;
/** The longest placeholder with the marks around it, in characters. */
const LONGEST = 40;

/**
 * Returns what a cell says, without the spaces around it; undefined where it is empty or holds a placeholder, such as
 * `nan`, `None`, `N/A`, `unknown`, `Not found`, `-1` or `-`. Case, and marks around the words (`<NA>`, `(unknown)`), make
 * no difference.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(["137692", " Not found", "-1", "#N/A", "NaNo tour"].map(known), [
 *   "137692", undefined, undefined, undefined, "NaNo tour",
 * ]);
 * ```
 */
export function known(cell: string): string | undefined {
  const text = cell.trim();
  if (text.length > LONGEST) return text;
  // As sources, -99 and -999 of statistics programs are as little as -1.
  if (/^-(?:1|9{2,4})(?:\.0*)?$/.test(text) || SPREADSHEET_ERROR.test(text)) return undefined;
  const word = text.normalize("NFKC").toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "")
    .replaceAll(/[\s_-]+/g, " ").replaceAll(/ ?\/ ?/g, "/");
  return word === "" || PLACEHOLDERS.has(word) ? undefined : text;
}
