/**
 * Training pairs of a data set of any size, some at a time.
 * @module
 */
import { dirname, isAbsolute, join } from "node:path";
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import type { TrainingPair } from "../leakage/findings.ts";
import { columnList, FILE_COLUMN, type ItemOptions, noColumn } from "./items.ts";
import { openDataset } from "./open.ts";
import { SeenIds } from "./stream_ids.ts";
import type { WrittenPlace } from "./stream_place.ts";
import { type StreamedRow, streamRows } from "./stream_rows.ts";
import type { ReadFile } from "./stream_text.ts";

/** A training pair, and where its text stands; Parquet and folders of data sets tell no place. */
export interface PlacedPair extends TrainingPair {
  readonly place?: WrittenPlace;
}

/** How to read pairs. */
export interface PairOptions extends ItemOptions {
  /** Files outside the manifest's folder may be named. Default no. */
  readonly allowOutside?: boolean;
  /** Told how many bytes of how many are read. */
  readonly onBytes?: (done: number, total: number) => void;
}

/**
 * Reads pairs in batches. Of a `.csv` or `.jsonl` file no more than about a MiB is held at a time; Parquet and folders
 * of data sets are read whole, by {@link openDataset}. Ids and columns of texts are as there; whether a row has an id or
 * a text at all is settled by the first row.
 *
 * @param read filled in while the file is read: its hash, and lines that are not UTF-8
 * @throws {InputError} when the file is malformed, has no rows, a row lacks a column or a text, or two have one id
 * @throws {SurroundingsError} when it cannot be read
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const path = await Deno.makeTempFile({ suffix: ".csv" });
 * await Deno.writeTextFile(path, 'id,text\na,"a ""dog"""\n');
 * const read = { sha256: "", badLines: 0 };
 * for await (const [pair] of streamPairs(path, {}, read)) {
 *   assert.equal(pair?.text, 'a "dog"');
 *   assert.deepEqual([pair?.place?.line, pair?.place?.column], [2, 4]);
 * }
 * await Deno.remove(path);
 * ```
 */
export async function* streamPairs(
  path: string,
  options: PairOptions,
  read: ReadFile,
): AsyncGenerator<PlacedPair[]> {
  const { isDirectory, size } = await Deno.stat(path).catch(() => ({
    isDirectory: false,
    size: 0,
  }));
  if (isDirectory || !/\.(csv|jsonl)$/i.test(path)) {
    const { items, sha256 } = await openDataset(path, { ...options, modality: "text" });
    read.sha256 = sha256;
    yield items.map(({ id, text, label, source }) => ({
      id,
      text: text!,
      ...(label === undefined ? {} : { label }),
      ...(source === undefined ? {} : { source }),
    }));
    return;
  }
  let reader: PairReader | undefined;
  for await (const { rows, bytesRead } of streamRows(path, read)) {
    if (rows[0] !== undefined) reader ??= new PairReader(rows[0], path, options);
    yield rows.flatMap((row) => reader!.pairsOf(row));
    options.onBytes?.(bytesRead, size);
  }
  if (reader === undefined) throw new InputError(`"${path}" has no items`);
}

/** Makes pairs of rows, in order. */
class PairReader {
  readonly #path: string;
  readonly #texts: readonly string[];
  readonly #severalTexts: boolean;
  readonly #idColumn: string | undefined;
  readonly #required: readonly string[];
  readonly #options: PairOptions;
  readonly #seen = new SeenIds();
  #row = 0;

  constructor(first: StreamedRow, path: string, options: PairOptions) {
    const { idColumn = "id", fileColumn = FILE_COLUMN, textColumn } = options;
    this.#path = path;
    this.#options = options;
    this.#idColumn = [idColumn, fileColumn].find((column) => first.columns.includes(column));
    const named = [options.idColumn, options.fileColumn, options.labelColumn, textColumn];
    const needed = [...named, options.sourceColumn, this.#idColumn, ...options.required ?? []];
    this.#required = [...new Set(needed.filter((column) => column !== undefined))];
    const column = textColumn ??
      ["text", "caption"].find((name) => first.columns.includes(name));
    const numbered = first.columns.filter((name) => /^caption_[1-9]\d{0,5}$/.test(name))
      .sort((a, b) => numberOf(a) - numberOf(b));
    this.#severalTexts = column === undefined;
    this.#texts = column === undefined ? numbered : [column];
    if (this.#texts.length === 0) {
      throw new InputError(
        `"${path}" has no column of texts; it has ${columnList(first.columns)}; ` +
          'expected "text", "caption" or "caption_1", or one named with --text-column',
      );
    }
  }

  pairsOf(row: StreamedRow): PlacedPair[] {
    const number = ++this.#row;
    for (const column of this.#required) {
      if (row.value(column) !== undefined) continue;
      throw this.#wrong(number, `has ${noColumn(column, row.columns)}`);
    }
    const id = this.#idOf(row, number);
    const shared = this.#sharedBy(row);
    const pairs = this.#texts.flatMap((column) => {
      const field = row.field(column);
      if (field === undefined || field.value.trim() === "") return [];
      const { value: text, line, column: at, written } = field;
      return [{
        ...shared,
        id: this.#severalTexts ? `${id}#${numberOf(column)}` : id,
        text,
        place: {
          file: this.#path,
          line,
          column: at,
          ...(written === undefined ? {} : { written }),
        },
      }];
    });
    if (pairs.length > 0) return pairs;
    throw this.#wrong(number, `has no text in ${columnList(this.#texts)}`);
  }

  #idOf(row: StreamedRow, number: number): string {
    if (this.#idColumn === undefined) return String(number);
    const id = row.value(this.#idColumn)!;
    if (id === "") throw this.#wrong(number, `has an empty "${quotable(this.#idColumn)}"`);
    const earlier = this.#seen.add(id, number);
    if (earlier === undefined) return id;
    throw new InputError(
      `"${this.#path}" rows ${earlier} and ${number} have the same id "${quotable(id)}"`,
    );
  }

  #sharedBy(row: StreamedRow): Pick<TrainingPair, "label" | "source" | "file"> {
    const { labelColumn = "label", sourceColumn = "source_id" } = this.#options;
    const { fileColumn = FILE_COLUMN } = this.#options;
    const [label, source, file] = [labelColumn, sourceColumn, fileColumn].map((column) =>
      row.value(column)
    );
    return {
      ...(label ? { label } : {}),
      ...(source ? { source } : {}),
      ...(file ? { file: isAbsolute(file) ? file : join(dirname(this.#path), file) } : {}),
    };
  }

  #wrong(row: number, what: string): InputError {
    return new InputError(`"${this.#path}" row ${row} ${what}`);
  }
}

function numberOf(column: string): number {
  return Number(column.slice("caption_".length));
}
