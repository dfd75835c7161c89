/**
 * Reads lists of recordings that are to be left out, as corpora publish them: JSON with the ids of each data set
 * (WavCaps), JSON Lines, a table, or a line each.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { readJson } from "../../basics/json.ts";
import { quotable } from "../../basics/printable.ts";
import { AUDIO } from "../../datasets/audio_names.ts";
import { segmentsIn } from "../../datasets/segments.ts";
import { utf8Of } from "../../datasets/table_text.ts";
import { checkWidth, columnNames } from "../../formats/csv.ts";
import { type CsvRecord, recordsOf } from "../../formats/csv_records.ts";
import { readJsonRow } from "../../formats/jsonl.ts";
import { decodeUtf8, unreadable, withLineFeeds } from "../../formats/reading.ts";
import { soundInName } from "./archives.ts";

/** A recording on a list. */
export interface ListedSound {
  /** Its id or its file's name, as written. */
  readonly name: string;
  /** The archive that the list says it is from; `other` is one whose ids are no ids of Freesound or YouTube. */
  readonly archive?: "Freesound" | "YouTube" | "other";
}

/** Most recordings on a list. */
const MOST_LISTED = 10_000_000;
/** Longest name of one. */
const LONGEST_NAME = 4096;

/** Columns of a table that hold ids or names, the first that there is. */
const COLUMNS = [
  "id",
  "youtube_id",
  "ytid",
  "freesound_id",
  "source_id",
  "file_name",
  "filename",
  "fname",
  "file",
  "audio",
];

/**
 * Parses the list in a file's bytes: JSON or JSON Lines, also in a file of another name; `.csv` or `.tsv`, by the first
 * column that is named as ids and files are, else the only one, or the first where there is no header; the tables of
 * segments of AudioSet and VGGSound; or a text with one a line, where `#` begins a comment and further fields may follow.
 *
 * @param onNote called with what must be said of how it was read
 * @throws {InputError} when it is malformed, or lists nothing
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const bytes = new TextEncoder().encode('{"AudioSet": ["Y7fmOlUlwoNg.wav"], "FreeSound": [1234]}');
 * assert.deepEqual(parseExclusionList(bytes, "blacklist.json"), [
 *   { name: "Y7fmOlUlwoNg.wav", archive: "YouTube" },
 *   { name: "1234", archive: "Freesound" },
 * ]);
 * ```
 */
export function parseExclusionList(
  bytes: Uint8Array,
  path: string,
  onNote?: (note: string) => void,
): ListedSound[] {
  const text = withLineFeeds(decodeUtf8(utf8Of(bytes, path, onNote), path));
  const listed = listIn(text, path);
  if (listed.length === 0) {
    throw unreadable(path, "it lists nothing; expected ids or names of files");
  }
  if (listed.length > MOST_LISTED) {
    throw unreadable(path, `it lists ${listed.length} recordings; expected at most ${MOST_LISTED}`);
  }
  const long = listed.find(({ name }) => name.length > LONGEST_NAME);
  if (long === undefined) return listed;
  throw unreadable(path, `it has a name of ${long.name.length} characters`);
}

function listIn(text: string, path: string): ListedSound[] {
  if (/\.(json|jsonl|ndjson)$/i.test(path)) return inJsonText(text, path);
  if (segmentsIn(text) !== undefined) return inSegments(text, path);
  if (/\.[ct]sv$/i.test(path)) return inTable(text, path);
  return isJson(text) ? inJsonText(text, path) : inLines(text, path);
}

/** The videos of a table of segments without a header. */
function inSegments(text: string, path: string): ListedSound[] {
  return linesOf(text).map(({ line, text: row }) => {
    const [, name] = /^"?([\w-]{11})"?[ \t]*,/.exec(row) ?? [];
    if (name === undefined) {
      throw unreadable(path, `line ${line} is "${quotable(row)}"; expected a YouTube id, a start`);
    }
    return { name, archive: "YouTube" };
  });
}

function inLines(text: string, path: string): ListedSound[] {
  return linesOf(text).map(({ line, text: written }) => {
    const name = nameInLine(written);
    if (name !== undefined) return { name };
    throw unreadable(
      path,
      `line ${line} is "${quotable(written)}"; expected an id or a name of a file, or a table ` +
        "in a file named .csv or .tsv",
    );
  });
}

/**
 * The name in a line; undefined where it cannot be told. Further fields follow it behind a tab, or where they are
 * numbers, as times are; but names have spaces, commas and numbers in them too.
 */
function nameInLine(line: string): string | undefined {
  const whole = unquoted(line);
  const [first, ...others] = line.split("\t");
  if (others.length > 0) return unquoted(first!.trim());
  const [id, ...fields] = line.split(/\s*[,;]\s*|\s+/);
  const name = unquoted(id!);
  const areNumbers = fields.length > 0 && fields.every((one) => /^-?\d+(?:\.\d+)?$/.test(one));
  const hasMarks = /[,;]/.test(line);
  const isSure = isId(name) && (hasMarks || !/^\d+$/.test(name)) ||
    fields.length > 1 && /^(?:\d+|[\w-]{11})$/.test(name);
  if (areNumbers && isSure) return name;
  if (AUDIO.test(whole) || !hasMarks) return whole;
  return isId(unquoted(line.split(/[,;]/, 1)[0]!.trim())) ? undefined : whole;
}

