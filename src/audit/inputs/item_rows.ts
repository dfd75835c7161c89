/**
 * Reads embeddings of a side's items from a ready-made array or from an embedding set.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { readEmbeddingArray, splitArrayName } from "../../embeddings/arrays.ts";
import type { EmbeddingSet, UnreadableItem } from "../../embeddings/embedding_set.ts";
import type { Item } from "../../datasets/items.ts";
import { soundIdOf } from "../../datasets/sounds.ts";
import { valuesOfItems } from "../../embeddings/ready_made.ts";
import { type Matrix, matrixRow, selectSharedRows } from "../../basics/matrix.ts";
import type { InputFiles } from "./files.ts";
import { type ItemPaths, pathsOf } from "../configuration/corpora.ts";
import { namesOf, type Side } from "./sides.ts";

/** Embeddings by item. */
export interface ItemRows extends Matrix {
  /** Their name in messages. */
  readonly name: string;
  /** The row of each item, by id. */
  readonly rowOf: ReadonlyMap<string, number>;
  /** Items of the side that have no row because their sounds could not be read. */
  readonly unreadable: readonly UnreadableItem[];
}

/**
 * Reads the embeddings of a side's items, from one array or set of each of its manifests.
 *
 * @param paths one for each manifest, in their order
 * @param key the key of the configuration, for messages
 * @throws {InputError} as {@link readSideRows}, or when there is not one of each
 */
export async function readItemRows(
  paths: ItemPaths,
  key: string,
  sides: readonly Side[],
  files: InputFiles,
): Promise<ItemRows> {
  const all = pathsOf(paths);
  if (all.length !== sides.length) {
    const found = all.length === 1 ? `"${all[0]!}"` : `a list of ${all.length}`;
    throw new InputError(
      `"${key}" is ${found}; expected one array or embedding set for each of "${namesOf(sides)}"`,
    );
  }
  const rows: ItemRows[] = [];
  for (const [i, path] of all.entries()) rows.push(await readSideRows(path, sides[i]!, files));
  return joinRows(rows, sides);
}

/**
 * Joins the rows of a side's manifests; ids get what tells them apart.
 *
 * @throws {InputError} when they differ in the length of rows
 */
export function joinRows(all: readonly ItemRows[], sides: readonly Side[]): ItemRows {
  const [first, ...others] = all;
  if (others.length === 0) return first!;
  const odd = others.find(({ columns }) => columns !== first!.columns);
  if (odd !== undefined) {
    throw new InputError(
      `"${quotable(first!.name)}" has ${first!.columns} columns, "${quotable(odd.name)}" has ` +
        `${odd.columns}`,
    );
  }
  const rowOf = new Map<string, number>();
  let start = 0;
  for (const [i, rows] of all.entries()) {
    for (const [id, row] of rows.rowOf) rowOf.set(sides[i]!.prefix + id, start + row);
    start += rows.rows;
  }
  const values = new Float32Array(start * first!.columns);
  let at = 0;
  for (const rows of all) {
    values.set(rows.values, at);
    at += rows.values.length;
  }
  const unreadable = all.flatMap((rows, i) =>
    rows.unreadable.map((item) => ({ ...item, id: sides[i]!.prefix + item.id }))
  );
  return { name: first!.name, rows: start, columns: first!.columns, rowOf, values, unreadable };
}

/**
 * Reads the embeddings of a manifest's items.
 *
 * @param path the folder of an embedding set, whose rows are joined by item id, or an array with a row for each item of
 * the manifest
 * @throws {InputError} when an item has no row, or all items have the same row
 */
async function readSideRows(path: string, side: Side, files: InputFiles): Promise<ItemRows> {
  const rows = await files.isFolder(path)
    ? setRows(path, await files.set(path), side)
    : await arrayRows(path, side, files);
  const kept = side.kept.flatMap((item) => rows.rowOf.get(soundIdOf(item)) ?? []);
  if (kept.length > 1 && kept.every((row) => isSameRow(rows, row, kept[0]!))) {
    throw new InputError(
      `"${path}" holds the same row for all ${kept.length} items; expected embeddings that differ`,
    );
  }
  // Shared at once, so that what another file than a .npy or a set was read into need not stay.
  const all = Array.from({ length: rows.rows }, (_, row) => row);
  return { ...rows, ...selectSharedRows(rows, all) };
}

function isSameRow(rows: Matrix, one: number, other: number): boolean {
  const first = matrixRow(rows, other);
  return matrixRow(rows, one).every((value, column) => value === first[column]);
}

/**
 * Returns the rows of an embedding set.
 *
 * @throws {InputError} when an item of the side is not in it
 */
export function setRows(name: string, set: EmbeddingSet, side: Side): ItemRows {
  const { rows, columns, items, values } = set;
  const rowOf = new Map(items.values().map(({ id }, row) => [id, row]));
  const reasons = new Map(set.unreadable.map((item) => [item.id, item]));
  // A set may have a row for each row of the manifest, or for each sound.
  for (const { id, sound } of side.kept) addAlias(rowOf, sound, id);
  const idOf = (item: Item) => reasons.has(item.id) ? item.id : soundIdOf(item);
  const missing = side.kept.filter((item) => !rowOf.has(soundIdOf(item)));
  const unknown = missing.find((item) => !reasons.has(idOf(item)));
  if (unknown !== undefined) {
    throw new InputError(
      `"${quotable(name)}" has no row with the id "${quotable(unknown.id)}", which ` +
        `"${side.manifest}" has in row ${unknown.row}`,
    );
  }
  const unreadable = missing.map((item) => ({ ...reasons.get(idOf(item))!, id: soundIdOf(item) }));
  return { name, rows, columns, rowOf, values, unreadable };
}

async function arrayRows(path: string, side: Side, files: InputFiles): Promise<ItemRows> {
  const { file } = splitArrayName(path);
  const array = await readEmbeddingArray(await files.readArray(file), path);
  const { rows, columns } = array;
  if (rows !== side.ids.length) {
    throw new InputError(
      `"${path}" has shape (${rows}, ${columns}); expected a row for each of the ${side.ids.length} ` +
        `items of "${side.manifest}"`,
    );
  }
  const values = valuesOfItems(array, side.all, path, side.manifest);
  const rowOf = new Map(side.ids.values().map((id, row) => [id, row]));
  for (const { id, sound } of side.kept) addAlias(rowOf, sound, id);
  return { name: path, rows, columns, rowOf, values, unreadable: [] };
}

/** Gives a sound the row of the first of its items that has one. */
function addAlias(rowOf: Map<string, number>, sound: string | undefined, id: string): void {
  const row = rowOf.get(id);
  if (sound !== undefined && row !== undefined && !rowOf.has(sound)) rowOf.set(sound, row);
}

/** Returns the rows of some items, in memory that workers share; each of them must have one. */
export function rowsOfItems(rows: ItemRows, ids: readonly string[]): Matrix {
  return selectSharedRows(rows, ids.map((id) => rows.rowOf.get(id)!));
}
