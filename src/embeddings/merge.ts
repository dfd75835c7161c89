/**
 * Merges finished parts into one embedding set, with one part in memory at a time.
 * @module
 */
import { createHash, type Hash } from "node:crypto";
import { join } from "node:path";
import { writeFileAtomic } from "../basics/atomic.ts";
import { InputError } from "../basics/errors.ts";
import { npyHeader } from "../formats/npy.ts";
import type { UnreadableItem, UnusualItem } from "./embedding_set.ts";
import { canonicalJson } from "./identity.ts";
import type { PartHeader } from "./part_file.ts";
import { PartReader } from "./part_reading.ts";
import { partFile } from "./parts.ts";
import {
  type CompleteSet,
  formatSetFile,
  ITEMS_FILE,
  SET_FILE,
  type UnfinishedSet,
  VALUES_FILE,
} from "./set_file.ts";

/**
 * Writes the files of a complete set, `set.json` last: until that is written, the parts are the set, and merging them
 * again gives the same bytes.
 *
 * @param set the unfinished set
 * @param parts every part, in order
 * @returns the finished set
 * @throws {DamagedPartError} when a part has changed since it was written
 * @throws {InputError} when parts have rows of different lengths
 * @throws {SurroundingsError} when a file cannot be read or written; the parts are unchanged
 */
export async function mergeParts(
  folder: string,
  set: UnfinishedSet,
  parts: readonly PartHeader[],
): Promise<CompleteSet> {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const dim = dimOf(folder, parts);
  const write = async (name: string, pieces: AsyncIterable<Uint8Array>) => {
    const hash = createHash("sha256");
    await writeFileAtomic(join(folder, name), hashed(pieces, hash));
    return hash.digest("hex");
  };
  const unreadable: UnreadableItem[] = [];
  const unusual: UnusualItem[] = [];
  const values = await write(VALUES_FILE, mergedValues(folder, parts, rows, dim));
  const items = await write(ITEMS_FILE, mergedLines(folder, parts, unreadable, unusual));
  const merged: CompleteSet = {
    complete: true,
    identity: set.identity,
    fingerprint: set.fingerprint,
    environments: environmentsOf(parts),
    rows,
    dim,
    sha256: { [VALUES_FILE]: values, [ITEMS_FILE]: items },
    unreadable,
    ...(unusual.length > 0 ? { unusual } : {}),
  };
  await writeFileAtomic(join(folder, SET_FILE), formatSetFile(merged));
  return merged;
}

/** The length of a row, 0 if there are no rows. */
function dimOf(folder: string, parts: readonly PartHeader[]): number {
  const filled = parts.filter(({ rows }) => rows > 0);
  const [first] = filled;
  const other = filled.find(({ dim }) => dim !== first!.dim);
  if (other) {
    const file = (header: PartHeader) => `"${join(folder, partFile(header.part, "npy"))}"`;
    throw new InputError(
      `${file(other)} has rows of ${other.dim} numbers, ${file(first!)} of ${first!.dim}; ` +
        "expected one length for all rows of a set",
    );
  }
  return first?.dim ?? 0;
}

async function* hashed(
  pieces: AsyncIterable<Uint8Array>,
  hash: Hash,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
}

async function* mergedValues(
  folder: string,
  parts: readonly PartHeader[],
  rows: number,
  dim: number,
): AsyncGenerator<Uint8Array> {
  yield npyHeader([rows, dim]);
  const reader = new PartReader(folder);
  for (const part of parts) yield await reader.readValues(part);
}

/**
 * @param unreadable receives the items without a row
 * @param unusual receives the items whose files are unusual
 */
async function* mergedLines(
  folder: string,
  parts: readonly PartHeader[],
  unreadable: UnreadableItem[],
  unusual: UnusualItem[],
): AsyncGenerator<Uint8Array> {
  const reader = new PartReader(folder);
  for (const part of parts) {
    const items = await reader.readItems(part);
    for (const item of items.unreadable) unreadable.push(item);
    for (const item of items.unusual) unusual.push(item);
    yield items.lines;
  }
}

/** Lists each environment once, in order of the parts. */
function environmentsOf(parts: readonly PartHeader[]): PartHeader["environment"][] {
  const distinct = new Map(
    parts.map(({ environment }) => [canonicalJson(environment), environment]),
  );
  return [...distinct.values()];
}
