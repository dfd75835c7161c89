/**
 * Cells that hold several labels: how they are taken apart, and how one sees that they are such.
 * @module
 */
import { quotable } from "../basics/printable.ts";
import type { Item } from "./items.ts";
import { cellOf } from "./cells.ts";
import { isNoCaption } from "./text_columns.ts";

/** The separators that tables use between labels. */
const SEPARATORS = [",", ";", "|"];

/**
 * Share of the parts of labels that are other labels, or parts of these, from which on labels look like lists. Of the
 * parts of AudioSet's 527 names it is 0.03 ("Inside, small room" is one name), of captions with commas 0.17, of labels
 * of FSD50K's clips 1.00.
 */
const LEAST_SHARED = 1 / 3;

/**
 * Returns the labels in a cell, each once. A JSON list of texts, as a list in JSON Lines is read, is always taken apart;
 * any other text only at a separator that is given. Spaces around labels, empty labels and placeholders among several,
 * such as `nan`, are dropped. Accents are composed (NFC), so that a label is one class however its accents are encoded.
 *
 * @param separator what is between labels, such as `,`
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(labelsIn("Bark,Dog, Animal", ","), ["Bark", "Dog", "Animal"]);
 * assert.deepEqual(labelsIn('["Bark","Dog",null,"nan"]'), ["Bark", "Dog"]);
 * assert.deepEqual(labelsIn("Gunshot, gunfire"), ["Gunshot, gunfire"]);
 * ```
 */
export function labelsIn(cell: string, separator?: string): string[] {
  const text = cell.normalize("NFC");
  const listed = jsonList(text);
  if (listed === undefined && separator === undefined) return [text];
  const labels = (listed ?? pythonList(text, separator!) ?? text.split(separator!))
    .map((label) => label.trim());
  return [...new Set(labels.filter((label) => !isNoCaption(label)))];
}

/** The texts of a list as Python writes it: `['Bark', 'Dog']`. */
function pythonList(cell: string, separator: string): string[] | undefined {
  const inside = /^\s*\[(\s*'.*'\s*)\]\s*$/s.exec(cell)?.[1];
  return inside?.split(separator).map((text) => /^\s*'(.*)'\s*$/s.exec(text)?.[1] ?? text);
}

function jsonList(cell: string): string[] | undefined {
  if (!/^\s*\[\s*(?:null\s*,\s*)*"/.test(cell)) return undefined;
  try {
    const value: unknown = JSON.parse(cell);
    if (!Array.isArray(value)) return undefined;
    const labels = value.filter((label) => label !== null);
    return labels.every((label) => typeof label === "string") ? labels : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Returns the separator of labels where a table is known to hold several: FSD50K's, which lists their AudioSet ids
 * (`mids`) beside them, and AudioSet's, whose labels are such ids. Undefined for any other table.
 */
export function knownSeparator(
  items: readonly Pick<Item, "columns">[],
  labelColumn: string,
): string | undefined {
  const labels = items.map((item) => cellOf(item, labelColumn));
  const hasIds = (ids: string) => /^\/[a-z]+\/\w+(?:\s*,\s*\/[a-z]+\/\w+)*$/.test(ids.trim());
  const areIds = labels.length > 0 && labels.every(hasIds);
  const counts = (cell: string) => cell.split(",").length;
  const areBesideIds = labels.length > 0 && items.every((item, i) => {
    const ids = cellOf(item, "mids");
    return hasIds(ids) && counts(ids) === counts(labels[i]!);
  });
  return areIds || areBesideIds ? "," : undefined;
}

/**
 * Whether cells hold several labels: at a separator, where one is given, or in lists as JSON Lines have them.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([holdLists(["Bark,Dog"], ","), holdLists(["Bark,Dog"])], [true, false]);
 * assert.equal(holdLists(["Rain", '["Bark","Dog"]']), true);
 * ```
 */
export function holdLists(cells: readonly string[], separator?: string): boolean {
  return separator !== undefined || cells.some((cell) => jsonList(cell.normalize("NFC")));
}

/** Labels that look like lists of labels. */
export interface LabelLists {
  /** What seems to be between the labels. */
  readonly separator: string;
  /** Number of labels that have it. */
  readonly count: number;
  /** The first of them. */
  readonly first: string;
}

/**
 * Finds out whether labels look like lists of labels: whether what stands between separators is often another label, or
 * a part of one. `Bark,Dog,Animal` is a list beside `Dog,Animal`; `Gunshot, gunfire` is a name.
 *
 * @param labels distinct labels
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const found = listsAmong(["Bark,Dog,Animal", "Dog,Animal", "Rain"]);
 * assert.deepEqual(found, { separator: ",", count: 2, first: "Bark,Dog,Animal" });
 * assert.equal(listsAmong(["Gunshot, gunfire", "Waves, surf"]), undefined);
 * ```
 */
export function listsAmong(labels: readonly string[]): LabelLists | undefined {
  for (const separator of SEPARATORS) {
    const lists = labels.filter((label) => label.includes(separator));
    if (lists.length === 0) continue;
    const labelsOf = new Map<string, number>();
    for (const label of labels) {
      for (const part of partsOf(label, separator)) {
        labelsOf.set(part, (labelsOf.get(part) ?? 0) + 1);
      }
    }
    const parts = lists.flatMap((label) => partsOf(label, separator));
    const shared = parts.filter((part) => labelsOf.get(part)! > 1);
    if (shared.length < LEAST_SHARED * parts.length) continue;
    return { separator, count: lists.length, first: lists[0]! };
  }
  return undefined;
}

/** Finds what separates a label into others that are known; undefined where nothing does. */
export function separatorOf(label: string, known: readonly string[]): string | undefined {
  const names = new Set(known.map((one) => one.toLowerCase()));
  return SEPARATORS.find((separator) => {
    const parts = partsOf(label, separator);
    return parts.length > 1 && parts.every((part) => names.has(part));
  });
}

/** The parts of a label, without the brackets and quotes of a written list. */
function partsOf(label: string, separator: string): string[] {
  const parts = label.replaceAll(/[[\]'"]/g, "").split(separator);
  return [...new Set(parts.map((part) => part.trim().toLowerCase()))].filter((part) => part !== "");
}

/**
 * Notes that labels look like lists; nothing where they do not.
 *
 * @param labels distinct labels
 * @param remedy what can be done, as the end of a sentence that begins with the separator's name
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const [note] = listNotes(["Bark,Dog", "Dog"], (by) => `--label-separator "${by}" takes them apart`);
 * assert.equal(note, '1 of 2 labels looks like a list of labels, "Bark,Dog", and is taken for one class; ' +
 *   '--label-separator "," takes them apart.');
 * ```
 */
export function listNotes(
  labels: readonly string[],
  remedy: (separator: string) => string,
): string[] {
  const lists = listsAmong(labels);
  if (lists === undefined) return [];
  const { separator, count, first } = lists;
  const named = `"${quotable(first)}"`;
  const said = count === 1
    ? `looks like a list of labels, ${named}, and is taken for one class`
    : `look like lists of labels, the first ${named}, and each is taken for one class`;
  return [`${count} of ${labels.length} labels ${said}; ${remedy(separator)}.`];
}
