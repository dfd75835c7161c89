/**
 * A table of a paper: the same numbers as plain values for programs, and as people read them.
 * @module
 */
import type { MeasureWords } from "../../audit/results/measure_names.ts";
import type { AuditResults } from "../../audit/results/results.ts";
import type { Interval } from "../../statistics/intervals.ts";

/** The tables of a paper, as in the names of their files. */
export const TABLE_NAMES = [
  "conditions",
  "path",
  "references",
  "contrasts",
  "classes",
  "leaks",
  "checklist",
] as const;
/** One of {@link TABLE_NAMES}. */
export type TableName = typeof TABLE_NAMES[number];

/** A value of a table for programs: a text, a number with all its digits, or nothing. */
export type Value = string | number | undefined;

/** A heading of a shown table. */
export interface ShownHead {
  /** Its words. */
  readonly head: string;
  /** Whether the column holds words, which may be of any length and characters; else its cells are formatted numbers. */
  readonly isText: boolean;
  /** Whether the words are keys of a file, with commas between them. */
  readonly areKeys?: true;
}

/** Rows that belong together. */
export interface ShownGroup {
  /** What they are about; undefined where a table has one group. */
  readonly name?: string | undefined;
  /** Cells as people read them, rounded as the report rounds. */
  readonly rows: readonly (readonly string[])[];
}

/** A table as a paper prints it. */
export interface ShownTable {
  /** What it shows, in a sentence or more. */
  readonly caption: string;
  /** The columns. */
  readonly heads: readonly ShownHead[];
  /** The rows, by what they are about. */
  readonly groups: readonly ShownGroup[];
}

/** A table of a paper. */
export interface PaperTable {
  /** Its name, which is also that of its files. */
  readonly name: TableName;
  /** Names of the columns for programs. */
  readonly columns: readonly string[];
  /** Rows for programs, with every digit. */
  readonly rows: readonly (readonly Value[])[];
  /** The same numbers as people read them: one table, or one for each pair of backbones. */
  readonly shown: readonly ShownTable[];
}

/** Makes a heading of a column of words. */
export function words(head: string): ShownHead {
  return { head, isText: true };
}

/** Makes a heading of a column of keys of a file. */
export function keys(head: string): ShownHead {
  return { head, isText: true, areKeys: true };
}

/** Makes a heading of a column of numbers. */
export function numbers(head: string): ShownHead {
  return { head, isText: false };
}

/** Names of the columns that {@link endsOf} fills. */
export const ENDS = ["low", "high", "low_fixed", "high_fixed"] as const;

/** Returns the ends of an interval, in the order of {@link ENDS}. */
export function endsOf(interval: Interval | undefined): Value[] {
  return ENDS.map((end) => interval?.[end]);
}

/** Returns what an audit's units are called: classes, or labels where an item has several. */
export function unitsOf({ measure }: Pick<AuditResults, "measure">): { one: string; all: string } {
  return measure === "macro_map"
    ? { one: "label", all: "labels" }
    : { one: "class", all: "classes" };
}

/** Says what the intervals of a table are. */
export function intervalsCaption(results: Pick<AuditResults, "measure">): string {
  const { all: units } = unitsOf(results);
  return `Brackets hold 95 % bootstrap intervals: for ${units} like these (${units} and training ` +
    `seeds are resampled) and for these ${units} (recordings and training seeds are resampled).`;
}

/** Says what the measure of a table is. */
export function measureCaption({ measure }: Pick<AuditResults, "measure">): string {
  return measure === "macro_map"
    ? "Mean average precision is the mean over labels of the average precision with which a " +
      "label ranks all sounds."
    : "Accuracy is balanced top-1 accuracy: the mean over classes of the share of a class's " +
      "sounds that get the right label.";
}

/** Returns the headings of an accuracy or difference with both intervals. */
export function measuredHeads({ accuracy }: MeasureWords, results: AuditResults): ShownHead[] {
  const { all: units } = unitsOf(results);
  return [numbers(accuracy), numbers(`${units} like these`), numbers(`these ${units}`)];
}

/** The formats of tables. */
export const TABLE_FORMATS = ["csv", "latex", "markdown"] as const;
/** One of {@link TABLE_FORMATS}. */
export type TableFormat = typeof TABLE_FORMATS[number];
