/**
 * The items that are compared with all others of their class fold: all of them, or those that were drawn.
 * @module
 */
import type { Fold } from "../trainings/folds.ts";
import { bootstrap, type Quantity } from "../../statistics/bootstrap.ts";
import { type Measured, measuredOf } from "../../statistics/measured.ts";
import { groupSources, type SourceTable } from "../../statistics/sources.ts";
import type { Resampling } from "./resampling.ts";

/** The compared items of all class folds. */
export interface ComparedItems {
  /** For each class fold, the places of its compared items among those of all. */
  readonly folds: readonly Pick<Fold, "itemRows">[];
  /** The compared items by class and source. */
  readonly table: SourceTable;
  /** Number of them, where they were drawn. */
  readonly drawn?: number;
}

/** Finds the compared items; where none were drawn, they are all of the evaluation's. */
export function comparedItems(
  folds: readonly Pick<Fold, "itemRows" | "compared">[],
  { table, classes, sources }: Pick<Resampling, "table" | "classes" | "sources">,
): ComparedItems {
  if (folds.every(({ compared }) => compared === undefined)) return { folds, table };
  const rowsOf = ({ compared, itemRows }: typeof folds[number]) =>
    compared === undefined ? itemRows : compared.map((item) => itemRows[item]!);
  const rows = folds.flatMap(rowsOf);
  const sizes = new Map<number, number>();
  for (const one of classes) sizes.set(one, (sizes.get(one) ?? 0) + 1);
  const grouped = groupSources(rows.map((row) => classes[row]!), rows.map((row) => sources[row]));
  const ofClasses = [...sizes].sort(([a], [b]) => a - b).map(([, size]) => size);
  let first = 0;
  return {
    folds: folds.map((fold) => {
      const { length } = rowsOf(fold);
      first += length;
      return { itemRows: Array.from({ length }, (_, i) => first - length + i) };
    }),
    table: { ...grouped, classSizes: Uint32Array.from(ofClasses) },
    drawn: rows.length,
  };
}

/** Estimates quantities of all items and quantities of the compared ones; in one call where these are all. */
export function estimateBoth(
  all: readonly Quantity[],
  compared: readonly Quantity[],
  { table: own }: ComparedItems,
  { table, options }: Pick<Resampling, "table" | "options">,
): [Measured[], Measured[]] {
  const estimates = own === table
    ? bootstrap(table, [...all, ...compared], options)
    : [...bootstrap(table, all, options), ...bootstrap(own, compared, options)];
  const measured = estimates.map(measuredOf);
  return [measured.slice(0, all.length), measured.slice(all.length)];
}
