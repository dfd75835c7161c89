/**
 * Brings a set with a row for each caption to a row for each sound: copies of a sound would compete with it.
 * @module
 */
import { matrixRow, selectRows } from "../basics/matrix.ts";
import { quotable } from "../basics/printable.ts";
import { FILE_COLUMN } from "../datasets/audio_names.ts";
import { cellOf } from "../datasets/cells.ts";
import { soundIdOf, withRepeatedSounds } from "../datasets/sounds.ts";
import type { EmbeddingSet } from "../embeddings/embedding_set.ts";

/** A set with a row for each sound. */
export interface SoundRows {
  /** The set's name. */
  readonly name: string;
  /** The set. */
  readonly set: EmbeddingSet;
  /** The row of each sound by every name that a caption may give it. */
  readonly rowOf: ReadonlyMap<string, number>;
  /** What must be said of rows that are left out, a sentence each. */
  readonly soundNotes: readonly string[];
}

/**
 * Keeps the first row of each sound. Rows are of one sound where the manifest had texts and they have the same
 * `file_name`, or the same `caption_of`, and the same label.
 *
 * @param labelColumn the column of labels
 */
export function oneRowASound<Named extends { readonly name: string; readonly set: EmbeddingSet }>(
  named: Named,
  labelColumn: string,
): Named & SoundRows {
  const { name, set } = named;
  const rows = set.items.map(({ id, columns }, row) => ({ id, row: row + 1, columns }));
  const items = withRepeatedSounds(rows, name, { fileColumn: FILE_COLUMN, labelColumn });
  const firstOf = new Map<string, number>();
  items.forEach((item, row) => {
    if (!firstOf.has(soundIdOf(item))) firstOf.set(soundIdOf(item), row);
  });
  const kept = [...firstOf.values()];
  const newRow = new Map(kept.map((row, i) => [row, i]));
  const rowOf = new Map<string, number>();
  const call = (by: string, row: number) => {
    if (by !== "" && !rowOf.has(by)) rowOf.set(by, row);
  };
  const rowsOfItems = items.map((item) => newRow.get(firstOf.get(soundIdOf(item))!)!);
  items.forEach(({ id }, i) => call(id, rowsOfItems[i]!));
  items.forEach((item, i) => call(soundIdOf(item), rowsOfItems[i]!));
  items.forEach((item, i) => call(cellOf(item, FILE_COLUMN), rowsOfItems[i]!));
  if (kept.length === set.rows) return { ...named, rowOf, soundNotes: [] };
  const differing = new Set(
    rowsOfItems.filter((row, i) => !isSameRow(set, i, kept[row]!)),
  ).size;
  return {
    ...named,
    set: { ...set, ...selectRows(set, kept), items: kept.map((row) => set.items[row]!) },
    rowOf,
    soundNotes: notesOf(name, set.rows, kept.length, differing),
  };
}

function isSameRow(set: EmbeddingSet, one: number, other: number): boolean {
  const [first, second] = [matrixRow(set, one), matrixRow(set, other)];
  return first.every((value, i) => value === second[i]);
}

function notesOf(name: string, rows: number, sounds: number, differing: number): string[] {
  const left =
    `"${quotable(name)}" has ${rows} rows of ${sounds} sounds: a row for each caption; ` +
    "of each sound the first row counts.";
  if (differing === 0) return [left];
  const are = differing === 1 ? "1 sound has" : `${differing} sounds have`;
  return [left, `Of these, ${are} rows that differ.`];
}
