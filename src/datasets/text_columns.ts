/**
 * The columns of a manifest that hold texts.
 * @module
 */

/** The column of texts, if rows have one column of them. */
export function plainTextColumn(columns: readonly string[]): string | undefined {
  return ["text", "caption", "captions"].find((name) => columns.includes(name));
}

/** The columns of captions, `caption_1`, `caption_2` and so on, by number. */
export function captionColumns(columns: readonly string[]): string[] {
  return columns.filter((name) => captionNumber(name) !== undefined)
    .sort((a, b) => captionNumber(a)! - captionNumber(b)!);
}

/** The caption number of a column; undefined for any other column. */
export function captionNumber(column: string): number | undefined {
  return /^caption_[1-9]\d{0,5}$/.test(column)
    ? Number(column.slice("caption_".length))
    : undefined;
}
