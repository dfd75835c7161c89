/**
 * Fits text into tables of the terminal and the report.
 * @module
 */

/**
 * Shortens a text to at most `length` code points, with an ellipsis.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(shorten("acoustic guitar", 9), "acoustic…");
 * ```
 */
export function shorten(text: string, length: number): string {
  const points = [...text];
  return points.length <= length ? text : `${points.slice(0, length - 1).join("")}…`;
}

/** Pads the columns of a table to one width; the first column is aligned to the left, the others to the right. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)
    );
    return `  ${cells.join("  ")}`.trimEnd();
  });
}
