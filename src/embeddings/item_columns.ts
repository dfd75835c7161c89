/**
 * The labels and sources of a set's items, from the columns of the manifest.
 * @module
 */
import { classNumbers } from "../basics/class_numbers.ts";
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { asWords } from "../basics/words.ts";
import { cellOf, noColumn } from "../datasets/items.ts";
import { known } from "../datasets/placeholders.ts";
import type { SetItem } from "./embedding_set.ts";

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
 * Returns the label of each item, in words.
 *
 * @param name the name of the set in messages
 * @throws {InputError} when an item lacks the column, or its value is empty
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const items = [{ id: "a", columns: { label: "sea_waves" } }];
 * assert.deepEqual(labelsOf(items, "label", "set"), ["sea waves"]);
 * ```
 */
export function labelsOf(items: readonly SetItem[], column: string, name: string): string[] {
  return items.map((item, i) => {
    requireColumn(item, column, name, "--label-column names another");
    const label = asWords(cellOf(item, column)).normalize("NFC");
    if (label !== "") return label;
    throw new InputError(
      `"${quotable(name)}" item ${i + 1} ("${quotable(item.id)}") has no label in column ` +
        `"${quotable(column)}"`,
    );
  });
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
