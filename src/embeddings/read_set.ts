/**
 * Reading an embedding set from its folder.
 * @module
 */
import { join } from "node:path";
import { InputError } from "../basics/errors.ts";
import { npyHeader } from "../formats/npy.ts";
import { unreadable } from "../formats/reading.ts";
import {
  checkDistinctIds,
  checkFinite,
  type EmbeddingSet,
  type SetDescription,
  type SetItem,
} from "./embedding_set.ts";
import { hashedPieces, readHashedValues } from "./hashed_file.ts";
import { linesOf, parseItemLine } from "./item_lines.ts";
import { type CompleteSet, ITEMS_FILE, readSetFile, VALUES_FILE } from "./set_file.ts";

/**
 * Reads a set; its files are checked against their hashes.
 *
 * @param folder as `embed` writes it
 * @throws {InputError} when it is no embedding set, not finished, or damaged
 * @throws {SurroundingsError} when it cannot be read
 */
export async function readEmbeddingSet(folder: string): Promise<EmbeddingSet> {
  const set = await readComplete(folder);
  const description = await describe(folder, set);
  const { rows, dim, sha256 } = set;
  const path = join(folder, VALUES_FILE);
  const values = await readHashedValues(
    path,
    npyHeader([rows, dim]),
    rows * dim,
    sha256[VALUES_FILE],
  );
  checkFinite(values, dim, path);
  return { ...description, values };
}

/**
 * Reads all of a set but its values.
 *
 * @throws {InputError} as {@link readEmbeddingSet}
 */
export async function readSetItems(folder: string): Promise<SetDescription> {
  return await describe(folder, await readComplete(folder));
}

async function readComplete(folder: string): Promise<CompleteSet> {
  const set = await readSetFile(folder);
  if (set.complete) return set;
  throw new InputError(
    `"${folder}" is an unfinished embedding set; finish it with "earnest embed ... --resume" first`,
  );
}

async function describe(folder: string, set: CompleteSet): Promise<SetDescription> {
  const path = join(folder, ITEMS_FILE);
  const items: SetItem[] = [];
  for await (const line of linesOf(hashedPieces(path, set.sha256[ITEMS_FILE]), path)) {
    items.push(parseItemLine(line, items.length + 1, path));
  }
  if (items.length !== set.rows) {
    throw unreadable(path, `it has ${items.length} lines; set.json tells of ${set.rows} rows`);
  }
  checkDistinctIds(items.map(({ id }) => id), path);
  const { rows, dim, identity, fingerprint } = set;
  return { rows, dim, items, unreadable: set.unreadable, identity, fingerprint };
}
