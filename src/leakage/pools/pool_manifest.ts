/**
 * Writes a pool as a manifest to train on, with unchanged rows of the manifest that it was made from.
 * @module
 */
import { isUtf8 } from "node:buffer";
import { InputError } from "../../basics/errors.ts";
import { isFile } from "../../basics/on_disk.ts";
import { readInputFile } from "../../basics/input_file.ts";
import { quotable } from "../../basics/printable.ts";
import { sha256Of } from "../../basics/sha256.ts";
import { isContainer } from "../../datasets/container_rows.ts";
import type { Item } from "../../datasets/items.ts";
import { FILE_COLUMN } from "../../datasets/audio_names.ts";
import { type DatasetOptions, openDataset } from "../../datasets/open.ts";
import { soundIdOf } from "../../datasets/sounds.ts";
import { captionColumns, plainTextColumn } from "../../datasets/text_columns.ts";
import { decodeUtf8 } from "../../formats/reading.ts";
import type { TrainingPair } from "../findings.ts";

/** Cuts manifests of pools out of one manifest. */
export interface ManifestCutter {
  /** Extension of the manifests' names: `csv` or `jsonl`. */
  readonly extension: "csv" | "jsonl";
  /** Whether no column holds ids, so that row numbers are used as ids. */
  readonly areIdsRowNumbers: boolean;
  /** Returns the manifest of the pairs with these ids, in the order of the original. */
  cut(ids: ReadonlySet<string>): string;
}

/**
 * Prepares a manifest to be cut. Where each row of a `.csv` or `.jsonl` file is a pair, its lines are kept character by
 * character, so paths in them are still relative to the original's folder. Everything else (Parquet, folders of data
 * sets, sounds of several captions, bytes that are not UTF-8) becomes JSON Lines with one object for each pair: `id`,
 * `text` and, where they are known, `label` and `source_id` as the pools used them, then all other columns of the row,
 * with `file_name` unchanged among them. Where a sound has several captions, each object has one of them, and
 * `caption_of` holds the id of the sound.
 *
 * @param path the manifest, or the folder of a data set
 * @param pairs every training pair
 * @param options the options with which the pairs were read
 * @throws {InputError} when the manifest no longer gives these pairs
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const path = await Deno.makeTempFile({ suffix: ".csv" });
 * await Deno.writeTextFile(path, 'id,text\n1,"a\nb"\n2,c\n');
 * const pairs = [{ id: "1", text: "a\nb" }, { id: "2", text: "c" }];
 * const cutter = await cutManifest(path, pairs, {});
 * assert.equal(cutter.cut(new Set(["1"])), 'id,text\n1,"a\nb"\n');
 * await Deno.remove(path);
 * ```
 */
export async function cutManifest(
  path: string,
  pairs: readonly TrainingPair[],
  options: Omit<DatasetOptions, "modality">,
): Promise<ManifestCutter> {
  const bytes = await isFile(path) && !isContainer(path) ? await readInputFile(path) : undefined;
  // What a scan reads as Windows-1252 is written as UTF-8.
  if (bytes !== undefined && !isUtf8(bytes)) {
    const rows = pairs.map((pair) => ({ pair, columns: {}, caption: undefined }));
    return lineCutter(rows, undefined, false);
  }
  // All rows, whichever the pairs are of: what lies between two of them is no part of the first.
  const { where: _, ...all } = options;
  const { items, sha256 } = await openDataset(path, { ...all, modality: "neither" });
  if (bytes !== undefined && sha256Of(bytes) !== sha256) refuseOthers(path);
  const rows = pairRows(pairs, items, path);
  const { idColumn = "id", fileColumn = FILE_COLUMN } = options;
  const areIdsRowNumbers = !items.some(({ columns }) =>
    Object.hasOwn(columns, idColumn) || Object.hasOwn(columns, fileColumn)
  );
  const extension = (["csv", "jsonl"] as const).find((ending) =>
    path.toLowerCase().endsWith(`.${ending}`)
  );
  const isPairARow = rows.every(({ caption }) => caption === undefined);
  if (extension && isPairARow && bytes !== undefined) {
    const text = decodeUtf8(bytes, path);
    return { extension, areIdsRowNumbers, cut: (ids) => keptLines(text, items, ids) };
  }
  const found = rows.flatMap(({ columns }) => Object.keys(columns));
  return lineCutter(rows, options.textColumn ?? plainTextColumn(found), areIdsRowNumbers);
}

/** A pair with the row of the manifest that it was read from. */
interface PairRow {
  readonly pair: TrainingPair;
  readonly columns: Readonly<Record<string, string>>;
  /** Id of the sound that the caption belongs to; undefined where a row is a sound and a pair. */
  readonly caption: string | undefined;
}

function pairRows(pairs: readonly TrainingPair[], items: readonly Item[], path: string): PairRow[] {
  const byId = new Map(items.map((item) => [item.id, item]));
  return pairs.map((pair) => {
    const item = byId.get(pair.id);
    if (item !== undefined) return { pair, columns: item.columns, caption: item.sound };
    const row = byId.get(pair.id.slice(0, pair.id.lastIndexOf("#"))) ?? refuseOthers(path);
    return { pair, columns: row.columns, caption: soundIdOf(row) };
  });
}

/** @param textColumn the column in which a row has its texts, if it is one */
function lineCutter(
  rows: readonly PairRow[],
  textColumn: string | undefined,
  areIdsRowNumbers: boolean,
): ManifestCutter {
  return {
    extension: "jsonl",
    areIdsRowNumbers,
    cut: (ids) =>
      rows.filter(({ pair }) => ids.has(pair.id)).map((row) => pairLine(row, textColumn)).join(""),
  };
}

function refuseOthers(path: string): never {
  throw new InputError(
    `"${quotable(path)}" changed while it was read: it now gives other pairs`,
  );
}

/** Returns the text before the first row, and the lines of the rows with these ids. */
function keptLines(
  text: string,
  items: readonly { id: string; line: number }[],
  ids: ReadonlySet<string>,
): string {
  const lines = text.split("\n").map((line) => `${line}\n`);
  // No line follows the last line feed.
  if (lines.at(-1) === "\n") lines.pop();
  const kept = items.flatMap(({ id, line }, i) =>
    ids.has(id) ? lines.slice(line - 1, (items[i + 1]?.line ?? lines.length + 1) - 1) : []
  );
  return [...lines.slice(0, items[0]!.line - 1), ...kept].join("");
}

function pairLine(
  { pair: { id, text, label, source }, columns, caption }: PairRow,
  textColumn = "text",
): string {
  const captions = new Set(caption === undefined ? [] : captionColumns(Object.keys(columns)));
  const read = {
    id,
    text,
    // Where it holds a list, each pair keeps its own text of it.
    ...(caption === undefined || !Object.hasOwn(columns, textColumn) ? {} : { [textColumn]: text }),
    ...(label === undefined ? {} : { label }),
    ...(source === undefined ? {} : { source_id: source }),
    ...(caption === undefined ? {} : { caption_of: caption }),
  };
  const others = Object.entries(columns).filter(([column]) =>
    !captions.has(column) && !Object.hasOwn(read, column)
  );
  return JSON.stringify({ ...read, ...Object.fromEntries(others) }) + "\n";
}