function unquoted(text: string): string {
  return /^"([^"]*)"$/.exec(text)?.[1]?.trim() ?? text;
}

/** Whether a text must be an id or a name of a file, and cannot name a column. */
function isId(text: string): boolean {
  return AUDIO.test(text) || /^\d+(?:\.0)?$/.test(text) || /^https?:\/\//i.test(text) ||
    soundInName(text) !== undefined;
}

/** The lines that are not blank and no comments, trimmed, with their numbers from 1. */
function linesOf(text: string): { readonly line: number; readonly text: string }[] {
  return text.split("\n").map((one, i) => ({ line: i + 1, text: one.trim() }))
    .filter((one) => one.text !== "" && !one.text.startsWith("#"));
}

function inTable(text: string, path: string): ListedSound[] {
  const { records } = recordsOf(text, 1, path);
  const [header, ...rows] = records;
  if (header === undefined) return [];
  const columns = header.fields.map(({ value }) => value.trim().toLowerCase());
  const named = COLUMNS.map((name) => columns.indexOf(name)).find((at) => at >= 0);
  if (named !== undefined) {
    columnNames(header, path);
    rows.forEach((row, i) => checkWidth(row, i + 1, columns.length, path));
    return namesIn(rows, named, archiveOf(columns[named]!));
  }
  if (isId(header.fields[0]!.value.trim())) return namesIn(records, 0, "other");
  columnNames(header, path);
  if (columns.length > 1) {
    throw new InputError(
      `"${path}" has no column of ids or files; expected one of ${COLUMNS.join(", ")}`,
    );
  }
  rows.forEach((row, i) => checkWidth(row, i + 1, 1, path));
  // A word above ids is the column's name; one above words may be an entry, and does no harm as one.
  const isHeader = rows.length > 0 && rows.every(({ fields }) => isId(fields[0]!.value.trim()));
  return namesIn(isHeader ? rows : records, 0, archiveOf(columns[0]!));
}

function namesIn(
  rows: readonly CsvRecord[],
  at: number,
  archive: ListedSound["archive"],
): ListedSound[] {
  return rows.map(({ fields }) => fields[at]!.value.trim()).filter((name) => name !== "")
    .map((name) => ({ name, ...(archive && archive !== "other" ? { archive } : {}) }));
}

/** Whether a text is JSON or JSON Lines, or meant to be: names of files can begin with a bracket. */
function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  return /^\s*[[{]\s*["{]/.test(text) || isWhole(text) || isWhole(firstLine(text));
}

function firstLine(text: string): string {
  return text.trimStart().split("\n", 1)[0]!;
}

function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The recordings in JSON, or in JSON Lines: where the first of several lines is a value of its own. */
function inJsonText(text: string, path: string): ListedSound[] {
  const hasMore = text.trim().includes("\n");
  if (!hasMore || !isWhole(firstLine(text))) {
    return inJson(readJson(text, path), { path, at: "it" }, undefined);
  }
  return text.split("\n").flatMap((row, i) => {
    if (row.trim() === "") return [];
    const line = i + 1;
    return inJson(readJsonRow(row, path, line), { path, at: `line ${line}` }, undefined);
  });
}

/** A file, and what of it is spoken of, for messages. */
interface Place {
  readonly path: string;
  readonly at: string;
}

/** The recordings in lists, and in lists in objects, whose keys name archives. */
function inJson(value: unknown, place: Place, archive: ListedSound["archive"]): ListedSound[] {
  if (typeof value === "string" || Number.isSafeInteger(value)) {
    const name = String(value).trim();
    return name === "" ? [] : [{ name, ...(archive && { archive }) }];
  }
  if (Array.isArray(value)) return value.flatMap((one) => inJson(one, place, archive));
  if (typeof value !== "object" || value === null) {
    const found = `${place.at} holds ${quotable(String(value))}`;
    throw unreadable(place.path, `${found}; expected lists of ids or names`);
  }
  const entries = Object.entries(value);
  const isColumn = (key: string) => COLUMNS.includes(key.toLowerCase());
  const id = entries.find(([key, inner]) => isColumn(key) && typeof inner !== "object");
  // An object in a list describes one recording.
  if (id !== undefined) return inJson(id[1], place, archive ?? archiveIn(id[0]));
  return entries.flatMap(([key, inner]) => {
    if (typeof inner !== "object" || inner === null) {
      const found = `"${quotable(key)}" in ${place.at} is no list of ids or names`;
      throw unreadable(place.path, found);
    }
    return inJson(inner, place, isColumn(key) ? archive : archiveOf(key));
  });
}

/** The archive that a key of one recording names; undefined where it names none. */
function archiveIn(key: string): ListedSound["archive"] {
  const archive = archiveOf(key);
  return archive === "other" ? undefined : archive;
}

/** The archive that a key or column speaks of. */
function archiveOf(name: string): ListedSound["archive"] {
  if (/free_?sound|fsd|clotho|esc|urban_?sound/i.test(name)) return "Freesound";
  if (/audio_?set|you_?tube|ytid|vgg|audio_?caps/i.test(name)) return "YouTube";
  return "other";
}
