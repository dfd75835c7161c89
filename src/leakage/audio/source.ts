/**
 * The recording that an item was cut from, as its source column or its file's name tells it.
 * @module
 */
import { type ArchivedSound, soundInColumn, soundInName } from "./archives.ts";

/** A recording, or a part of one. */
export interface Source {
  /** Equal for parts of one recording. It names the archive, so that ids of two archives are never equal. */
  readonly key: string;
  /** The recording in words, such as `Freesound 100032`; a column is quoted as it is. */
  readonly name: string;
  /** The part, [start, end) in seconds of the recording; absent where it is not known. */
  readonly part?: readonly [number, number];
}

/** An item, as far as its recording is concerned. */
export interface Recorded {
  /** Its id, often its file's name. */
  readonly id: string;
  /** Its source column. */
  readonly source?: string;
  /** Path of its sound. */
  readonly file?: string;
}

/**
 * The source of an item; undefined where nothing tells it.
 *
 * A source column decides, where there is one. An address at Freesound or YouTube in it names the sound there; 1 to 9
 * digits alone are taken for a Freesound id, since that is how ESC-50, UrbanSound8K, FSD50K and Clotho write it; 11
 * characters of which a YouTube id can consist are taken for one, as AudioCaps writes it; anything else is a
 * recording of its own, compared as it is, spaces around it apart. So a numbering of one's own must not be plain
 * numbers where it is compared with Freesound ids.
 *
 * Without a column, the file's name decides, then the id, where they have one of the forms that
 * {@link soundInName} knows. The part of a YouTube video that a name tells also completes a column with the same id.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(sourceOf({ id: "1-100032-A.ogg" }), {
 *   key: "Freesound 100032",
 *   name: "Freesound 100032",
 * });
 * assert.equal(sourceOf({ id: "7", source: "100032" })?.key, "Freesound 100032");
 * assert.equal(sourceOf({ id: "7", source: "kitchen, Tuesday" })?.key, "source kitchen, Tuesday");
 * assert.deepEqual(sourceOf({ id: "7fmOlUlwoNg_20.wav", source: "7fmOlUlwoNg" })?.part, [20, 30]);
 * ```
 */
export function sourceOf({ id, source, file }: Recorded): Source | undefined {
  const column = source?.trim() ?? "";
  const own = soundInColumn(column);
  const names = file === undefined ? [id] : [file, id];
  if (column === "") {
    const named = names.map((name) => soundInName(name)).find((sound) => sound !== undefined);
    if (named === undefined) return undefined;
    const { part } = named;
    return { key: keyOf(named), name: keyOf(named), ...(part && { part }) };
  }
  if (own === undefined) return { key: `source ${column}`, name: `source ${column}` };
  const name = column === own.id ? `source ${column}` : keyOf(own);
  const part = own.part ?? partIn(names, own);
  return { key: keyOf(own), name, ...(part && { part }) };
}

/** The part of this video that a file's name tells. */
function partIn(names: readonly string[], { archive, id }: ArchivedSound) {
  if (archive !== "YouTube") return undefined;
  return names.map((name) => soundInName(name, id)?.part).find((part) => part !== undefined);
}

function keyOf({ archive, id }: ArchivedSound): string {
  return `${archive} ${id}`;
}
