/**
 * Parses blocks of a manifest into training pairs.
 * @module
 */
import { dirname, isAbsolute, join } from "node:path";
import type { NamedFile } from "./files.ts";
import type { DatasetOptions } from "./open.ts";
import { type PlacedPair, readerOf } from "./pair_reader.ts";
import { type SoundNaming, soundNaming } from "./sound_names.ts";
import type { SeenRows } from "./stream_ids.ts";
import { type RowBlock, RowParser } from "./stream_rows.ts";
import type { ReadFile } from "./stream_text.ts";
import { RowFilter } from "./where.ts";

/** What the blocks before have told: plain data, for another parser to go on. */
export interface ParserStart {
  /** The columns of a CSV file whose header has been read. */
  readonly header: readonly string[] | undefined;
  /** The columns of the first rows; undefined where there was no row. */
  readonly found: readonly string[] | undefined;
  /** Number of rows so far. */
  readonly row: number;
}

/** A name in which nothing is to be normalized, as nearly all are. */
const PLAIN_NAME = /^[\w-]+(?:\.[\w-]+)*$/;

/** Parses blocks of whole rows, in order. */
export class PairParser {
  readonly #path: string;
  readonly #options: DatasetOptions;
  readonly #read: ReadFile;
  readonly #seen: SeenRows;
  readonly #rows: RowParser;
  readonly #folder: string;
  /** What {@link join} puts before a name. */
  readonly #prefix: string;
  /** Keeps rows, if the options say which; its memory is of the rows that were parsed here. */
  readonly filter: RowFilter | undefined;
  #found: readonly string[] | undefined;
  #naming: SoundNaming | undefined;
  #pairsOf: ReturnType<typeof readerOf> | undefined;
  #row: number;

  /**
   * @param path the manifest's name
   * @param read counts rows without a text
   * @param seen finds ids that appear twice
   * @param start what the blocks before have told
   */
  constructor(
    path: string,
    options: DatasetOptions,
    read: ReadFile,
    seen: SeenRows,
    start?: ParserStart,
  ) {
    this.#path = path;
    this.#options = options;
    this.#read = read;
    this.#seen = seen;
    this.#row = start?.row ?? 0;
    this.#rows = new RowParser(path, start?.header, this.#row);
    this.#found = start?.found;
    this.#folder = dirname(path);
    this.filter = options.where && new RowFilter(options.where);
    this.#prefix = join(this.#folder, "x").slice(0, -1);
  }

  /** What has been told so far. */
  get state(): ParserStart {
    return { header: this.#rows.header, found: this.#found, row: this.#row };
  }

  /** Whether a header is still missing. */
  get lacksHeader(): boolean {
    return this.#rows.lacksHeader;
  }

  /**
   * Parses whole rows into pairs, and the files that rows name where sounds are wanted.
   *
   * @throws {InputError} when rows are malformed, lack a column, or have the id of an earlier one
   */
  parse(block: RowBlock): { pairs: PlacedPair[]; named: NamedFile[] } {
    const { modality, fileColumn } = this.#options;
    const areFilesWanted = modality === "audio" || modality === "both";
    const rows = this.#rows.parse(block);
    const pairs: PlacedPair[] = [];
    const named: NamedFile[] = [];
    if (rows.length === 0) return { pairs, named };
    this.#found ??= [...new Set([...new Set(rows.map(({ columns }) => columns))].flat())];
    const naming = this.#naming ??= soundNaming(this.#found, fileColumn);
    const pairsOf = this.#pairsOf ??= readerOf(
      this.#found,
      this.#path,
      naming,
      this.#options,
      this.#read,
      this.#seen,
    );
    for (const one of rows) {
      const row = ++this.#row;
      if (one.hasStrayQuote) {
        this.#read.strayQuotes = (this.#read.strayQuotes ?? 0) + 1;
        this.#read.firstStrayQuote ??= row;
      }
      if (this.filter?.keeps((column) => one.value(column), () => one.columns) === false) continue;
      const name = naming.nameOf(one);
      if (areFilesWanted) named.push({ row, name, columns: one.columns });
      for (const pair of pairsOf(one, row, name, this.#fileOf(name))) pairs.push(pair);
    }
    return { pairs, named };
  }

  /** {@link fileOf}, without normalizing plain names: that took a sixth of the parsing. */
  #fileOf(name: string | undefined): string | undefined {
    return name !== undefined && PLAIN_NAME.test(name)
      ? this.#prefix + name
      : fileOf(name, this.#folder);
  }
}

/** The path of a file that a row names; undefined where it names none. */
export function fileOf(name: string | undefined, folder: string): string | undefined {
  if (name === undefined || name === "") return undefined;
  return isAbsolute(name) ? name : join(folder, name);
}
