/**
 * The labels and sources of a set's items, from the columns of the manifest.
 * @module
 */
import { classNumbers } from "../basics/class_numbers.ts";
import { InputError } from "../basics/errors.ts";
import { selectRows } from "../basics/matrix.ts";
import { quotable } from "../basics/printable.ts";
import { asWords } from "../basics/words.ts";
import { noColumn } from "../datasets/columns.ts";
import { cellOf } from "../datasets/cells.ts";
import { labelsIn } from "../datasets/label_lists.ts";
import { missingAmong, missingLabelNotes } from "../datasets/missing_labels.ts";
import { known } from "../datasets/placeholders.ts";
import type { EmbeddingSet, SetItem } from "./embedding_set.ts";

/** The default column of sources. */
const SOURCE_COLUMN = "source_id";

/** Classes of items. */
export interface ItemClasses {
  /** The classes' names, sorted. */
  readonly names: readonly string[];
  /** The class of each item: the index of its name. */
  readonly classes: readonly number[];
}

/**
 * Returns the label of each item, in words; undefined where the cell is empty or holds a placeholder, such as `nan`.
 *
 * @param name the name of the set in messages
 * @throws {InputError} when an item lacks the column, or no item has a label
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const items = [{ id: "a", columns: { label: "sea_waves" } }, { id: "b", columns: { label: "nan" } }];
 * assert.deepEqual(labelsOf(items, "label", "set"), ["sea waves", undefined]);
 * ```
 */
export function labelsOf(
  items: readonly SetItem[],
  column: string,
  name: string,
): (string | undefined)[] {
  for (const item of items) requireColumn(item, column, name, "--label-column names another");
  const isMissing = missingAmong(items.map((item) => cellOf(item, column)));
  const labels = items.map((item) => {
    const cell = cellOf(item, column);
    return isMissing(cell) ? undefined : asWords(cell).normalize("NFC");
  });
  if (labels.some((label) => label !== undefined)) return labels;
  throw new InputError(
    `No item of "${quotable(name)}" has a label in column "${quotable(column)}"; ` +
      `the first holds "${quotable(cellOf(items[0]!, column))}"`,
  );
}

/** The labels in a cell that holds several, in words, each once. */
export function labelsInWords(cell: string, separator: string | undefined): string[] {
  return [...new Set(labelsIn(cell, separator).map(asWords))].filter((label) => label !== "");
}

/** The items of a set that have a label. */
export interface LabeledSet {
  /** The set with their rows alone. */
  readonly set: EmbeddingSet;
  /** The rows in the whole set. */
  readonly rows: readonly number[];
  /** The label of each, in words. */
  readonly labels: readonly string[];
  /** What must be said of those that are left out. */
  readonly notes: readonly string[];
}

/**
 * Leaves out the items of a set that have no label.
 *
 * @param column the column of labels
 * @param name the name of the set in messages
 * @throws {InputError} when an item lacks the column, or no item has a label
 */
export function labeledItems(set: EmbeddingSet, column: string, name: string): LabeledSet {
  const all = labelsOf(set.items, column, name);
  const rows = all.flatMap((label, row) => label === undefined ? [] : [row]);
  const labels = all.filter((label) => label !== undefined);
  if (rows.length === set.rows) return { set, rows, labels, notes: [] };
  const unlabeled = all.flatMap((label, i) =>
    label === undefined ? [{ at: i + 1, cell: cellOf(set.items[i]!, column) }] : []
  );
  return {
    set: { ...set, ...selectRows(set, rows), items: rows.map((row) => set.items[row]!) },
    rows,
    labels,
    notes: missingLabelNotes(unlabeled, set.rows, `items of "${quotable(name)}"`, "item"),
  };
}

/**
 * Returns the source of each item; undefined where the cell is empty or holds a placeholder, such as `nan`.
 *
 * @param column the column that the user named; default `source_id` if it exists
 * @param name the name of the set in messages
 * @throws {InputError} when an item lacks the column that was named
 */
export function sourcesOf(
  items: readonly SetItem[],
  column: string | undefined,
  name: string,
): (string | undefined)[] {
  return items.map((item) => {
    if (column !== undefined) requireColumn(item, column, name);
    return known(cellOf(item, column ?? SOURCE_COLUMN));
  });
}

function requireColumn(
  { columns }: SetItem,
  column: string,
  name: string,
  hint?: string,
): void {
  if (Object.hasOwn(columns, column)) return;
  const missing = noColumn(column, Object.keys(columns));
  throw new InputError(`"${quotable(name)}" has ${missing}${hint ? `; ${hint}` : ""}`);
}

/**
 * Numbers the labels.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(classesOf(["rain", "dog", "rain"]), { names: ["dog", "rain"], classes: [1, 0, 1] });
 * ```
 */
export function classesOf(labels: readonly string[]): ItemClasses {
  const names = [...new Set(labels)].sort();
  return { names, classes: classNumbers(labels, names) };
}
