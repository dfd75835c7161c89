/** The embedding sets that a command measures: folders that `embed` wrote, or arrays with the items they are of. */
import { InputError } from "../src/basics/errors.ts";
import { readInputFile } from "../src/basics/input_file.ts";
import { quotable } from "../src/basics/printable.ts";
import { sha256Of } from "../src/basics/sha256.ts";
import { openDataset } from "../src/datasets/open.ts";
import { readEmbeddingArray, splitArrayName } from "../src/embeddings/arrays.ts";
import type { EmbeddingSet } from "../src/embeddings/embedding_set.ts";
import { codeOf, otherCodeNotes } from "../src/embeddings/made_by.ts";
import { readEmbeddingSet } from "../src/embeddings/reading.ts";
import { joinReadyMade } from "../src/embeddings/ready_made.ts";
import { rowNotes } from "../src/embeddings/row_notes.ts";

/** An embedding set, and what messages call it. */
export interface NamedSet {
  /** Its path, as the command was given it. */
  readonly name: string;
  /** The set. */
  readonly set: EmbeddingSet;
  /** What must be said of its rows, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Reads a set that is not empty.
 *
 * @param path a folder, or an array (`file#name` chooses one of several)
 * @param items the manifest of an array's items
 * @param option the command's option that names it, for messages
 * @throws {InputError} when the set is none, is empty, or an array comes without its items
 */
export async function readSet(
  path: string,
  items: string | undefined,
  option: string,
): Promise<NamedSet> {
  const { file } = splitArrayName(path);
  const isFolder = await Deno.stat(file).then(({ isDirectory }) => isDirectory, () => false);
  const set = isFolder ? await readEmbeddingSet(path) : await readArray(path, items, option);
  if (set.rows === 0) {
    throw new InputError(`"${quotable(path)}" is empty: none of its items could be read`);
  }
  return { name: path, set, notes: rowNotes(path, set, set.items.map(({ id }) => id)) };
}

/** A note where other code made one of the sets, or what it came from. */
export function codeNotes(...sets: readonly NamedSet[]): Promise<string[]> {
  return otherCodeNotes(sets.map(({ name, set }) => ({ name, code: codeOf(set.identity) })));
}

async function readArray(
  path: string,
  itemsPath: string | undefined,
  option: string,
): Promise<EmbeddingSet> {
  const bytes = await readInputFile(splitArrayName(path).file);
  const array = await readEmbeddingArray(bytes, path);
  if (itemsPath === undefined) {
    throw new InputError(
      `"${quotable(path)}" is an array; name the manifest of its items with ${option}`,
    );
  }
  const { items, sha256 } = await openDataset(itemsPath, { modality: "neither" });
  return await joinReadyMade(
    array,
    { name: path, sha256: sha256Of(bytes) },
    items,
    { name: itemsPath, sha256 },
  );
}
