/** Tables for people: columns padded to one width. */
import { printable } from "../src/basics/printable.ts";
import { shorten } from "../src/report/text.ts";

/** Columns that a name may take beside numbers. */
const NAME_COLUMNS = 24;

/** Rows with their columns padded to one width: the first to the right, the others to the left. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)
    );
    return `  ${cells.join("  ")}`.trimEnd();
  }).join("\n");
}

/** A label or id from outside, safe to print and short enough for a table's column. */
export function nameCell(name: string, columns: number = NAME_COLUMNS): string {
  return shorten(printable(name), columns);
}

/** A number of things in words: `1 class`, `10 classes`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
}
