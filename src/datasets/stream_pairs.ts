/**
 * Training pairs of a data set of any size, some at a time.
 * @module
 */
import { dirname, isAbsolute, join } from "node:path";
import { InputError } from "../basics/errors.ts";
import { pathsOf } from "./files.ts";
import { cellOf, FILE_COLUMN } from "./items.ts";
import { type DatasetOptions, openDataset } from "./open.ts";
import { type PlacedPair, readerOf } from "./pair_reader.ts";
import { streamRows } from "./stream_rows.ts";
import type { ReadFile } from "./stream_text.ts";

/** How to read pairs. */
export interface PairOptions extends DatasetOptions {
  /** Told how many bytes of how many are read. */
  readonly onBytes?: (done: number, total: number) => void;
}

/**
 * Reads pairs in batches. Of a `.csv` or `.jsonl` file no more than about a MiB is held at a time; Parquet and folders
 * of data sets are read whole, by {@link openDataset}. Ids and columns of texts are as there, but that the rows
 * of the first MiB settle which columns hold them. Of JSON Lines, a later row without those columns is an error, and
 * columns that only later rows have are passed over, but for further captions.
 *
 * Where audio files are wanted, each row must name one, inside the manifest's folder unless `allowOutside`. Where they are
 * not, names of files are taken as they are, since they can tell a recording.
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
 * for await (const [pair] of streamPairs(path, { modality: "text" }, read)) {
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
  const folder = isDirectory ? path : dirname(path);
  const { fileColumn = FILE_COLUMN } = options;
  const fileOf = (name: string | undefined) =>
    !name ? {} : { file: isAbsolute(name) ? name : join(folder, name) };
  if (isDirectory || !/\.(csv|jsonl)$/i.test(path)) {
    const { items, sha256 } = await openDataset(path, options);
    read.sha256 = sha256;
    yield items.map(({ id, text = "", label, source, columns }) => ({
      id,
      text,
      ...(label === undefined ? {} : { label }),
      ...(source === undefined ? {} : { source }),
      ...fileOf(cellOf({ columns }, fileColumn)),
    }));
    return;
  }
  const areFilesWanted = options.modality === "audio" || options.modality === "both";
  let pairsOf: ReturnType<typeof readerOf> | undefined;
  let row = 0;
  for await (const { rows, bytesRead } of streamRows(path, read)) {
    const named = rows.map((one) => ({ row: ++row, one, name: one.value(fileColumn) }));
    if (rows.length > 0) pairsOf ??= readerOf(rows, path, options);
    const pairs = named.flatMap(({ row, one, name }) => pairsOf!(one, row, fileOf(name)));
    if (areFilesWanted) {
      await pathsOf(
        named.map(({ row, one, name }) => ({ row, name, columns: one.columns })),
        path,
        folder,
        options,
      );
    }
    yield pairs;
    options.onBytes?.(bytesRead, size);
  }
  if (pairsOf === undefined) throw new InputError(`"${path}" has no items`);
}
