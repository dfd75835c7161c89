/**
 * Which column of a table names the sounds.
 * @module
 */
import { FILE_COLUMN } from "./audio_names.ts";

/** What tables call the column, in the order in which they are looked for. */
export const USUAL_COLUMNS: readonly string[] = [
  ...["filename", "file", "path", "audio_filepath", "audio_path", "wav", "audio"],
];
/** The columns of AudioCaps: a video and where its part starts. */
const VIDEO = "youtube_id";
const START = "start_time";
/** What a column `audio` holds where it names no files: a flag, a number, samples or bytes. */
const NO_NAME = /^\s*(?:true|false|yes|no|[\d.]+|[[{][\s\S]*|\(\d+ bytes\))\s*$/i;

/** How a table names its sounds. */
export interface SoundNaming {
  /** The column; `file_name` where there is none. */
  readonly column: string;
  /** Whether it was neither given nor `file_name`, but is one of the usual names. */
  readonly isGuessed: boolean;
  /** The name that a row gives its sound; undefined where it gives none. */
  nameOf(row: Values): string | undefined;
}

/** A row by its columns' names. */
interface Values {
  value(column: string): string | undefined;
}

/**
 * Says which column names the sounds: the given one, else `file_name`, else the first of `filename`, `file`, `path`,
 * `audio_filepath`, `audio_path`, `wav`, `audio`, and `youtube_id` with `start_time`. One rule, so that every command
 * agrees on which rows are captions of one sound. `./a.wav` is `a.wav`.
 *
 * @param found the table's columns
 * @param given the column that the user named
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const named = (columns: Record<string, string>) =>
 *   soundNaming(Object.keys(columns)).nameOf({ value: (column) => columns[column] });
 * assert.equal(named({ text: "a dog", path: "./a.wav" }), "a.wav");
 * assert.equal(named({ youtube_id: "rtNFhnQSQfA", start_time: "30" }), "rtNFhnQSQfA_30.wav");
 * assert.equal(named({ audio: "true" }), undefined);
 * ```
 */
export function soundNaming(found: readonly string[], given?: string): SoundNaming {
  if (given !== undefined || found.includes(FILE_COLUMN)) return byColumn(given ?? FILE_COLUMN);
  const usual = USUAL_COLUMNS.find((column) => found.includes(column));
  if (usual !== undefined) {
    const { column, nameOf } = byColumn(usual);
    // A row without a name in a column that nobody named is a sound of its own.
    return { column, isGuessed: true, nameOf: (row) => nameOf(row) || undefined };
  }
  if (!found.includes(VIDEO) || !found.includes(START)) return byColumn(FILE_COLUMN);
  return {
    column: VIDEO,
    isGuessed: true,
    nameOf: (row) => {
      const [video, start] = [row.value(VIDEO)?.trim(), row.value(START)?.trim()];
      if (!video || !start) return undefined;
      return `${video}_${Number.isFinite(Number(start)) ? Number(start) : start}.wav`;
    },
  };
}

function byColumn(column: string): SoundNaming {
  return {
    column,
    isGuessed: false,
    nameOf: (row) => {
      const name = row.value(column);
      if (name === undefined || column === "audio" && NO_NAME.test(name)) return undefined;
      return plainPath(name);
    },
  };
}

/** A path without `./` at its start. */
export function plainPath(path: string): string {
  return path.startsWith("./") ? path.replace(/^(?:\.\/+)+(?=.)/, "") : path;
}

/** What is to be said, after the table's name, of a column that was neither given nor `file_name`. */
export function soundNamingNote({ column }: SoundNaming): string {
  const columns = column === VIDEO ? `columns "${VIDEO}" and "${START}"` : `column "${column}"`;
  return `the sounds are named by the ${columns}, since there is no "${FILE_COLUMN}".`;
}
