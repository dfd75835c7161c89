/**
 * Finds the columns that tell the recording of an item, and recordings that both sides have.
 * @module
 */
import { cellOf, FILE_COLUMN, type Item } from "../../datasets/items.ts";
import { known } from "../../datasets/placeholders.ts";
import { sourceOf } from "../../leakage/audio/source.ts";
import type { LookedSide } from "./look.ts";

/** What tables call the column, the likeliest first; `source_id` is what a configuration takes by default. */
export const SOURCE_COLUMNS: readonly string[] = [
  ...["source_id", "src_file", "fsID", "freesound_id", "sound_id", "youtube_id", "ytid"],
  ...["video_id", "recording_id", "recording", "source", "speaker_id", "speaker"],
];

/** Returns the column that tells the recording; undefined where no column of a usual name does. */
export function sourceColumnOf({ columns }: Pick<LookedSide, "columns">): string | undefined {
  return SOURCE_COLUMNS.find((name) =>
    columns.some((column) => column.name === name && column.filled > 0)
  );
}

/** Returns the recording of each item, as the leak rules compare them; undefined where none is known. */
export function recordingsOf(
  items: readonly Item[],
  sourceColumn: string | undefined,
): (string | undefined)[] {
  return items.map((item) => {
    const source = sourceColumn === undefined ? undefined : known(cellOf(item, sourceColumn));
    const file = cellOf(item, FILE_COLUMN);
    return sourceOf({ id: item.id, ...(source && { source }), ...(file && { file }) })?.key;
  });
}

/** Counts the recordings of the class that has the fewest; an item without a known one counts as one. */
export function fewestRecordings(
  items: readonly Item[],
  labelColumn: string,
  sourceColumn: string | undefined,
): number {
  const recordings = recordingsOf(items, sourceColumn);
  const ofClass = new Map<string, Set<string>>();
  for (const [i, item] of items.entries()) {
    const label = known(cellOf(item, labelColumn));
    if (label === undefined) continue;
    const own = ofClass.get(label) ?? new Set();
    ofClass.set(label, own.add(recordings[i] ?? `item ${item.id}`));
  }
  return Math.min(...[...ofClass.values()].map(({ size }) => size));
}
