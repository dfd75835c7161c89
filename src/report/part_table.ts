/**
 * Tables of differences of accuracies with both intervals.
 * @module
 */
import type { MeasureWords } from "../audit/results/measure_names.ts";
import type { PathPart } from "../audit/results/results.ts";
import type { Column } from "./elements.ts";
import { decimal, range, rangeFixed } from "../statistics/format.ts";

/** Heading of the column with the wider interval. */
export const LIKE_THESE = "classes like these";

/** Heading of the column with the narrower interval. */
export const THESE = "these classes";

/** Returns the columns of a table of differences. */
export function partColumns({ accuracy }: MeasureWords): Column[] {
  return [{ head: "", words: true }, { head: accuracy }, { head: LIKE_THESE }, { head: THESE }];
}

/** Makes the row of a difference. */
export function partRow(name: string, part: PathPart): string[] {
  return [name, decimal(part.value), range(part), rangeFixed(part)];
}
