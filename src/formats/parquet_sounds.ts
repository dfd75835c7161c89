/**
 * Reads sounds that lie in a Parquet table, in the form of Hugging Face's `datasets`: a column of structs
 * `{bytes, path}`.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import type { ByteSource } from "./byte_source.ts";
import { type ParquetColumn, type ParquetTable, readParquetTable } from "./parquet_file.ts";
import { type ParquetPage, type UnreadPage, unreadPages } from "./parquet_pages.ts";
import { ParquetUnpacker } from "./parquet_unpacking.ts";
import { unreadable } from "./reading.ts";

/** The column of sounds, unless another is named. */
const AUDIO = "audio";

/** Whether a column holds sounds: structs of bytes and a path. */
export function isSoundColumn({ fields, name }: ParquetColumn): boolean {
  const bytes = fieldOf(fields, name, "bytes");
  return bytes?.path.at(-1)?.element.type === "BYTE_ARRAY" &&
    fieldOf(fields, name, "path") !== undefined;
}

function fieldOf(fields: readonly ParquetColumn[], column: string, field: string) {
  return fields.find(({ name }) => name === `${column}.${field}`);
}

/**
 * The column of a table that holds its sounds: the named one, else `audio`, else the only one.
 *
 * @throws {InputError} when the named column is of another kind
 */
export function soundColumn(
  { columns }: ParquetTable,
  name: string,
  wanted?: string,
): ParquetColumn | undefined {
  const named = columns.find((column) => column.name === (wanted ?? AUDIO));
  if (named !== undefined && isSoundColumn(named)) return named;
  if (wanted !== undefined) {
    if (named?.kind !== "nested") return undefined;
    throw unreadable(name, `column "${quotable(wanted)}" holds neither sounds nor names of files`);
  }
  const sounds = columns.filter(isSoundColumn);
  return sounds.length === 1 ? sounds[0] : undefined;
}

/** The columns that a column of sounds consists of: its bytes, and the names of the files that they were. */
export function partsOfSounds(column: ParquetColumn): {
  readonly bytes: ParquetColumn;
  readonly path: ParquetColumn | undefined;
} {
  const { fields, name } = column;
  return { bytes: fieldOf(fields, name, "bytes") ?? column, path: fieldOf(fields, name, "path") };
}

/** The pages of one row group, and the one that was read last. */
interface OpenGroup {
  readonly group: number;
  readonly pages: Generator<UnreadPage>;
  /** Rows of the group before the page that was reached. */
  before: number;
  page: UnreadPage | undefined;
  content: (Uint8Array | undefined)[] | undefined;
}

/**
 * Reads the sounds of a table. One page is in memory at a time, so rows are best asked for in order.
 */
export class ParquetSounds {
  readonly #source: ByteSource;
  readonly #name: string;
  readonly #column: ParquetColumn;
  /** The first row of each row group, from 0. */
  readonly #starts: readonly number[];
  readonly #rows: number;
  #open: OpenGroup | undefined;

  /**
   * @param source the file
   * @param name its name, for error messages
   * @param column the column of sounds
   * @throws {InputError} when the file is damaged, or there is no such column
   */
  constructor(source: ByteSource, name: string, column: string) {
    this.#source = source;
    this.#name = name;
    const table = readParquetTable(source, name);
    const found = soundColumn(table, name, column);
    if (found === undefined) {
      throw unreadable(name, `it has no column "${quotable(column)}" of sounds`);
    }
    this.#column = partsOfSounds(found).bytes;
    this.#rows = table.rows;
    let row = 0;
    this.#starts = this.#column.chunks.map(({ rows }) => (row += rows) - rows);
  }

  /**
   * Returns the bytes of a row's sound; they share memory with other rows' and are not to be changed.
   *
   * @param row its row, from 1
   * @throws {InputError} when there is no such row, it has no sound, or the file is damaged
   */
  sound(row: number): Uint8Array {
    if (!(row >= 1 && row <= this.#rows)) {
      throw unreadable(this.#name, `it has ${this.#rows} rows; there is no row ${row}`);
    }
    let group = this.#starts.length - 1;
    while (this.#starts[group]! > row - 1) group--;
    const at = row - 1 - this.#starts[group]!;
    const { content, before } = this.#pageWith(group, at);
    const sound = content![at - before];
    if (sound !== undefined) return sound;
    throw new InputError(`"${this.#name}" row ${row} has no sound in "${this.#column.name}"`);
  }

  /** Goes to the page that holds a row of a group. */
  #pageWith(group: number, at: number): OpenGroup {
    if (this.#open?.group !== group || this.#open.before > at) this.#open = this.#opened(group);
    const open = this.#open;
    while (open.page === undefined || at >= open.before + open.page.count) {
      open.before += open.page?.count ?? 0;
      open.content = undefined;
      const { value } = open.pages.next();
      if (value === undefined) {
        throw unreadable(this.#name, `column "${quotable(this.#column.name)}" lacks rows`);
      }
      open.page = value;
    }
    open.content ??= this.#soundsOf(open.page.read());
    return open;
  }

  /** The sounds of a page, one for each row. */
  #soundsOf({ count, definition, values }: ParquetPage): (Uint8Array | undefined)[] {
    const { value: whole } = this.#column.definition;
    let next = 0;
    return Array.from({ length: count }, (_, i) => {
      const value: unknown = (definition?.[i] ?? whole) === whole ? values[next++] : undefined;
      return value instanceof Uint8Array ? value : undefined;
    });
  }

  #opened(group: number): OpenGroup {
    const chunk = this.#column.chunks[group]!;
    const unpacker = new ParquetUnpacker(this.#source.length);
    const pages = unreadPages(this.#column, chunk, unpacker, this.#name, true);
    return { group, pages, before: 0, page: undefined, content: undefined };
  }
}
