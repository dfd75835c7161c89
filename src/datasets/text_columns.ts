/**
 * The columns of a manifest that hold texts.
 * @module
 */

/** The names of the one column of texts, in the order in which they are looked for. */
const PLAIN = ["text", "caption", "captions"];

/** What tables write in place of a caption: few words, since a text may say that something is unknown. */
const NO_CAPTION = /^\s*(?:nan|none|null|nil|n\/?a|<na>|#n\/a)?\s*$/i;

/** Whether a cell or an entry of a list holds no caption: it is blank, or a placeholder such as `nan`. */
export function isNoCaption(text: string): boolean {
  return text.length < 20 ? NO_CAPTION.test(text) : text.trim() === "";
}

/** The column of texts, if rows have one column of them. */
export function plainTextColumn(columns: readonly string[]): string | undefined {
  return PLAIN.find((name) => columns.includes(name));
}

/**
 * Says, after the table's name, which columns of texts of a row are passed over; undefined where none is.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(passedTextsNote(["id", "text"]), undefined);
 * const note = passedTextsNote(["id", "caption", "caption_1"]);
 * assert.match(note!, /^has texts in "caption" and in "caption_1"; only those of "caption" are read/);
 * ```
 */
export function passedTextsNote(columns: readonly string[]): string | undefined {
  const taken = plainTextColumn(columns);
  const others = PLAIN.filter((name) => name !== taken && columns.includes(name));
  if (taken !== undefined) others.push(...captionColumns(columns));
  if (others.length === 0) return undefined;
  return `has texts in "${taken}" and in ${others.map((name) => `"${name}"`).join(", ")}; only ` +
    `those of "${taken}" are read, unless --text-column names another.`;
}

/** The columns of captions, `caption_0`, `caption_1` and so on, by number. */
export function captionColumns(columns: readonly string[]): string[] {
  return columns.filter((name) => captionNumber(name) !== undefined)
    .sort((a, b) => captionNumber(a)! - captionNumber(b)!);
}

/** The caption number of a column; undefined for any other column. */
export function captionNumber(column: string): number | undefined {
  return /^caption_(?:0|[1-9]\d{0,5})$/.test(column)
    ? Number(column.slice("caption_".length))
    : undefined;
}
