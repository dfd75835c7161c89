/** The embedding sets that a command measures: folders that `embed` wrote, or arrays with the items they are of. */
import { InputError } from "../src/basics/errors.ts";
import { readInputFile } from "../src/basics/input_file.ts";
import { isFolder } from "../src/basics/on_disk.ts";
import { quotable } from "../src/basics/printable.ts";
import { sha256Of } from "../src/basics/sha256.ts";
import { openDataset } from "../src/datasets/open.ts";
import type { Where } from "../src/datasets/where.ts";
import { readEmbeddingArray, splitArrayName } from "../src/embeddings/arrays.ts";
import type { EmbeddingSet } from "../src/embeddings/embedding_set.ts";
import { codeOf, otherCodeNotes } from "../src/embeddings/made_by.ts";
import { keptItems } from "../src/embeddings/kept_items.ts";
import { readEmbeddingSet } from "../src/embeddings/reading.ts";
import { itemsOfRows, joinReadyMade } from "../src/embeddings/ready_made.ts";
import { rowNotes } from "../src/embeddings/row_notes.ts";

/** An embedding set, and what messages call it. */
export interface NamedSet {
  /** Its path, as the command was given it. */
  readonly name: string;
  /** The set. */
  readonly set: EmbeddingSet;
  /** What must be said of its rows, a sentence each. */
  readonly notes: readonly string[];
  /** Ids of the items that `--where` leaves out. */
  readonly leftOut: ReadonlySet<string>;
}

/**
 * Reads a set that is not empty.
 *
 * @param path a folder, or an array (`file#name` chooses one of several)
 * @param items the manifest of an array's items, or the folder of a data set
 * @param option the command's option that names it, for messages
 * @param where which items are kept; all where it is undefined
 * @throws {InputError} when the set is none, is empty, an array comes without its items, or none is kept
 */
export async function readSet(
  path: string,
  items: string | undefined,
  option: string,
  where?: Where,
): Promise<NamedSet> {
  const { file } = splitArrayName(path);
  const notes: string[] = [];
  const whole = await isFolder(file)
    ? await readEmbeddingSet(path)
    : await readArray(path, items, option, (note) => notes.push(note));
  if (whole.rows === 0) {
    throw new InputError(`"${quotable(path)}" is empty: none of its items could be read`);
  }
  const { set, leftOut } = keptItems(whole, where, path);
  notes.push(...rowNotes(path, set, set.items.map(({ id }) => id)));
  return { name: path, set, leftOut, notes };
}

/** A note where other code made one of the sets, or what it came from. */
export function codeNotes(...sets: readonly NamedSet[]): Promise<string[]> {
  return otherCodeNotes(sets.map(({ name, set }) => ({ name, code: codeOf(set.identity) })));
}

async function readArray(
  path: string,
  itemsPath: string | undefined,
  option: string,
  onNote: (note: string) => void,
): Promise<EmbeddingSet> {
  const bytes = await readInputFile(splitArrayName(path).file);
  const array = await readEmbeddingArray(bytes, path);
  if (itemsPath === undefined) {
    throw new InputError(
      `"${quotable(path)}" is an array; name the manifest of its items with ${option}`,
    );
  }
  const { items, sha256 } = await openDataset(itemsPath, { modality: "neither", onNote });
  return await joinReadyMade({ array, file: { name: path, sha256: sha256Of(bytes) } }, {
    items: itemsOfRows(items, array.rows, itemsPath),
    file: { name: itemsPath, sha256 },
  });
}
