/**
 * Cuts the items of an embedding set into parts, and assigns them to processes. The parts follow the items' global
 * order and have the same length whatever process computes them, so that the bits of a batch do not depend on the
 * number of processes.
 * @module
 */

/** The items of a set and their parts: part p holds the items from p × partItems on. */
export interface Cut {
  /** Number of items, readable or not. */
  readonly items: number;
  /** Number of items of a part; the last may have fewer. */
  readonly partItems: number;
}

/** One of several processes that write one set. */
export interface Shard {
  /** Index of the process: 0 to `count` - 1, or 1 to `count`; 0 and `count` are the same. */
  readonly index: number;
  /** Number of processes. */
  readonly count: number;
}

/** A killed process loses at most one part, and a finished part costs two synced files: the length balances both. */
const FEWEST_ITEMS = 32;
const MOST_ITEMS = 2048;
/** Number of parts of a large set: more than the processes that share it, few enough for one folder. */
const WANTED_PARTS = 1000;

/**
 * Chooses how many items a part has: whole batches, in all about 1,000 parts of 32 to 2,048 items. The result depends
 * only on the arguments, so all shards choose the same.
 *
 * @param items number of items of the set
 * @param batch number of items that a backbone takes in one call
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(choosePartItems(400, 1), 32);
 * assert.equal(choosePartItems(400, 24), 48);
 * assert.equal(choosePartItems(100_000, 8), 104);
 * assert.equal(choosePartItems(10_000_000, 8), 2048);
 * ```
 */
export function choosePartItems(items: number, batch: number): number {
  const wanted = Math.min(Math.max(Math.ceil(items / WANTED_PARTS), FEWEST_ITEMS), MOST_ITEMS);
  return Math.ceil(wanted / batch) * batch;
}

/** Number of parts. */
export function partCount({ items, partItems }: Cut): number {
  return Math.ceil(items / partItems);
}

/** Number of items of a part. */
export function partLength({ items, partItems }: Cut, part: number): number {
  return Math.min(partItems, items - part * partItems);
}

/**
 * Lists the parts that a process computes.
 *
 * @param shard the process; default all parts
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const cut = { items: 70, partItems: 10 };
 * assert.deepEqual(shardParts(cut, { index: 1, count: 3 }), [1, 4]);
 * assert.deepEqual(shardParts(cut, { index: 0, count: 3 }), [0, 3, 6]);
 * ```
 */
export function shardParts(cut: Cut, shard: Shard = { index: 0, count: 1 }): number[] {
  const first = shard.index % shard.count;
  const parts: number[] = [];
  for (let part = first; part < partCount(cut); part += shard.count) parts.push(part);
  return parts;
}

/**
 * Puts the parts of a process first. Those of others follow from the last one on, since the others begin with their
 * first ones.
 *
 * @param parts ascending
 * @param shard the process; without it, the parts stay as they are
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(ownFirst([0, 1, 2, 3, 4], { index: 1, count: 2 }), [1, 3, 4, 2, 0]);
 * ```
 */
export function ownFirst(parts: readonly number[], shard: Shard | undefined): readonly number[] {
  if (shard === undefined) return parts;
  const isOwn = (part: number) => part % shard.count === shard.index % shard.count;
  return [...parts.filter(isOwn), ...parts.filter((part) => !isOwn(part)).reverse()];
}

/** Returns the name of one of a part's files. */
export function partFile(part: number, ending: "npy" | "jsonl"): string {
  return `shard-${String(part).padStart(6, "0")}.${ending}`;
}

/** The names of the files of parts. */
export const PART_FILE = /^shard-(\d{6,9})\.(npy|jsonl)$/;

/** Returns the number of the part that a file belongs to, if it is a part's file. */
export function partOfFile(name: string): number | undefined {
  const part = Number(PART_FILE.exec(name)?.[1] ?? NaN);
  return Number.isNaN(part) ? undefined : part;
}
