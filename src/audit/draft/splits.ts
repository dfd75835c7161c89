/**
 * Finds which rows a data set keeps for tests, and which for training.
 * @module
 */
import type { Item } from "../../datasets/items.ts";
import { cellOf } from "../../datasets/cells.ts";
import { splitWordIn } from "../../datasets/split_names.ts";

/** What tables call the column of splits. */
const NAMES: readonly string[] = ["split", "subset", "partition", "set", "part"];
/** Words of splits that are evaluated on; all others are trained on. */
const TEST: ReadonlySet<string> = new Set(["test", "testing", "eval", "evaluation", "holdout"]);
/** Most values of a column of splits. */
const MOST_VALUES = 12;

/** The values of a column of splits. */
export interface Splits {
  readonly column: string;
  /** Those of tests, with their numbers of rows. */
  readonly test: ReadonlyMap<string, number>;
  /** The others, with their numbers of rows. */
  readonly training: ReadonlyMap<string, number>;
}

/** Whether a column is one of splits or folds by its name. */
export function isSplitColumn(name: string): boolean {
  return NAMES.includes(name) || name === "fold";
}

/** Finds the splits of items: a column of a usual name whose values are all words of splits, one of them of tests. */
export function findSplits(items: readonly Item[]): Splits | undefined {
  for (const column of NAMES) {
    const counts = countsOf(items, column);
    if (counts.size < 2 || counts.size > MOST_VALUES) continue;
    const words = new Map([...counts.keys()].map((value) => [value, splitWordIn(value)]));
    if ([...words.values()].some((word) => word === undefined)) continue;
    const isTest = (value: string) => TEST.has(words.get(value)!);
    const test = new Map([...counts].filter(([value]) => isTest(value)));
    const training = new Map([...counts].filter(([value]) => !isTest(value)));
    if (test.size > 0 && training.size > 0) return { column, test, training };
  }
  return undefined;
}

/** Counts the values of a column. */
export function countsOf(items: readonly Item[], column: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    const value = cellOf(item, column);
    if (value !== "") counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** Says how many rows each value has: `test (40 rows), train (360 rows)`. */
export function countsText(counts: ReadonlyMap<string, number>): string {
  return Array.from(counts, ([value, rows]) => `${value} (${rows.toLocaleString("en-US")} rows)`)
    .join(", ");
}
