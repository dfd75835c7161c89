/**
 * Finds some items of a manifest without keeping the others in memory.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { fileHash } from "../basics/output/record.ts";
import type { Item } from "./items.ts";
import { soundNaming } from "./sound_names.ts";
import { SeenIds } from "./stream_ids.ts";
import { isStreamed } from "./stream_pairs.ts";
import { rowBlocks, RowParser, type StreamedRow } from "./stream_rows.ts";

const ID = "id";

/** A manifest that is read in blocks whenever some of its items are wanted. */
export interface StreamedItems {
  /** Number of items, a row each. */
  readonly rows: number;
  /** SHA-256 of the manifest. */
  readonly sha256: string;
  /**
   * Reads the manifest once.
   *
   * @param isWanted whether the item of a row, from 0, is wanted
   * @throws {InputError} when the manifest has changed
   */
  visit(
    isWanted: (row: number) => boolean,
    visit: (row: number, item: Pick<Item, "id" | "columns">) => void,
  ): Promise<void>;
}

/**
 * Reads a manifest once, and remembers 32 to 64 bytes of each item until it ends.
 *
 * @param path the file
 * @param known what this code has found in such a file before: one with this hash is not parsed again
 * @returns undefined where items are not simply rows, each with its own id in a column `id`, or where something must be
 * said of how the file is read: then `openDataset` reads it
 * @throws {InputError} when the file is malformed
 * @throws {SurroundingsError} when it cannot be read
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const path = await Deno.makeTempFile({ suffix: ".csv" });
 * await Deno.writeTextFile(path, "id,label\na,dog\nb,rain\n");
 * const items = await streamItems(path);
 * assert.equal(items?.rows, 2);
 * await items.visit((row) => row === 1, (_, { id, columns }) => {
 *   assert.deepEqual([id, columns["label"]], ["b", "rain"]);
 * });
 * await Deno.remove(path);
 * ```
 */
export async function streamItems(
  path: string,
  known?: Pick<StreamedItems, "rows" | "sha256">,
): Promise<StreamedItems | undefined> {
  if (!(await Deno.stat(path).catch(() => undefined))?.isFile || !await isStreamed(path)) {
    return undefined;
  }
  const found = known && fileHash(path) === known.sha256 ? known : await checkRows(path);
  return found && {
    ...found,
    visit: (isWanted, visit) => visitRows(path, found.sha256, isWanted, visit),
  };
}

/** Reads all rows; undefined where they are not simply items. */
async function checkRows(
  path: string,
): Promise<Pick<StreamedItems, "rows" | "sha256"> | undefined> {
  const seen = new SeenIds();
  let count = 0;
  const read = { sha256: "", badLines: 0, notes: [] };
  for await (const rows of rowsOf(path, read)) {
    for (const row of rows) {
      count++;
      const id = row.value(ID);
      if (!id || row.hasStrayQuote || seen.add(id, count, 0) !== undefined) return undefined;
    }
    if (count > 0 && soundNaming(rows.at(-1)?.columns ?? []).isGuessed) return undefined;
  }
  if (count === 0 || read.badLines > 0 || read.notes.length > 0) return undefined;
  return { rows: count, sha256: read.sha256 };
}

async function* rowsOf(path: string, read: { sha256: string; badLines: number }) {
  const parser = new RowParser(path);
  for await (const block of rowBlocks(path, read)) yield parser.parse(block);
}

async function visitRows(
  path: string,
  sha256: string,
  isWanted: (row: number) => boolean,
  visit: (row: number, item: Pick<Item, "id" | "columns">) => void,
): Promise<void> {
  const read = { sha256: "", badLines: 0 };
  let at = 0;
  for await (const rows of rowsOf(path, read)) {
    for (const row of rows) {
      if (isWanted(at)) visit(at, itemOf(row));
      at++;
    }
  }
  if (read.sha256 === sha256) return;
  throw new InputError(`"${path}" was changed while it was in use; run again`);
}

function itemOf(row: StreamedRow): Pick<Item, "id" | "columns"> {
  const columns = Object.fromEntries(row.columns.map((name) => [name, row.value(name) ?? ""]));
  return { id: columns[ID]!, columns };
}
