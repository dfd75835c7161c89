/**
 * Turns rows of a manifest into training pairs.
 * @module
 */
import type { ReadFile } from "./stream_text.ts";
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import type { CsvField } from "../formats/csv_records.ts";
import { FILE_COLUMN, noColumn } from "./items.ts";
import type { DatasetOptions } from "./open.ts";
import type { WrittenPlace } from "./place.ts";
import { missingAmong } from "./missing_labels.ts";
import { known } from "./placeholders.ts";
import type { SeenIds } from "./stream_ids.ts";
import type { StreamedRow } from "./stream_rows.ts";
import { captionColumns, captionNumber, plainTextColumn, withoutTexts } from "./texts.ts";

/** A training pair, and the place of its text; Parquet and data set folders give no place. */
export interface PlacedPair {
  /** Unique among the pairs. */
  readonly id: string;
  /** The text, as written; empty if no texts were requested. */
  readonly text: string;
  /** The class of the pair. */
  readonly label?: string;
  /** The pair's source: the recording that its sound was cut from. */
  readonly source?: string;
  /** Path of the audio file. */
  readonly file?: string;
  /** Where the text starts; if no texts were requested, where the id starts, or else the row's first value. */
  readonly place?: WrittenPlace;
}

/** What the pairs of a row have in common. */
type Shared = { -readonly [key in "label" | "source" | "file"]?: string };

/** A column that holds the text of a row, or one of its captions. */
interface TextColumn {
  readonly column: string;
  /** The caption's number; undefined if rows have one text. */
  readonly caption: number | undefined;
}

/**
 * Creates a function that turns rows into their pairs, in order.
 *
 * @param found names of the columns of the first rows, which determine the columns of ids and texts
 * @param path the manifest's name, for error messages
 * @param read counts the rows without a text, which give no pair, and takes down whether ids are row numbers
 * @param seen finds ids that appear twice
 * @throws {InputError} when texts are wanted and no column has any; the function throws it when a row lacks a column
 * or has the id of an earlier one
 */
export function readerOf(
  found: readonly string[],
  path: string,
  options: DatasetOptions,
  read: ReadFile,
  seen: Pick<SeenIds, "add">,
): (row: StreamedRow, number: number, file: string | undefined) => PlacedPair[] {
  const { idColumn = "id", fileColumn = FILE_COLUMN, labelColumn, textColumn } = options;
  const { sourceColumn, modality } = options;
  const ids = [idColumn, fileColumn].find((column) => found.includes(column));
  if (ids === undefined) read.areIdsRowNumbers = true;
  const named = [options.idColumn, options.fileColumn, labelColumn, textColumn, sourceColumn, ids];
  const required = [...new Set([...named, ...options.required ?? []])]
    .filter((column) => column !== undefined);
  const areTextsWanted = modality === "text" || modality === "both";
  const textColumnsOf = areTextsWanted ? textColumns(found, path, textColumn) : undefined;
  // Of a stream, not all cells are known: -1 is none of its labels.
  const isMissing = missingAmong([]);
  let complete: readonly string[] | undefined;
  return (row, number, file) => {
    // The rows of a CSV file share one list of columns.
    if (row.columns !== complete) {
      const missing = required.find((column) => row.value(column) === undefined);
      if (missing !== undefined) {
        throw new InputError(`"${path}" row ${number} has ${noColumn(missing, row.columns)}`);
      }
      complete = row.columns;
    }
    const id = ids === undefined ? String(number) : row.value(ids)!;
    checkId(id, ids, number, path, seen);
    const label = row.value(labelColumn ?? "label")?.normalize("NFC");
    const cell = row.value(sourceColumn ?? "source_id");
    const source = cell && known(cell);
    const shared: Shared = {};
    if (label !== undefined && !isMissing(label)) shared.label = label;
    if (source) shared.source = source;
    if (file !== undefined) shared.file = file;
    if (textColumnsOf === undefined) {
      const place = fieldPlace(row.field(ids ?? row.columns[0] ?? ""), path);
      return [{ id, text: "", ...shared, ...(place && { place }) }];
    }
    const pairs: PlacedPair[] = [];
    for (const column of textColumnsOf(row.columns)) {
      const pair = pairOf(row, column, path, id, shared);
      if (pair !== undefined) pairs.push(pair);
    }
    if (pairs.length === 0) {
      read.emptyRows = (read.emptyRows ?? 0) + 1;
      read.firstEmptyRow ??= number;
    }
    return pairs;
  };
}

/** Finds the columns that hold the texts of a row with these columns. */
function textColumns(
  found: readonly string[],
  path: string,
  textColumn: string | undefined,
): (columns: readonly string[]) => readonly TextColumn[] {
  const column = textColumn ?? plainTextColumn(found);
  if (column !== undefined) {
    const only = [{ column, caption: undefined }];
    return () => only;
  }
  const captionsOf = (columns: readonly string[]) =>
    captionColumns(columns).map((column) => ({ column, caption: captionNumber(column) }));
  if (captionsOf(found).length === 0) throw withoutTexts(path, found);
  let last: readonly string[] | undefined;
  let captions: readonly TextColumn[] = [];
  // Rows of JSON Lines can have more captions than others; those of CSV share one list of columns.
  return (columns) => {
    if (columns !== last) captions = captionsOf(last = columns);
    return captions;
  };
}

function pairOf(
  row: StreamedRow,
  { column, caption }: TextColumn,
  path: string,
  id: string,
  shared: Shared,
): PlacedPair | undefined {
  const field = row.field(column);
  if (field === undefined || field.value.trim() === "") return undefined;
  const { value: text, line, column: at, written } = field;
  const place = written === undefined
    ? { file: path, line, column: at }
    : { file: path, line, column: at, written };
  return { id: caption === undefined ? id : `${id}#${caption}`, text, place, ...shared };
}

function fieldPlace(field: CsvField | undefined, file: string): WrittenPlace | undefined {
  return field && { file, line: field.line, column: field.column };
}

function checkId(
  id: string,
  column: string | undefined,
  number: number,
  path: string,
  seen: Pick<SeenIds, "add">,
): void {
  if (column === undefined) return;
  if (id === "") {
    throw new InputError(`"${path}" row ${number} has an empty "${quotable(column)}"`);
  }
  const earlier = seen.add(id, number);
  if (earlier === undefined) return;
  throw new InputError(
    `"${path}" rows ${earlier} and ${number} have the same id "${quotable(id)}"`,
  );
}
