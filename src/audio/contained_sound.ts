/**
 * Reads sounds that lie in Parquet tables and tar archives.
 * @module
 */
import { quotable } from "../basics/printable.ts";
import { FileSource } from "../formats/byte_source.ts";
import { type Contained, placeInTable } from "../formats/contained.ts";
import { ParquetSounds } from "../formats/parquet_sounds.ts";
import { unreadable } from "../formats/reading.ts";
import { tarMembers } from "../formats/tar.ts";

/** A file that holds sounds. */
interface Container {
  readonly version: string;
  /** Returns the bytes of a sound; they are not to be changed. */
  sound(member: string): Uint8Array;
}

/** Containers that are kept open: a command reads the sounds of one or two data sets, in order. */
const MOST_KEPT = 4;

const kept = new Map<string, Container>();

/**
 * Reads a sound in a Parquet table or a tar archive.
 *
 * @param most largest size in bytes
 * @returns its bytes, which are not to be changed
 * @throws {InputError} when there is no such file or no such sound in it, it is too large, or the file is damaged
 * @throws {SurroundingsError} when the file cannot be read
 */
export function readContainedSound({ container, member }: Contained, most: number): Uint8Array {
  const sound = opened(container).sound(member);
  if (sound.length <= most) return sound;
  const found = `"${quotable(member)}" in it holds ${sound.length} bytes`;
  throw unreadable(container, `${found}; expected at most ${most}`);
}

function opened(path: string): Container {
  const source = new FileSource(path);
  const known = kept.get(path);
  kept.delete(path);
  const isSame = known?.version === source.version && !source.isFresh;
  const container = isSame ? known : containerOf(source);
  // The last entry is the one that was used last.
  kept.set(path, container);
  for (const other of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(other);
  return container;
}

function containerOf(source: FileSource): Container {
  return /\.tar$/i.test(source.path) ? new Archive(source) : new Table(source);
}

/** The sounds of a table, which has one column of them that is read, or rarely several. */
class Table implements Container {
  readonly version: string;
  readonly #source: FileSource;
  readonly #columns = new Map<string, ParquetSounds>();

  constructor(source: FileSource) {
    this.version = source.version;
    this.#source = source;
  }

  sound(member: string): Uint8Array {
    const place = placeInTable(member);
    if (place === undefined) {
      throw unreadable(this.#source.path, `it has no sound "${quotable(member)}"`);
    }
    const { column, row } = place;
    let sounds = this.#columns.get(column);
    sounds ??= new ParquetSounds(this.#source, this.#source.path, column);
    this.#columns.set(column, sounds);
    return sounds.sound(row);
  }
}

/** The members of an archive by their names; of several with one name the last counts, as where it is unpacked. */
class Archive implements Container {
  readonly version: string;
  readonly #source: FileSource;
  readonly #members: ReadonlyMap<string, readonly [start: number, end: number]>;

  constructor(source: FileSource) {
    this.version = source.version;
    this.#source = source;
    this.#members = source.held(() =>
      new Map(
        tarMembers(source, source.path).map(({ name, start, length }) =>
          [name, [start, start + length]] as const
        ),
      )
    );
  }

  sound(member: string): Uint8Array {
    const place = this.#members.get(member);
    if (place !== undefined) return this.#source.subarray(...place);
    throw unreadable(this.#source.path, `it has no file "${quotable(member)}"`);
  }
}
