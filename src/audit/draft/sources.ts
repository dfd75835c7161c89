/**
 * Finds the columns that tell the recording of an item, and recordings that both sides have.
 * @module
 */
import type { Item } from "../../datasets/items.ts";
import { FILE_COLUMN } from "../../datasets/audio_names.ts";
import { cellOf } from "../../datasets/cells.ts";
import { known } from "../../datasets/placeholders.ts";
import { sourceOf } from "../../leakage/audio/source.ts";
import { type ColumnFacts, columnText, isMostlyFilled } from "./columns.ts";
import type { LookedSide } from "./look.ts";

/** What tables call the column, the likeliest first; `source_id` is what a configuration takes by default. */
export const SOURCE_COLUMNS: readonly string[] = [
  ...["source_id", "src_file", "fsID", "freesound_id", "sound_id", "youtube_id", "ytid"],
  ...["video_id", "recording_id", "recording", "source", "speaker_id", "speaker"],
];

/** Numbers of rows of a table of which some rows were taken are below so many times the rows that are left. */
const SMALL = 4;

/** The column that tells the recordings of a side. */
export interface FoundSource {
  /** Its name; undefined where no column of a usual name can be it. */
  readonly column: string | undefined;
  /** What speaks against it. */
  readonly doubt?: string;
  /** Columns of usual names that cannot be it, each with the reason. */
  readonly unusable: readonly string[];
}

/** Those of both sides; without training items, the evaluation's twice. */
export interface FoundSources {
  readonly evaluation: FoundSource;
  readonly training: FoundSource;
}

/** Finds the column that tells the recording: of those of usual names, full ones before others. */
export function sourceColumnOf(
  { columns, items }: Pick<LookedSide, "columns" | "items">,
): FoundSource {
  const usual = SOURCE_COLUMNS.flatMap((name) =>
    columns.find((column) => column.name === name && column.filled > 0) ?? []
  );
  const reasons = new Map(usual.map((facts) => [facts, whyNoSource(facts, items)]));
  const unusable = [...reasons.values()].flatMap((reason) => reason ?? []);
  const usable = usual.filter((facts) => reasons.get(facts) === undefined);
  const facts = usable.find((one) => isMostlyFilled(one, items.length)) ?? usable[0];
  const doubt = facts && doubtOf(facts, items);
  return { column: facts?.name, ...(doubt && { doubt }), unusable };
}

function doubtOf(facts: ColumnFacts, items: readonly Item[]): string | undefined {
  const name = columnText(facts.name);
  if (!isMostlyFilled(facts, items.length)) {
    return `${name} is filled in ${
      Math.floor(100 * facts.filled / items.length)
    } % of the rows only`;
  }
  const most = SMALL * items.length;
  const areSmall = facts.isNumeric && facts.distinct === items.length &&
    items.every((item) => Number(cellOf(item, facts.name)) < most);
  return areSmall
    ? `${name} has another small number in each row, as numbers of rows are`
    : undefined;
}

/** Why a column does not tell recordings, whatever its name; undefined where it may. */
function whyNoSource(facts: ColumnFacts, items: readonly Item[]): string | undefined {
  const name = columnText(facts.name);
  if (facts.distinct === 1 && facts.filled > 1) return `${name} has one value in all rows`;
  const areDifferent = facts.distinct === items.length && items.length > 2;
  if (!facts.isNumeric || !areDifferent) return undefined;
  const numbers = items.map((item) => Number(cellOf(item, facts.name)));
  const least = numbers.reduce((a, b) => Math.min(a, b));
  const areRows = (least === 0 || least === 1) &&
    numbers.every((number) => Number.isInteger(number) && number - least < items.length);
  return areRows ? `${name} numbers the rows` : undefined;
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
