/**
 * Writes a paper's table as CSV.
 * @module
 */
import { printable } from "../../basics/printable.ts";
import type { PaperTable, Value } from "./table.ts";

/** What spreadsheets take for the beginning of a formula. */
const FORMULA = /^[=+\-@]/;

/**
 * Writes a table as CSV (RFC 4180, UTF-8, lines end in a line feed): one header line, numbers with every digit, empty
 * cells for what was not measured. A text that a spreadsheet would run as a formula gets an apostrophe in front.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const table = {
 *   name: "classes" as const,
 *   columns: ["class", "dirty"],
 *   rows: [["=1+1", -0.25], ["dog, barking", undefined]],
 *   shown: [],
 * };
 * assert.equal(asCsv(table), `class,dirty\n'=1+1,-0.25\n"dog, barking",\n`);
 * ```
 */
export function asCsv({ columns, rows }: Pick<PaperTable, "columns" | "rows">): string {
  return [columns, ...rows].map((row) => row.map(fieldOf).join(",") + "\n").join("");
}

function fieldOf(value: Value): string {
  if (value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = printable(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
