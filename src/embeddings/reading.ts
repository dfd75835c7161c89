/**
 * Reads embedding sets, and checks every hash, size and count.
 * @module
 */
import { join } from "node:path";
import { InputError } from "../basics/errors.ts";
import { inputFileSize } from "../basics/input_file.ts";
import { sharedFloats } from "../basics/matrix.ts";
import { checkVectors } from "../basics/vectors.ts";
import { npyHeader } from "../formats/npy.ts";
import { unreadable } from "../formats/reading.ts";
import { checkDistinctIds } from "./embedding_set.ts";
import type { EmbeddingSet, SetDescription, SetItem } from "./embedding_set.ts";
import { lookAt } from "./folder.ts";
import { hashedPieces, readHashedValues } from "./hashed_file.ts";
import { linesOf, parseItemLine } from "./item_lines.ts";
import { type CompleteSet, ITEMS_FILE, VALUES_FILE } from "./set_file.ts";

/** Implements {@link readEmbeddingSet}, which `doors/embeddings/reading.ts` documents. */
export async function readEmbeddingSet(folder: string): Promise<EmbeddingSet> {
  return await readSet(folder, (count) => new Float32Array(count));
}

/** Like {@link readEmbeddingSet}, with the values in memory that workers share. */
export async function readSharedSet(folder: string): Promise<EmbeddingSet> {
  return await readSet(folder, sharedFloats);
}

async function readSet(
  folder: string,
  makeRoom: (count: number) => Float32Array,
): Promise<EmbeddingSet> {
  const set = await readComplete(folder);
  const path = join(folder, VALUES_FILE);
  const { rows, dim, sha256 } = set;
  const values = await readHashedValues(
    path,
    npyHeader([rows, dim]),
    rows * dim,
    sha256[VALUES_FILE],
    makeRoom,
  );
  checkVectors(path, { values, columns: dim });
  return { ...await readDescription(folder, set), values };
}

/** Implements {@link readSetItems}, which `doors/embeddings/reading.ts` documents. */
export async function readSetItems(folder: string): Promise<SetDescription> {
  return await readDescription(folder, await readComplete(folder));
}

/** What the start of an embedding set says. */
export interface SetStart {
  /** Number of rows, and of values in each. */
  readonly rows: number;
  readonly columns: number;
  /** The first items, up to 1,000. */
  readonly items: readonly SetItem[];
  /** Bytes of its values and items. */
  readonly bytes: number;
}

/** Items that {@link readSetStart} reads. */
const FIRST_ITEMS = 1000;

/**
 * Reads how large an embedding set is, and its first items; nothing is checked against hashes.
 *
 * @throws {InputError} when there is no set, it is unfinished, or a line is no item
 * @throws {SurroundingsError} as {@link readEmbeddingSet}
 */
export async function readSetStart(folder: string): Promise<SetStart> {
  const { rows, dim, sha256 } = await readComplete(folder);
  const path = join(folder, ITEMS_FILE);
  const items: SetItem[] = [];
  for await (const line of linesOf(hashedPieces(path, sha256[ITEMS_FILE]), path)) {
    items.push(parseItemLine(line, items.length + 1, path));
    if (items.length === FIRST_ITEMS) break;
  }
  const bytes = await inputFileSize(path) + await inputFileSize(join(folder, VALUES_FILE));
  return { rows, columns: dim, items, bytes };
}

/**
 * Reads the `set.json` of a set that can be read.
 *
 * @throws {InputError} when there is no set, or it is unfinished
 */
export async function readComplete(folder: string): Promise<CompleteSet> {
  const found = await lookAt(folder);
  if (found.kind === "missing") throw new InputError(`"${folder}" does not exist`);
  if (found.kind !== "set") {
    throw new InputError(`"${folder}" is not an embedding set: it is not a folder with a set.json`);
  }
  if (found.set.complete) return found.set;
  throw new InputError(
    `"${folder}" is an unfinished embedding set; run the command that began it again, with --resume`,
  );
}

async function readDescription(folder: string, set: CompleteSet): Promise<SetDescription> {
  const items = await readItems(folder, set);
  const { rows, dim, unreadable, unusual, identity, fingerprint } = set;
  const noted = unusual === undefined ? {} : { unusual };
  return { rows, columns: dim, items, unreadable, ...noted, identity, fingerprint };
}

async function readItems(folder: string, { rows, sha256 }: CompleteSet): Promise<SetItem[]> {
  const path = join(folder, ITEMS_FILE);
  const items: SetItem[] = [];
  for await (const line of linesOf(hashedPieces(path, sha256[ITEMS_FILE]), path)) {
    items.push(parseItemLine(line, items.length + 1, path));
  }
  if (items.length !== rows) {
    throw unreadable(path, `it has ${items.length} lines; set.json says ${rows} rows`);
  }
  checkDistinctIds(items.map(({ id }) => id), path);
  return items;
}
