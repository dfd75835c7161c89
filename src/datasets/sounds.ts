/**
 * Sounds that several rows of a manifest name: rows of texts with the same sound and label are captions of that one
 * sound.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";

import { captionColumns, plainTextColumn } from "./text_columns.ts";

/** The column that names the sound of a caption, in manifests and sets that Earnest writes. */
export const CAPTION_COLUMN = "caption_of";

/** A row of a manifest. */
export interface SoundRow {
  readonly id: string;
  /** The row's number, from 1. */
  readonly row: number;
  readonly columns: Readonly<Record<string, string>>;
  /** The id of its sound, where an earlier row is of the same. */
  readonly sound?: string;
}

/** Which columns say what a row is. */
export interface SoundColumns {
  readonly fileColumn: string;
  readonly labelColumn: string;
  /** The column of texts, if it is named. */
  readonly textColumn?: string | undefined;
  /** The column that tells which rows are of one sound, if it is named. */
  readonly soundColumn?: string | undefined;
}

/** The id of the sound that an item is, or that its text describes. */
export function soundIdOf({ id, sound }: Pick<SoundRow, "id" | "sound">): string {
  return sound ?? id;
}

/** The id of a row that has the id of an earlier one. */
export function repeatedId(id: string, row: number): string {
  return `${id}#row${row}`;
}

/** Whether an id is that of a row, or of a caption in a row, that has the id of an earlier one. */
export function isRepeatedId(id: string, row: number): boolean {
  const mark = repeatedId("", row);
  return id.endsWith(mark) || id.includes(`${mark}#`);
}

/**
 * Returns the first item of each sound, under the sound's id.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rows = [{ id: "a.wav" }, { id: "b.wav" }, { id: "a.wav#row3", sound: "a.wav" }];
 * assert.deepEqual(distinctSounds(rows).map(({ id }) => id), ["a.wav", "b.wav"]);
 * ```
 */
export function distinctSounds<Some extends Pick<SoundRow, "id" | "sound">>(
  items: readonly Some[],
): Some[] {
  const seen = new Set<string>();
  return items.flatMap((item) => {
    const id = soundIdOf(item);
    return seen.size === seen.add(id).size ? [] : [{ ...item, id }];
  });
}

/**
 * Finds the rows that repeat a sound. A row with the id of an earlier one gets an id of its own, `ID#row7`, and every
 * row that is not the first of its sound names the first in `sound`.
 *
 * @param items rows with texts; others are returned as they are, and then ids must differ
 * @throws {InputError} when an id is that of an earlier row of another sound or label, or of a row without texts
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rows = ["a.wav", "b.wav", "a.wav"].map((id, i) => ({ id, row: i + 1, columns: { text: "x" } }));
 * const found = withRepeatedSounds(rows, "items.csv", { fileColumn: "file_name", labelColumn: "label" });
 * assert.deepEqual(found.map(({ id }) => id), ["a.wav", "b.wav", "a.wav#row3"]);
 * assert.deepEqual(found.map(({ sound }) => sound), [undefined, undefined, "a.wav"]);
 * ```
 */
export function withRepeatedSounds<Some extends Pick<SoundRow, "id" | "row" | "columns">>(
  items: readonly Some[],
  path: string,
  columns: SoundColumns,
): (Some & Pick<SoundRow, "sound">)[] {
  const { soundColumn } = columns;
  const haveTexts = soundColumn !== undefined || hasTexts(items, columns.textColumn);
  const byId = new Map<string, Some>();
  const firstOf = new Map<string, string>();
  return items.map((item) => {
    const earlier = byId.get(item.id);
    if (earlier === undefined) byId.set(item.id, item);
    else if (!haveTexts || aboutOf(earlier, columns) !== aboutOf(item, columns)) {
      throw sameId(path, earlier.row, item, columns.fileColumn);
    }
    if (!haveTexts) return item;
    const id = earlier === undefined ? item.id : repeatedId(item.id, item.row);
    const named = soundColumn === undefined ? cell(item, CAPTION_COLUMN) : "";
    const what = named || cell(item, soundColumn ?? columns.fileColumn) || item.id;
    const key = JSON.stringify([what, cell(item, columns.labelColumn)]);
    if (!firstOf.has(key)) firstOf.set(key, named || id);
    const sound = firstOf.get(key)!;
    return sound === id ? { ...item, id } : { ...item, id, sound };
  });
}

/** Whether items have texts: in a column that is named, or in one of the columns that are known. */
export function hasTexts(
  items: readonly Pick<SoundRow, "columns">[],
  textColumn: string | undefined,
): boolean {
  if (textColumn !== undefined) return true;
  const found = [...new Set(items.flatMap(({ columns }) => Object.keys(columns)))];
  return plainTextColumn(found) !== undefined || captionColumns(found).length > 0;
}

/** What must be the same in rows of one id: the sound's file and its label. */
function aboutOf(
  item: Pick<SoundRow, "columns">,
  { fileColumn, labelColumn }: SoundColumns,
): string {
  return JSON.stringify([cell(item, fileColumn), cell(item, labelColumn)]);
}

function cell({ columns }: Pick<SoundRow, "columns">, column: string): string {
  return Object.hasOwn(columns, column) ? columns[column]! : "";
}

function sameId(
  path: string,
  earlier: number,
  { id, row, columns }: Pick<SoundRow, "id" | "row" | "columns">,
  fileColumn: string,
): InputError {
  const isFile = !Object.hasOwn(columns, "id") && cell({ columns }, fileColumn) === id;
  const what = isFile
    ? `name the same file "${
      quotable(id)
    }"; where they are captions of one sound, name the column of texts; else give each row an ` +
      '"id" of its own, or name the file once'
    : `have the same id "${quotable(id)}"`;
  return new InputError(`"${path}" rows ${earlier} and ${row} ${what}`);
}
