/**
 * What the columns of a table hold, in numbers.
 * @module
 */
import { quotable } from "../../basics/printable.ts";
import type { Item } from "../../datasets/items.ts";
import { cellOf } from "../../datasets/cells.ts";
import { known } from "../../datasets/placeholders.ts";

/** A column in numbers. */
export interface ColumnFacts {
  /** Its name. */
  readonly name: string;
  /** Number of cells that say something. */
  readonly filled: number;
  /** Number of different cells among them. */
  readonly distinct: number;
  /** Whether all of them are numbers. */
  readonly isNumeric: boolean;
  /** Mean number of words of a cell. */
  readonly words: number;
}

/** Returns the facts of every column that some row has. */
export function columnsOf(items: readonly Item[]): ColumnFacts[] {
  const names = new Set<string>();
  for (const { columns } of items) for (const name in columns) names.add(name);
  return [...names].map((name) => factsOf(items, name));
}

/** Returns the facts of one column. */
export function factsOf(items: readonly Item[], name: string): ColumnFacts {
  const cells = new Set<string>();
  let [filled, words, isNumeric] = [0, 0, true];
  for (const item of items) {
    const cell = known(cellOf(item, name));
    if (cell === undefined) continue;
    filled++;
    words += wordsIn(cell);
    cells.add(cell);
    isNumeric &&= Number.isFinite(Number(cell));
  }
  return {
    name,
    filled,
    distinct: cells.size,
    isNumeric: isNumeric && filled > 0,
    words: filled === 0 ? 0 : words / filled,
  };
}

function wordsIn(cell: string): number {
  return cell.split(/[\s_]+/).filter((word) => word !== "").length;
}

/** The name of a column in a sentence. */
export function columnText(name: string): string {
  return `"${quotable(name)}"`;
}

/** Says how many values a column has: `column "category" has 10 values in 400 rows`. */
export function evidenceOf({ name, distinct, filled }: ColumnFacts, rows: number): string {
  const values = `${distinct.toLocaleString("en-US")} ${distinct === 1 ? "value" : "values"}`;
  const all = `${rows.toLocaleString("en-US")} rows`;
  const where = filled === rows
    ? all
    : `${filled.toLocaleString("en-US")} of ${all}; the others are empty`;
  return `column ${columnText(name)} has ${values} in ${where}`;
}

/** Least share of rows in which a column that holds for a side is filled. */
const MOSTLY = 0.9;

/** Whether a column says something in almost every row. */
export function isMostlyFilled({ filled }: ColumnFacts, rows: number): boolean {
  return filled >= MOSTLY * rows;
}
