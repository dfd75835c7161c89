/**
 * Turns rows of a manifest into training pairs.
 * @module
 */
import type { ReadFile } from "./stream_text.ts";
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import type { CsvField } from "../formats/csv_records.ts";
import { noColumn } from "./columns.ts";
import type { DatasetOptions } from "./open.ts";
import { missingAmong } from "./missing_labels.ts";
import { placeIn, type WrittenPlace } from "./place.ts";
import { known } from "./placeholders.ts";
import { type SoundNaming, soundNamingNote } from "./sound_names.ts";
import { CAPTION_COLUMN, repeatedId } from "./sounds.ts";
import { fingerprintOf, type SeenRows } from "./stream_ids.ts";
import type { StreamedRow } from "./stream_rows.ts";
import type { WrittenString } from "./stream_json.ts";
import { captionColumns, passedTextsNote, plainTextColumn } from "./text_columns.ts";
import { cellCaptions, withoutTexts } from "./texts.ts";

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
  /** The id of the sound that the text describes, where the sound has several texts. */
  readonly sound?: string;
  /** Where the text starts; if no texts were requested, where the id starts, or else the row's first value. */
  readonly place?: WrittenPlace;
}

/** What the pairs of a row have in common. */
type Shared = { -readonly [key in "label" | "source" | "file" | "sound"]?: string };

/**
 * Creates a function that turns rows into their pairs, in order.
 *
 * @param found names of the columns of the first rows, which determine the columns of ids and texts
 * @param path the manifest's name, for error messages
 * @param naming which column names the sounds
 * @param read counts the rows without a text, which give no pair, and takes down whether ids are row numbers
 * @param seen finds ids that appear twice
 * @throws {InputError} when texts are wanted and no column has any; the function throws it when a row lacks a column
 * or has the id of an earlier one
 */
