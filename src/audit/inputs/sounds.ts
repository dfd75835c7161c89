/**
 * The sounds of an audit's sides, and why there may be none.
 * @module
 */
import { isSoundThere } from "../../audio/sound_file.ts";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { isSound } from "../../datasets/file_kinds.ts";
import { noColumn } from "../../datasets/columns.ts";
import { FILE_COLUMN } from "../../datasets/audio_names.ts";
import { cellOf } from "../../datasets/cells.ts";
import { type DatasetItem, withSounds } from "../../datasets/open.ts";
import { known } from "../../datasets/placeholders.ts";
import { distinctSounds, soundIdOf } from "../../datasets/sounds.ts";
import type { UnreadableItem } from "../../embeddings/embedding_set.ts";
import { listed } from "./dropping.ts";
import type { InputFiles } from "./files.ts";
import { labelOf, type Side } from "./sides.ts";

/** The items of a manifest, as far as their sounds go. */
type SoundingSide = Pick<Side, "kept" | "manifest" | "sounds">;

/**
 * Says why a side, or one of its manifests, has no sounds that can be read; undefined where at least one of each can be.
 */
export async function soundlessness(
  sides: readonly Side[],
  files: InputFiles,
): Promise<string | undefined> {
  for (const side of sides) {
    const reason = await soundlessnessOf(side, files.access);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** Says that of one manifest. */
export async function soundlessnessOf(
  side: SoundingSide,
  access: InputFiles["access"],
): Promise<string | undefined> {
  const name = `"${quotable(side.manifest)}"`;
  if (side.kept.some((item) => cellOf(item, FILE_COLUMN) === "")) {
    return `not every item of ${name} names a sound in "${FILE_COLUMN}"${otherColumn(side)}`;
  }
  const sounds = await soundsInside(side, access);
  if (sounds === undefined) return `${name} names sounds outside its folder`;
  for (const { file } of sounds) if (await isSoundThere(file)) return undefined;
  const first = quotable(cellOf(sounds[0]!, FILE_COLUMN));
  return `none of the ${sounds.length} sounds of ${name} is there, the first "${first}"`;
}

/** Names a column that holds names of sounds under a name that no command knows. */
function otherColumn({ kept: [first] }: SoundingSide): string {
  const column = Object.entries(first?.columns ?? {})
    .find(([name, cell]) => name !== FILE_COLUMN && isSound(cell))?.[0];
  return column === undefined
    ? ""
    : ` (column "${quotable(column)}" holds names of sounds: rename it to "${FILE_COLUMN}")`;
}

/** The sounds of a side that are not there. */
export interface AbsentSounds {
  /** Those that no backbone will be able to read. */
  readonly unreadable: readonly UnreadableItem[];
  /** That in a sentence; undefined where all are there. */
  readonly note: string | undefined;
}

/** Finds the sounds of a side that are not there. */
export async function absentSounds(side: Side, files: InputFiles): Promise<AbsentSounds> {
  const sounds = await soundsInside(side, files.access) ?? [];
  const absent: DatasetItem[] = [];
  for (const item of sounds) if (!await isSoundThere(item.file)) absent.push(item);
  const name = (item: DatasetItem) => `"${quotable(cellOf(item, FILE_COLUMN))}"`;
  const unreadable = absent.map((item) => ({
    id: soundIdOf(item),
    row: item.row,
    reason: `${name(item)} is not there`,
  }));
  if (absent.length === 0) return { unreadable, note: undefined };
  const note = `${absent.length} of ${sounds.length} sounds of "${quotable(side.manifest)}" ` +
    `${absent.length === 1 ? "is" : "are"} not there: ${listed(absent.map(name))}.`;
  return { unreadable, note };
}

/** The sounds of a side with the paths of their files; undefined where one lies outside the folder. */
async function soundsInside(
  { kept, manifest, sounds }: SoundingSide,
  access: InputFiles["access"],
) {
  try {
    return await withSounds(distinctSounds(kept), manifest, sounds, access);
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    return undefined;
  }
}

/**
 * Returns the sounds of the items with the paths of their files, each once.
 *
 * @param wanting what needs the sounds, for messages
 * @throws {InputError} when an item names no file
 */
export async function soundsOf(
  side: Side,
  files: InputFiles,
  wanting: string,
): Promise<DatasetItem[]> {
  const { manifest, kept, sounds, sourceColumn } = side;
  const without = kept.find((item) => cellOf(item, FILE_COLUMN) === "");
  if (without !== undefined) {
    const { row, columns } = without;
    const found = Object.hasOwn(columns, FILE_COLUMN)
      ? `names no file in "${FILE_COLUMN}"`
      : `has ${noColumn(FILE_COLUMN, Object.keys(columns))}`;
    throw new InputError(`"${manifest}" row ${row} ${found}; ${wanting} needs sound files`);
  }
  const items = await withSounds(kept, manifest, sounds, files.access);
  return distinctSounds(items).map((item) => {
    const label = labelOf(item, side);
    const source = known(cellOf(item, sourceColumn));
    return { ...item, ...(label && { label }), ...(source && { source }) };
  });
}
