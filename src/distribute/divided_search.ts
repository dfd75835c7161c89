/**
 * A search whose database is divided among shards: what its shards and the command that puts them together have in common.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { codeHashes } from "../basics/code_hashes.ts";
import type { FolderKind } from "../basics/output/folder_kind.ts";
import { SHARDS_NAME } from "../basics/output/shard_names.ts";
import { VERSION } from "../basics/version.ts";
import type { Metric } from "../compute/compute.ts";
import type { Where } from "../datasets/where.ts";
import { contentHashes } from "../embeddings/content_hashes.ts";
import type { EmbeddingSet } from "../embeddings/embedding_set.ts";
import type { JsonObject } from "../embeddings/identity.ts";
import type { StoredSet } from "../embeddings/stored_set.ts";
import type { NearestLists } from "../measures/retrieval/nearest_lists.ts";
import { hasObjects, type Plan } from "./plan.ts";
import { readIdentity } from "./run_task.ts";

/** Name of the file that `collect` writes: a query a line. */
export const NEAREST_FILE = "nearest.jsonl";

/** The output folder. It has no marker, since nothing replaces it. */
export const SEARCH_FOLDER: FolderKind = {
  command: "search",
  markers: [],
  names: [{ name: NEAREST_FILE }, SHARDS_NAME],
};

/** A search, opened. */
export interface DividedSearch {
  /** Whose nearest rows are wanted. */
  readonly queries: EmbeddingSet;
  /** The rows that are searched. */
  readonly database: StoredSet;
  /** Which items of what is opened make the database; all where it is undefined. */
  readonly where: Where | undefined;
  /** Number of rows to find for each query. */
  readonly k: number;
  /** The similarity or distance of two rows. */
  readonly metric: Metric;
}

/** What the lists in the shards' objects, and the items that they become, depend on. */
export async function searchIdentity(
  { queries, database, where, k, metric }: DividedSearch,
): Promise<JsonObject> {
  return {
    queries: contentHashes(queries),
    database: await database.hashes(),
    where: where ?? null,
    k,
    metric,
    code: { ...await codeHashes() },
    version: VERSION,
  };
}

const checkedBy = z.object({
  // Of an array: a set in memory has other hashes.
  database: z.object({ sampled: z.string(), items: z.string() }),
  code: z.object({ embeddings: z.string(), trainings: z.string() }),
});

/**
 * Finds the manifest of an array that an earlier task has read to its end before it fixed what all shards depend on.
 *
 * @returns its SHA-256; undefined where no task of this code has read one
 * @throws {InputError} when the file that fixes it is malformed
 */
export async function checkedItems(folder: string): Promise<string | undefined> {
  if (!hasObjects(folder)) return undefined;
  const { data } = checkedBy.safeParse(await readIdentity(folder));
  const { embeddings, trainings } = await codeHashes();
  const isSame = data?.code.embeddings === embeddings && data.code.trainings === trainings;
  return isSame ? data.database.items : undefined;
}

/**
 * Divides the rows of a database evenly.
 *
 * @returns the first row of a shard, and the row before which it ends; both are the same where there are too few rows
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(rowsOfShard(10, { shards: 4 }, 1), { from: 2, to: 5 });
 * assert.deepEqual(rowsOfShard(1, { shards: 4 }, 1), { from: 0, to: 0 });
 * ```
 */
export function rowsOfShard(
  rows: number,
  { shards }: Pick<Plan, "shards">,
  shard: number,
): Pick<NearestLists, "from" | "to"> {
  const start = (index: number) => Math.floor(rows * index / shards);
  return { from: start(shard), to: start(shard + 1) };
}