export function readerOf(
  found: readonly string[],
  path: string,
  naming: SoundNaming,
  options: DatasetOptions,
  read: ReadFile,
  seen: SeenRows,
): (row: StreamedRow, number: number, name: string | undefined, file?: string) => PlacedPair[] {
  const { idColumn = "id", labelColumn, textColumn } = options;
  const { sourceColumn, modality } = options;
  const ids = [idColumn, naming.column].find((column) => found.includes(column));
  if (ids === undefined) read.areIdsRowNumbers = true;
  const named = [options.idColumn, options.fileColumn, labelColumn, textColumn, sourceColumn];
  if (!naming.isGuessed || ids === idColumn) named.push(ids);
  const required = [...new Set([...named, ...options.required ?? []])]
    .filter((column) => column !== undefined);
  const areTextsWanted = modality === "text" || modality === "both";
  if (naming.isGuessed) read.notes = [...read.notes ?? [], soundNamingNote(naming)];
  let mayPass = areTextsWanted && textColumn === undefined && passedTextsNote(found) !== undefined;
  const textColumnsOf = areTextsWanted ? textColumns(found, path, textColumn) : undefined;
  // Of a stream, not all cells are known: -1 is none of its labels.
  const isMissing = missingAmong([]);
  let complete: readonly string[] | undefined;
  let current = 0;
  const onMissing = () => {
    read.missingTexts = (read.missingTexts ?? 0) + 1;
    read.firstMissingText ??= current;
  };
  return (row, number, name, file) => {
    // The rows of a CSV file share one list of columns.
    if (row.columns !== complete) {
      const missing = required.find((column) => row.value(column) === undefined);
      if (missing !== undefined) {
        throw new InputError(`"${path}" row ${number} has ${noColumn(missing, row.columns)}`);
      }
      complete = row.columns;
    }
    const label = row.value(labelColumn ?? "label")?.normalize("NFC");
    const own = ids === idColumn ? row.value(ids) : ids && name;
    const given = own ?? String(number);
    const about = `${name ?? ""}\0${label ?? ""}`;
    const repeats = ids !== undefined &&
      isRepeated({ id: given, number, about }, ids, path, seen, areTextsWanted);
    const id = repeats ? repeatedId(given, number) : given;
    if (repeats) {
      read.repeatedRows = (read.repeatedRows ?? 0) + 1;
      read.firstRepeatedRow ??= number;
    }
    const cell = row.value(sourceColumn ?? "source_id");
    const source = cell && known(cell);
    const shared: Shared = {};
    if (label !== undefined && !isMissing(label)) shared.label = label;
    if (source) shared.source = source;
    if (file !== undefined) shared.file = file;
    const sound = row.value(CAPTION_COLUMN) || (repeats ? given : undefined);
    if (sound !== undefined) shared.sound = sound;
    if (textColumnsOf === undefined) {
      const place = fieldPlace(row.field(ids ?? row.columns[0] ?? ""), path);
      return [{ id, text: "", ...shared, ...(place && { place }) }];
    }
    const passed = mayPass ? passedTextsNote(row.columns) : undefined;
    if (passed !== undefined) {
      mayPass = false;
      read.notes = [...read.notes ?? [], passed];
    }
    current = number;
    const pairs: PlacedPair[] = [];
    for (const column of textColumnsOf(row.columns)) {
      pairs.push(...pairsIn(row, column, { path, number, id, shared, onMissing }));
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
): (columns: readonly string[]) => readonly string[] {
  const column = textColumn ?? plainTextColumn(found);
  if (column !== undefined) {
    const only = [column];
    if (textColumn !== undefined || captionColumns(found).length === 0) return () => only;
  }
  if (column === undefined && captionColumns(found).length === 0) throw withoutTexts(path, found);
  let last: readonly string[] | undefined;
  let captions: readonly string[] = [];
  // Rows of JSON Lines can have more captions than others; those of CSV share one list of columns.
  return (columns) => {
    if (columns === last) return captions;
    last = columns;
    const isPlain = column !== undefined && columns.includes(column);
    return captions = isPlain ? [column] : captionColumns(columns);
  };
}

/** What is known of a row beside its texts. */
interface RowOfPairs {
  readonly path: string;
  readonly number: number;
  readonly id: string;
  readonly shared: Shared;
  /** Counts placeholders. */
  readonly onMissing: () => void;
}

/** The pairs of a cell: one, or one for each caption of a list. */
function pairsIn(
  row: StreamedRow,
  column: string,
  { path, number, id, shared, onMissing }: RowOfPairs,
): PlacedPair[] {
  const field = row.field(column);
  if (field === undefined) return [];
  const where = () => `"${path}" row ${number}`;
  const captions = cellCaptions(field.value, column, where, onMissing);
  const cell = placeOf(field, path);
  const [first] = captions;
  const strings = first?.start === undefined ? undefined : row.strings?.(column);
  return captions.map(({ text, number, start }) => ({
    id: number === undefined ? id : `${id}#${number}`,
    text,
    place: start === undefined ? cell : listedPlace(
      cell,
      field,
      { text, start, index: Number(number!.split(".").at(-1)) - 1 },
      strings,
    ),
    ...(number === undefined ? {} : { sound: id }),
    ...shared,
  }));
}

/** Where a caption of a list starts. */
function listedPlace(
  cell: WrittenPlace,
  { value, written }: CsvField,
  { text, start, index }: { text: string; start: number; index: number },
  strings: readonly WrittenString[] | undefined,
): WrittenPlace {
  const string = strings?.[index];
  if (string !== undefined) {
    const place = { ...cell, column: string.start + 1 };
    return string.written === text ? place : { ...place, written: string.written };
  }
  const place = placeIn(cell, value, start);
  return written === undefined ? place : { ...place, written: text };
}

function placeOf({ line, column, written }: CsvField, file: string): WrittenPlace {
  return written === undefined ? { file, line, column } : { file, line, column, written };
}

function fieldPlace(field: CsvField | undefined, file: string): WrittenPlace | undefined {
  return field && { file, line: field.line, column: field.column };
}

/**
 * Whether a row has the id of an earlier row of the same sound.
 * @throws {InputError} when its id is empty, or that of a row of another sound or label, or of a row without texts
 */
function isRepeated(
  { id, number, about }: { id: string; number: number; about: string },
  column: string,
  path: string,
  seen: SeenRows,
  areTextsWanted: boolean,
): boolean {
  if (id === "") {
    throw new InputError(`"${path}" row ${number} has an empty "${quotable(column)}"`);
  }
  const earlier = seen.add(id, number, fingerprintOf(about)[0]);
  if (earlier === undefined) return false;
  if (areTextsWanted && earlier.isSame) return true;
  throw new InputError(
    `"${path}" rows ${earlier.row} and ${number} have the same id "${quotable(id)}"`,
  );
}
