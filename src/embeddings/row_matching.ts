/**
 * Matches what a file says of its rows with items: by their ids or the names of their files, also without folder or
 * ending.
 * @module
 */
import { AUDIO } from "../datasets/audio_names.ts";
import { CAPTION_COLUMN } from "../datasets/sounds.ts";
import { keyKindOf } from "../formats/row_keys.ts";
import type { SetItem } from "./embedding_set.ts";

/** Endings of files of embeddings, which stand for the sounds that they are of. */
const OF_VECTOR = /\.(npy|npz|pt|pth)$/i;

/** Finds items by keys. */
export interface Matcher {
  /** The positions of the items that a key means by the most exact way that finds any. */
  readonly find: (key: string) => readonly number[];
  /** Whether a key may mean the item at a position, in whatever way. */
  readonly fits: (key: string, at: number) => boolean;
}

/**
 * Returns what finds the items of a key: those of that id; else of that file, or of that value in the column that the
 * key is from; else of a file of that name where one of both has no folder, or less of it; else the same without the
 * endings of sounds.
 *
 * @param items the items
 * @param column the column that the keys are from
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const items = ["a/x.wav", "b/y.wav"].map((id) => ({ id, columns: {} }));
 * const { find } = matcherOf(items, "file_name");
 * assert.deepEqual(["b/y.wav", "y.wav", "y", "c/y"].map(find), [[1], [1], [1], []]);
 * ```
 */
export function matcherOf(items: readonly SetItem[], column: string): Matcher {
  const names = namesOf(items);
  const values = items.map((item, at) => [...names[at]!, ...cell(item, column).map(plainPath)]);
  const ids = indexOf(items.map(({ id }) => [id]));
  const exact = indexOf(values);
  const tails = indexOf(names.map((some) => some.map(lastOf)));
  const stems = indexOf(names.map((some) => some.map((name) => lastOf(withoutEnding(name)))));
  const agrees = (path: string) => (at: number) => names[at]!.some((name) => agree(name, path));
  const agreesInStem = (stem: string) => (at: number) =>
    names[at]!.some((name) => agree(withoutEnding(name), stem));
  const find = (key: string) => {
    const path = plainPath(key);
    const stem = withoutEnding(path);
    const ways = [
      () => ids.get(key),
      () => exact.get(path),
      () => tails.get(lastOf(path))?.filter(agrees(path)),
      () => stems.get(lastOf(stem))?.filter(agreesInStem(stem)),
    ];
    for (const way of ways) {
      const found = way();
      if (found !== undefined && found.length > 0) return found;
    }
    return [];
  };
  const fits = (key: string, at: number) => {
    const path = plainPath(key);
    return values[at]!.includes(path) || agrees(path)(at) ||
      agreesInStem(withoutEnding(path))(at);
  };
  return { find, fits };
}

/** What items are called: their ids, those of their sounds, and their files. */
function namesOf(items: readonly SetItem[]): string[][] {
  const columns = new Map<string, boolean>([[CAPTION_COLUMN, true]]);
  const isName = (column: string) => {
    if (!columns.has(column)) columns.set(column, keyKindOf(column) === "key");
    return columns.get(column)!;
  };
  return items.map((item) => {
    const files = Object.keys(item.columns).filter(isName);
    const all = [item.id, ...files.flatMap((column) => cell(item, column))];
    return [...new Set(all.map(plainPath))];
  });
}

function cell({ columns }: Pick<SetItem, "columns">, column: string): string[] {
  const value = Object.hasOwn(columns, column) ? columns[column]! : "";
  return value === "" ? [] : [value];
}

function indexOf(names: readonly (readonly string[])[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  names.forEach((some, at) => {
    for (const name of new Set(some)) {
      const places = found.get(name);
      if (places === undefined) found.set(name, [at]);
      else places.push(at);
    }
  });
  return found;
}

function plainPath(path: string): string {
  return path.replaceAll("\\", "/").replace(/^(\.\/+)+/, "");
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function withoutEnding(path: string): string {
  return path.replace(OF_VECTOR, "").replace(AUDIO, "");
}

/** Whether two paths are one, of which one may lack folders at its start. */
function agree(one: string, other: string): boolean {
  return one === other || one.endsWith(`/${other}`) || other.endsWith(`/${one}`);
}
