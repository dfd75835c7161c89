/** Tables for people. */
import { printable } from "../src/basics/printable.ts";
import { aligned, shorten } from "../src/report/text.ts";

/** Columns that a name may take beside numbers. */
const NAME_COLUMNS = 24;

/** A table: rows with their columns padded to one width. */
export function tableOf(rows: readonly (readonly string[])[]): string {
  return aligned(rows).join("\n");
}

/** A label or id from outside, safe to print and short enough for a table's column. */
export function nameCell(name: string, columns: number = NAME_COLUMNS): string {
  return shorten(printable(name), columns);
}

/** A number of things in words: `1 class`, `10 classes`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
}
