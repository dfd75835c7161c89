/**
 * Embedding sets that stay on disk: their rows are read in blocks, their items when some of them are wanted.
 * @module
 */
import { join } from "node:path";
import { InputError } from "../basics/errors.ts";
import type { RowBlock } from "../basics/matrix.ts";
import { quotable } from "../basics/printable.ts";
import type { StreamedItems } from "../datasets/streamed_items.ts";
import { unreadable } from "../formats/reading.ts";
import { contentHashes } from "./content_hashes.ts";
import type { EmbeddingSet } from "./embedding_set.ts";
import type { JsonObject } from "./identity.ts";
import { NpyRows, oneAhead } from "./npy_rows.ts";
import { readComplete } from "./reading.ts";
import { ITEMS_FILE, VALUES_FILE } from "./set_file.ts";
import { type VisitItem, visitItemLines } from "./set_lines.ts";

/** A set whose rows are not in memory, or need not be. */
export interface StoredSet {
  /** Its path, as it was given. */
  readonly name: string;
  /** Number of rows, at least 1. */
  readonly rows: number;
  /** Number of values in a row. */
  readonly columns: number;
  /** What the values depend on. */
  readonly identity: JsonObject;
  /** Returns hashes that identify its content, as far as that is possible without reading all rows. */
  hashes(): Promise<JsonObject>;
  /**
   * Yields the rows `from` to `to` - 1 in order. A block's values may be overwritten when the one after the next is
   * requested. Values are not checked.
   */
  blocks(from: number, to: number): AsyncGenerator<RowBlock>;
  /** Calls `visit` for each item that is wanted, in the order of rows. */
  visit(isWanted: (row: number) => boolean, visit: VisitItem): Promise<void>;
}

/** Implements {@link openStoredSet}, which `doors/embeddings/stored_set.ts` documents. */
export async function openStoredSet(folder: string): Promise<StoredSet> {
  const { rows, dim, sha256, identity, fingerprint } = await readComplete(folder);
  if (rows === 0) {
    throw new InputError(`"${quotable(folder)}" is empty: none of its items could be read`);
  }
  const path = join(folder, VALUES_FILE);
  const values = await NpyRows.open(path, sha256[VALUES_FILE]);
  if (values?.rows !== rows || values.columns !== dim) {
    throw unreadable(path, "its header does not match set.json");
  }
  const items = join(folder, ITEMS_FILE);
  return {
    name: folder,
    rows,
    columns: dim,
    identity,
    hashes: () => Promise.resolve({ fingerprint, ...sha256 }),
    blocks: (from, to) => oneAhead(values.blocks(from, to)),
    visit: (isWanted, visit) =>
      visitItemLines(items, { rows, sha256: sha256[ITEMS_FILE] }, isWanted, visit),
  };
}

/**
 * Joins the rows of a file with their items.
 *
 * @returns undefined where rows and items differ in number
 */
export function storedArray(values: NpyRows, items: StreamedItems): StoredSet | undefined {
  const { name, rows, columns } = values;
  if (rows !== items.rows) return undefined;
  return {
    name,
    rows,
    columns,
    identity: {},
    hashes: async () => ({ ...await values.sampledHash(), items: items.sha256 }),
    blocks: (from, to) => oneAhead(values.blocks(from, to)),
    visit: (isWanted, visit) => items.visit(isWanted, visit),
  };
}

/** A set in memory, in the form of one that stays on disk. */
export function heldSet(name: string, set: EmbeddingSet): StoredSet {
  const { rows, columns, identity, values, items } = set;
  return {
    name,
    rows,
    columns,
    identity,
    hashes: () => Promise.resolve(contentHashes(set)),
    async *blocks(from, to) {
      if (from === to) return;
      const some = values.subarray(from * columns, to * columns);
      yield { rows: to - from, columns, values: some, source: { name, row: from } };
    },
    visit: (isWanted, visit) => {
      items.forEach((item, row) => isWanted(row) && visit(row, item));
      return Promise.resolve();
    },
  };
}
