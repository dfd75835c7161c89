/**
 * Tables of differences of accuracies with both of their intervals.
 * @module
 */
import type { PathPart } from "../audit/results/results.ts";
import type { Column } from "./elements.ts";
import { decimal, range, rangeFixed } from "./text.ts";

/** What the wider interval is for, as a column's head. */
export const LIKE_THESE = "classes like these";

/** What the narrower interval is for. */
export const THESE = "these classes";

/** The columns of a table of differences. */
export const PART_COLUMNS: readonly Column[] = [
  { head: "", words: true },
  { head: "accuracy" },
  { head: LIKE_THESE },
  { head: THESE },
];

/** A difference as a row of such a table. */
export function partRow(name: string, part: PathPart): string[] {
  return [name, decimal(part.value), range(part), rangeFixed(part)];
}
