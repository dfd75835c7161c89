/**
 * Reads the training pairs of a data set of any size in batches.
 * @module
 */
import { dirname } from "node:path";
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { withoutHeader } from "../formats/csv.ts";
import { pathsOf } from "./files.ts";
import { FILE_COLUMN } from "./audio_names.ts";
import { cellOf } from "./cells.ts";
import { loneTable } from "./lone_tables.ts";
import { type DatasetItem, type DatasetOptions, openDataset } from "./open.ts";
import { fileOf, PairParser } from "./pair_parser.ts";
import type { PlacedPair } from "./pair_reader.ts";
import { isRepeatedId } from "./sounds.ts";
import { SeenIds } from "./stream_ids.ts";
import { rowBlocks } from "./stream_rows.ts";
import type { ReadFile } from "./stream_text.ts";

/** How to read pairs. */
export interface PairOptions extends DatasetOptions {
  /** Called with the number of bytes read and their total. */
  readonly onBytes?: (done: number, total: number) => void;
}

/** Items in a batch of a data set that is in memory: about as many as rows in a MiB. */
const ITEMS_AT_ONCE = 8192;

/** Implements {@link streamPairs}, which `doors/datasets/stream_pairs.ts` documents. */
export async function* streamPairs(
  path: string,
  options: PairOptions = { modality: "text" },
  read: ReadFile = { sha256: "", badLines: 0 },
): AsyncGenerator<PlacedPair[]> {
  const { isDirectory, size } = await Deno.stat(path).catch(() => ({
    isDirectory: false,
    size: 0,
  }));
  if (isDirectory) yield* heldPairs(path, path, options, read);
  else if (await isStreamed(path)) yield* streamedPairs(path, size, options, read);
  else yield* heldPairs(path, dirname(path), options, read);
}

/** Whether a file is read in blocks, by its name and, as a table of segments is not, by its first row. */
export async function isStreamed(path: string): Promise<boolean> {
  return /\.(csv|tsv|jsonl)$/i.test(path) && await loneTable(path) === undefined;
}

/** Yields the pairs of a data set that {@link openDataset} reads whole. */
async function* heldPairs(
  path: string,
  folder: string,
  options: PairOptions,
  read: ReadFile,
): AsyncGenerator<PlacedPair[]> {
  const { fileColumn = FILE_COLUMN } = options;
  const said: string[] = [];
  const start = `"${quotable(path)}"`;
  const onNote = (note: string) =>
    void said.push(note.startsWith(start) ? note.slice(start.length).replace(/^:? /, "") : note);
  const { items, sha256, notes = [] } = await openDataset(path, { onNote, ...options });
  read.sha256 = sha256;
  if (said.length + notes.length > 0) read.notes = [...said, ...notes];
  const { idColumn = "id" } = options;
  const hasIds = ({ columns }: DatasetItem) =>
    Object.hasOwn(columns, idColumn) || Object.hasOwn(columns, fileColumn);
  if (!items.some(hasIds)) read.areIdsRowNumbers = true;
  noteRepeated(items, read);
  const pairOf = (
    { id, text = "", label, source, columns, caption, sound = caption?.of }: DatasetItem,
  ): PlacedPair => {
    const file = fileOf(cellOf({ columns }, fileColumn), folder);
    return {
      id,
      text,
      ...(label === undefined ? {} : { label }),
      ...(source === undefined ? {} : { source }),
      ...(file === undefined ? {} : { file }),
      ...(sound === undefined ? {} : { sound }),
    };
  };
  for (let start = 0; start < items.length; start += ITEMS_AT_ONCE) {
    yield items.slice(start, start + ITEMS_AT_ONCE).map(pairOf);
  }
}

function noteRepeated(items: readonly DatasetItem[], read: ReadFile): void {
  const rows = new Set(items.filter(({ id, row }) => isRepeatedId(id, row)).map(({ row }) => row));
  if (rows.size === 0) return;
  read.repeatedRows = rows.size;
  read.firstRepeatedRow = Math.min(...rows);
}

async function* streamedPairs(
  path: string,
  size: number,
  options: PairOptions,
  read: ReadFile,
): AsyncGenerator<PlacedPair[]> {
  const { modality } = options;
  const areFilesWanted = modality === "audio" || modality === "both";
  const parser = new PairParser(path, options, read, new SeenIds());
  let given = 0;
  for await (const block of rowBlocks(path, read)) {
    const { pairs, named } = parser.parse(block);
    if (areFilesWanted) await pathsOf(named, path, dirname(path), options);
    given += pairs.length;
    yield pairs;
    options.onBytes?.(block.bytesRead, size);
  }
  if (parser.lacksHeader) throw withoutHeader(path);
  const { row } = parser.state;
  if (row === 0) throw new InputError(`"${path}" has no items`);
  parser.filter?.check(path, "--where");
  // A manifest without texts would always look clean.
  if (given === 0) throw new InputError(`"${path}" has no text in any of ${row} rows`);
}
