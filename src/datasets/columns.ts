/**
 * Names of columns in messages.
 * @module
 */
import { nearest } from "../basics/nearest.ts";
import { quotable } from "../basics/printable.ts";

/** The largest number of columns that a message lists. */
const MOST_COLUMNS_LISTED = 12;

/**
 * Describes a missing column for a message: its name, the columns that exist, and the one with the nearest name.
 *
 * @param remedy what names another column, such as an option or key
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const said = 'no column "label"; it has "id", "label "; did you mean "label "?';
 * assert.equal(noColumn("label", ["id", "label "]), said);
 * ```
 */
export function noColumn(column: string, found: readonly string[], remedy?: string): string {
  const near = nearest(column, found);
  const parts = [
    `no column "${quotable(column)}"`,
    `it has ${columnList(found)}`,
    ...(remedy === undefined ? [] : [remedy]),
    ...(near === undefined ? [] : [`did you mean "${quotable(near)}"?`]),
  ];
  return parts.join("; ");
}

/** Lists the names of columns for a message. */
export function columnList(columns: readonly string[]): string {
  const listed = columns.slice(0, MOST_COLUMNS_LISTED).map((name) => `"${quotable(name)}"`);
  const more = columns.length - listed.length;
  return listed.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
