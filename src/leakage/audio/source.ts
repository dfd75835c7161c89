/**
 * Finds the source of an item: the recording that it was cut from, by its source column or its file's name.
 * @module
 */
import { known } from "../../datasets/placeholders.ts";
import { type ArchivedSound, soundInColumn, soundInName } from "./archives.ts";

/** A recording that sounds were cut from, or a part of it. */
export interface Source {
  /** Equal for parts of one source. It names the archive, so that ids of two archives are never equal. */
  readonly key: string;
  /** The source in words, such as `Freesound 100032`; the text of a column is quoted unchanged. */
  readonly name: string;
  /** The part, [start, end) in seconds of the source; absent where it is not known. */
  readonly part?: readonly [number, number];
}

/** The fields of an item that can name its source. */
export interface Recorded {
  /** Its id, often its file's name. */
  readonly id: string;
  /** Its source column. */
  readonly source?: string;
  /** Path of its sound. */
  readonly file?: string;
}

/**
 * Returns the source of an item; undefined where nothing names it.
 *
 * A source column decides, where the item has one; a placeholder such as `nan` or `Not found` counts as none. An address
 * at Freesound or YouTube names the sound there. A number of 1 to 9 digits counts as a Freesound id, since ESC-50,
 * UrbanSound8K, FSD50K and Clotho write them that way. A text of 11 characters that may form a YouTube id counts as one,
 * as AudioCaps writes it; so does one with a time, as AudioSet writes segments. Any other text is a source of its own and
 * is compared exactly, except for spaces around it. So do not number your own sources with plain numbers where they are
 * compared with Freesound ids.
 *
 * Without a column, the file's name decides, then the id, where they have one of the forms that
 * {@link soundInName} knows. The part of a YouTube video in a name also completes a column with the same id.
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
  const column = known(source ?? "") ?? "";
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

/** Returns the part of this video that a file's name gives. */
function partIn(names: readonly string[], { archive, id }: ArchivedSound) {
  if (archive !== "YouTube") return undefined;
  return names.map((name) => soundInName(name, id)?.part).find((part) => part !== undefined);
}

function keyOf({ archive, id }: ArchivedSound): string {
  return `${archive} ${id}`;
}
