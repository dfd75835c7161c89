/** The database of `search`: an embedding set, a folder of several, or an array; read in blocks where it can be. */
import { isFolder } from "../src/basics/on_disk.ts";
import { streamItems } from "../src/datasets/streamed_items.ts";
import type { Where } from "../src/datasets/where.ts";
import { splitArrayName } from "../src/embeddings/arrays.ts";
import { openFolderOfSets } from "../src/embeddings/folder_of_sets.ts";
import { keptRowsOf } from "../src/embeddings/kept_rows.ts";
import { NpyRows } from "../src/embeddings/npy_rows.ts";
import {
  heldSet,
  openStoredSet,
  storedArray,
  type StoredSet,
} from "../src/embeddings/stored_set.ts";
import { readSet } from "./set_input.ts";

/** A database to search. */
export interface Database {
  /** Its rows and items. */
  readonly set: StoredSet;
  /** The sets that it is made of. */
  readonly parts: readonly StoredSet[];
  /** The set in a folder of sets that a row is in; undefined if there is one set. */
  readonly setOf?: (row: number) => string;
  /** What must be said of its rows, if that is known before the search. */
  readonly notes?: readonly string[];
}

/**
 * Opens what is searched.
 *
 * @param path a folder, or an array
 * @param items the manifest of an array's items
 * @param where which items are searched; all where it is undefined
 * @param checked SHA-256 of a manifest that was found to be right for the array: it is not parsed again
 * @throws {InputError} as `readSet`, and when a folder has sets that do not belong together
 */
export async function openDatabase(
  path: string,
  items: string | undefined,
  where: Where | undefined,
  checked?: string,
): Promise<Database> {
  const joined = await openFolderOfSets(path);
  const stored = joined ?? await openStreamed(path, items, checked);
  if (stored === undefined) {
    const { set, notes } = await readSet(path, items, "--items", where);
    const held = heldSet(path, set);
    return { set: held, parts: [held], notes };
  }
  const kept = where && await keptRowsOf(stored, where);
  const set = kept ?? stored;
  if (joined === undefined) return { set, parts: [stored] };
  const rowOf = (row: number) => kept ? kept.rowOf(row) : row;
  return { set, parts: joined.sets, setOf: (row) => joined.setOf(rowOf(row)) };
}

async function openStreamed(
  path: string,
  items: string | undefined,
  checked: string | undefined,
): Promise<StoredSet | undefined> {
  const { file, array } = splitArrayName(path);
  if (await isFolder(file)) return await openStoredSet(path);
  if (items === undefined || array !== undefined || !/\.npy$/i.test(file)) return undefined;
  const values = await NpyRows.open(file);
  const known = values && checked !== undefined
    ? { rows: values.rows, sha256: checked }
    : undefined;
  const manifest = values && await streamItems(items, known);
  return values && manifest && storedArray(values, manifest);
}
