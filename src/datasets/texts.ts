/**
 * The texts of items: which columns hold them, and one item for each caption if rows have several.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { captionList, isRecords } from "./caption_lists.ts";
import { soundIdOf } from "./sounds.ts";
import { emptyRowNote, missingTextNote } from "./table_text.ts";
import {
  captionColumns,
  captionNumber,
  isNoCaption,
  passedTextsNote,
  plainTextColumn,
} from "./text_columns.ts";
import { columnList, type Item } from "./items.ts";
import { cellOf } from "./cells.ts";

/** An item's text, and the caption that it is. */
export interface TextItem extends Item {
  /** The text, as the manifest has it. */
  readonly text: string;
  /** If its sound has several captions: the sound's id, and the caption's number in its row, from 1. */
  readonly caption?: { readonly of: string; readonly number?: number };
}

/**
 * Returns the texts of a manifest's items. From one column (`text`, `caption`, `captions`, or the one that is named)
 * each item has its text and keeps its id. Of a list of captions, and of `caption_1`, `caption_2` and so on, each
 * caption becomes an item with the id `ID#number`; empty ones are skipped, because data sets have clips with fewer
 * captions than columns. Placeholders such as `nan` are no captions. Items without any text are passed over.
 *
 * @param items the items of a manifest
 * @param path the manifest's name, for error messages
 * @param textColumn the column of texts, if it is named
 * @param onNote called with what must be said of what is passed over
 * @throws {InputError} when there is no column of texts, no item has any, or one has records in place of texts
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const columns = { caption_1: "a dog", caption_2: "", caption_3: "barking" };
 * const texts = textItems([{ id: "a.wav", row: 1, line: 2, columns }], "items.csv");
 * assert.deepEqual(texts.map(({ id, text }) => [id, text]), [
 *   ["a.wav#1", "a dog"],
 *   ["a.wav#3", "barking"],
 * ]);
 * ```
 */
export function textItems<Some extends Item>(
  items: readonly Some[],
  path: string,
  textColumn?: string,
  onNote?: (note: string) => void,
): (Some & TextItem)[] {
  const found = [...new Set(items.flatMap(({ columns }) => Object.keys(columns)))];
  const column = textColumn ?? plainTextColumn(found);
  const captions = textColumn === undefined ? captionColumns(found) : [];
  if (column === undefined && captions.length === 0) throw withoutTexts(path, found);
  const mayPass = textColumn === undefined && passedTextsNote(found) !== undefined;
  const passed = mayPass
    ? items.map(({ columns }) => passedTextsNote(Object.keys(columns))).find(Boolean)
    : undefined;
  if (passed !== undefined) onNote?.(`"${quotable(path)}" ${passed}`);
  const empty: number[] = [];
  const missing: number[] = [];
  const texts = items.flatMap((item) => {
    const isPlain = column !== undefined &&
      (captions.length === 0 || Object.hasOwn(item.columns, column));
    const own = captionsOf(item, path, isPlain ? [column] : captions, missing);
    if (own.length === 0) empty.push(item.row);
    return own;
  });
  if (texts.length === 0 && items.length > 0) {
    throw withoutText(empty[0]!, path, column === undefined ? captions : [column]);
  }
  if (empty.length > 0) onNote?.(emptyRowNote(path, empty.length, empty[0]!));
  if (missing.length > 0) onNote?.(missingTextNote(path, missing.length, missing[0]!));
  return texts;
}

/** A caption of a cell. */
export interface CellCaption {
  /** The caption. */
  readonly text: string;
  /** Its number, as the id of a caption has it; undefined for the only text of a row. */
  readonly number: string | undefined;
  /** Where it starts in the cell, if the cell is a list. */
  readonly start?: number;
}

/**
 * Returns the captions of a cell: one, or those of a list. Empty ones and placeholders are skipped.
 *
 * @param column the cell's column; `caption_2` numbers its captions
 * @param where the row, for the error
 * @param onMissing called for each placeholder
 * @throws {InputError} when the cell holds records
 */
export function cellCaptions(
  cell: string,
  column: string,
  where: () => string,
  onMissing?: () => void,
): CellCaption[] {
  const number = captionNumber(column);
  const listed = captionList(cell);
  if (listed === undefined) {
    if (isRecords(cell)) throw ofRecords(where(), column);
    return isCaption(cell, onMissing) ? [{ text: cell, number: number?.toString() }] : [];
  }
  const prefix = number === undefined ? "" : `${number}.`;
  return listed.map(({ text, start }, i) => ({ text, number: `${prefix}${i + 1}`, start }))
    .filter(({ text }) => isCaption(text, onMissing));
}

function isCaption(text: string, onMissing?: () => void): boolean {
  if (!isNoCaption(text)) return true;
  if (text.trim() !== "") onMissing?.();
  return false;
}

function captionsOf<Some extends Item>(
  item: Some,
  path: string,
  columns: readonly string[],
  missing: number[],
): (Some & TextItem)[] {
  const where = () => `"${path}" row ${item.row}`;
  const of = soundIdOf(item);
  const onMissing = () => void missing.push(item.row);
  const captions = columns.flatMap((column) =>
    cellCaptions(cellOf(item, column), column, where, onMissing)
  );
  return captions.map(({ text, number }) => {
    if (number !== undefined) {
      const caption = { of, number: parseInt(number) };
      return { ...item, id: `${item.id}#${number}`, text, caption };
    }
    return of === item.id ? { ...item, text } : { ...item, text, caption: { of } };
  });
}

function ofRecords(where: string, column: string): InputError {
  return new InputError(
    `${where} has records in "${quotable(column)}"; expected a text or a list of texts, or ` +
      "another column named with --text-column",
  );
}

/** Creates the error of a manifest without a column of texts. */
export function withoutTexts(path: string, columns: readonly string[]): InputError {
  return new InputError(
    `"${path}" has no column of texts; it has ${columnList(columns)}; ` +
      'expected "text", "caption", "captions" or "caption_1", or one named with --text-column',
  );
}

/** Creates the error of a table whose columns of texts are empty. */
function withoutText(row: number, path: string, columns: readonly string[]): InputError {
  return new InputError(
    `"${path}" row ${row} has no text in ${columnList(columns)}, nor has any other`,
  );
}
