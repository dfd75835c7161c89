/**
 * Joins embeddings from elsewhere, an array and the manifest of its items, to an embedding set.
 *
 * An array alone has a row for each item, in the manifest's order. Where its file says which items the rows are of, by
 * ids or names of files, they are sorted into the manifest's order.
 * @module
 */
import { createHash } from "node:crypto";
import { codeHashes } from "../basics/code_hashes.ts";
import { InputError } from "../basics/errors.ts";
import { selectRows } from "../basics/matrix.ts";
import { checkVectors } from "../basics/vectors.ts";
import { VERSION } from "../basics/version.ts";
import type { Item } from "../datasets/items.ts";
import { CAPTION_COLUMN, distinctSounds, hasTexts } from "../datasets/sounds.ts";
import { textItems } from "../datasets/texts.ts";
import type { EmbeddingArray } from "./arrays.ts";
import type { EmbeddingSet, SetItem } from "./embedding_set.ts";
import { canonicalJson, fingerprintOf } from "./identity.ts";
import { rowOrder } from "./row_order.ts";

/** A file that was read. */
export interface SourceFile {
  /** Its name, for messages; for an array with the `#name` that chooses one of several. */
  readonly name: string;
  /** SHA-256 of its bytes, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** Implements {@link joinReadyMade}, which `doors/embeddings/ready_made.ts` documents. */
export async function joinReadyMade(
  { array, file: arrayFile }: { readonly array: EmbeddingArray; readonly file: SourceFile },
  { items, file: itemsFile }: { readonly items: readonly SetItem[]; readonly file: SourceFile },
): Promise<EmbeddingSet> {
  const { rows, columns } = array;
  if (rows !== items.length) {
    throw new InputError(
      `"${arrayFile.name}" has ${rows} rows, "${itemsFile.name}" has ${items.length} items; ` +
        "expected a row for each item",
    );
  }
  checkVectors(arrayFile.name, array);
  const itemIds = items.map(({ id }) => id);
  const values = valuesOfItems(array, items, arrayFile.name, itemsFile.name);
  const chosen = /#([^/]*)$/.exec(arrayFile.name)?.[1];
  const identity = {
    importedFrom: {
      array: arrayFile.sha256,
      ...(chosen === undefined ? {} : { chosen }),
      items: itemsFile.sha256,
      ids: createHash("sha256").update(canonicalJson(itemIds)).digest("hex"),
    },
    version: VERSION,
    code: { embeddings: (await codeHashes()).embeddings },
  };
  const fingerprint = fingerprintOf(identity);
  const described = items.map(({ id, columns }) => ({ id, columns }));
  return { rows, columns, values, items: described, unreadable: [], identity, fingerprint };
}

/**
 * Returns what the rows of an array are of: of all items of a manifest, or else of its sounds, each once, or of its
 * captions, by their number. Captions name their sounds in `caption_of`.
 *
 * @param items all items of the manifest
 * @param rows number of rows of the array
 * @param path the manifest's name, for error messages
 * @throws {InputError} when the array may be of captions, and they cannot be read
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const items = [{ id: "a", row: 1, line: 2, columns: { text: '["a dog", "rain"]' } }];
 * assert.deepEqual(itemsOfRows(items, 2, "items.csv").map(({ id }) => id), ["a#1", "a#2"]);
 * ```
 */
export function itemsOfRows(
  items: readonly Item[],
  rows: number,
  path: string,
  textColumn?: string,
): SetItem[] {
  const sounds = distinctSounds(items);
  if (rows !== items.length && rows !== sounds.length && hasTexts(items, textColumn)) {
    const texts = textItems(items, path, textColumn);
    if (rows === texts.length) {
      return texts.map(({ id, columns, text, caption }) => ({
        id,
        columns: { ...columns, text, ...(caption && { [CAPTION_COLUMN]: caption.of }) },
      }));
    }
  }
  const chosen = rows === items.length ? items : rows === sounds.length ? sounds : items;
  return chosen.map(({ id, columns, sound }) => ({
    id,
    columns: sound === undefined || sound === id
      ? columns
      : { ...columns, [CAPTION_COLUMN]: sound },
  }));
}

/**
 * Returns the values of an array in the order of items; the same array if its rows are in it already.
 *
 * @param items as many as the array has rows
 * @throws {InputError} as {@link rowOrder}
 */
export function valuesOfItems(
  { values, columns, keys = [] }: EmbeddingArray,
  items: readonly SetItem[],
  arrayName: string,
  itemsName: string,
): Float32Array {
  const order = rowOrder(items, keys, { array: arrayName, items: itemsName });
  if (order === undefined || order.every((row, i) => row === i)) return values;
  return selectRows({ values, columns, rows: items.length }, order).values;
}
