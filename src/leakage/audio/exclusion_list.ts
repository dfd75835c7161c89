/**
 * Reads lists of recordings that are to be left out, as corpora publish them: JSON with the ids of each data set
 * (WavCaps), a table, or a line each.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { readJson } from "../../basics/json.ts";
import { quotable } from "../../basics/printable.ts";
import { readCsv } from "../../formats/csv.ts";
import { decodeUtf8, unreadable } from "../../formats/reading.ts";

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
 * Parses the list in a file's bytes: `.json`, `.csv` (the first column that is named as ids and files are, else the only
 * one), or a text with one a line, where `#` begins a comment.
 *
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
export function parseExclusionList(bytes: Uint8Array, path: string): ListedSound[] {
  const listed = /\.json$/i.test(path)
    ? inJson(readJson(decodeUtf8(bytes, path), path), path, undefined)
    : /\.csv$/i.test(path)
    ? inTable(bytes, path)
    : inLines(decodeUtf8(bytes, path));
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

function inLines(text: string): ListedSound[] {
  return text.split(/\r\n|\n|\r/).map((line) => line.trim())
    .filter((name) => name !== "" && !name.startsWith("#")).map((name) => ({ name }));
}

function inTable(bytes: Uint8Array, path: string): ListedSound[] {
  const { columns, rows } = readCsv(bytes, path);
  const column = COLUMNS.find((name) => columns.includes(name)) ??
    (columns.length === 1 ? columns[0] : undefined);
  if (column === undefined) {
    throw new InputError(
      `"${path}" has no column of ids or files; expected one of ${COLUMNS.join(", ")}`,
    );
  }
  const archive = archiveOf(column);
  return rows.map(({ values }) => values[column]!.trim()).filter((name) => name !== "")
    .map((name) => ({ name, ...(archive && archive !== "other" ? { archive } : {}) }));
}

/** The recordings in lists, and in lists in objects, whose keys name archives. */
function inJson(value: unknown, path: string, archive: ListedSound["archive"]): ListedSound[] {
  if (typeof value === "string" || Number.isSafeInteger(value)) {
    const name = String(value).trim();
    return name === "" ? [] : [{ name, ...(archive && { archive }) }];
  }
  if (Array.isArray(value)) return value.flatMap((one) => inJson(one, path, archive));
  if (typeof value !== "object" || value === null) {
    throw unreadable(path, `it holds ${quotable(String(value))}; expected lists of ids or names`);
  }
  const entries = Object.entries(value);
  const id = entries.find(([key]) => COLUMNS.includes(key) && !Array.isArray(value));
  // An object in a list describes one recording.
  if (id !== undefined && typeof id[1] !== "object") return inJson(id[1], path, archive);
  return entries.flatMap(([key, inner]) => {
    if (typeof inner !== "object" || inner === null) {
      throw unreadable(path, `"${quotable(key)}" in it is no list of ids or names`);
    }
    return inJson(inner, path, COLUMNS.includes(key) ? archive : archiveOf(key));
  });
}

/** The archive that a key or column speaks of. */
function archiveOf(name: string): ListedSound["archive"] {
  if (/free_?sound|fsd|clotho|esc|urban_?sound/i.test(name)) return "Freesound";
  if (/audio_?set|you_?tube|ytid|vgg|audio_?caps/i.test(name)) return "YouTube";
  return "other";
}
