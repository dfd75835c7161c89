/**
 * The file that a shard of a search leaves for the command that puts all together.
 *
 * Its SHA-256 (32 bytes, of all that follows), a line of JSON with what it is of, and the packed lists of its rows.
 * @module
 */
import { createHash } from "node:crypto";
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { prepareToWrite, writeFileAtomic } from "../basics/atomic.ts";
import { InputError } from "../basics/errors.ts";
import { readInputFile } from "../basics/input_file.ts";
import { parseJson } from "../basics/parse_json.ts";
import type { RowCounts } from "../embeddings/row_notes.ts";
import { decodeUtf8 } from "../formats/reading.ts";
import type { NearestLists } from "../measures/retrieval/nearest_lists.ts";
import { packLists, unpackLists } from "../measures/retrieval/packed_lists.ts";
import { type DividedSearch, rowsOfShard } from "./divided_search.ts";
import { objectPath, type Plan, planHash } from "./plan.ts";

const SCHEMA = "earnest/search-lists/1";
const HASH_BYTES = 32;
const FEED = 0x0a;
/** Most bytes of the line, but for those of a row. */
const MOST_HEAD_BYTES = 2 ** 16;
/** Most characters of a float32 in JSON, and a comma. */
const NUMBER_BYTES = 26;

const whole = z.int().min(0);
const head = z.strictObject({
  schema: z.literal(SCHEMA),
  plan: z.string(),
  shard: whole,
  device: z.string(),
  counts: z.strictObject({
    rows: whole,
    zeros: whole,
    firstZero: whole.optional(),
    same: z.array(z.number()).readonly().optional(),
  }),
});

/** What a shard found. */
export interface ShardLists {
  /** The nearest of its rows. */
  readonly lists: NearestLists;
  /** What was counted of its rows. */
  readonly counts: RowCounts;
  /** What computed the scores. */
  readonly device: string;
}

/**
 * Writes a shard's object, whole or not at all.
 *
 * @throws {SurroundingsError} when it cannot be written
 */
export async function writeObject(
  folder: string,
  plan: Plan,
  shard: number,
  { lists, device, counts }: ShardLists,
): Promise<void> {
  const content: z.infer<typeof head> = {
    schema: SCHEMA,
    plan: planHash(plan),
    shard,
    device,
    counts,
  };
  const line = new TextEncoder().encode(`${JSON.stringify(content)}\n`);
  const packed = packLists(lists);
  const hash = createHash("sha256").update(line).update(packed).digest();
  const path = objectPath(folder, shard);
  await prepareToWrite(path);
  await writeFileAtomic(path, pieces([hash, line, packed]));
}

async function* pieces(all: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* all;
}

/**
 * Reads a shard's object.
 *
 * @returns undefined when it is missing, cut, damaged, or of something else
 * @throws {SurroundingsError} when it exists but cannot be read
 */
export async function readObject(
  folder: string,
  plan: Plan,
  shard: number,
  search: DividedSearch,
): Promise<ShardLists | undefined> {
  const path = objectPath(folder, shard);
  try {
    const object = parseObject(await readInputFile(path, mostBytes(search)), path);
    const { lists, plan: hash, shard: own } = object;
    const { database, queries, k, metric } = search;
    const { from, to } = rowsOfShard(database.rows, plan, shard);
    const isOwn = hash === planHash(plan) && own === shard && lists.from === from &&
      lists.to === to && lists.k === k && lists.metric === metric && lists.queries === queries.rows;
    return isOwn ? object : undefined;
  } catch (thrown) {
    if (thrown instanceof InputError) return undefined;
    throw thrown;
  }
}

/** Most bytes of an object: a longer file is refused. */
function mostBytes({ database, queries, k }: DividedSearch): number {
  return HASH_BYTES + MOST_HEAD_BYTES + NUMBER_BYTES * database.columns + 8 * k * queries.rows;
}

function parseObject(bytes: Uint8Array, path: string) {
  const content = bytes.subarray(HASH_BYTES);
  const hash = createHash("sha256").update(content).digest();
  if (!hash.equals(bytes.subarray(0, HASH_BYTES))) {
    throw new InputError(`Cannot read "${path}": its SHA-256 differs`);
  }
  const end = content.indexOf(FEED) + 1;
  const { schema: _, ...rest } = parseJson(decodeUtf8(content.subarray(0, end), path), path, head);
  return { ...rest, lists: unpackLists(content.subarray(end), path) };
}
