/**
 * Tables of differences of accuracies with both intervals.
 * @module
 */
import type { MeasureWords } from "../audit/results/measure_names.ts";
import type { PathPart } from "../audit/results/results.ts";
import type { Column } from "./elements.ts";
import type { Part } from "./markup.ts";
import { decimal, range, rangeFixed } from "../statistics/format.ts";

/** Returns the headings of the columns with the wider and the narrower interval. */
export function intervalHeads({ classes }: MeasureWords): [likeThese: string, these: string] {
  return [`${classes} like these`, `these ${classes}`];
}

/** Returns the columns of a table of differences. */
export function partColumns(words: MeasureWords): Column[] {
  const heads = [words.accuracy, ...intervalHeads(words)].map((head) => ({ head }));
  return [{ head: "part", words: true }, ...heads];
}

/** Makes the row of a difference. */
export function partRow(name: Part, part: PathPart): Part[] {
  return [name, decimal(part.value), range(part), rangeFixed(part)];
}
