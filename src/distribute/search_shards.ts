/**
 * Searches the shards of a task.
 * @module
 */
import { requireShardsPlace } from "../basics/output/divided_folder.ts";
import { isThere } from "../basics/output/place.ts";
import type { OnProgress } from "../basics/progress.ts";
import type { Compute } from "../compute/compute.ts";
import { RowTally, tallied } from "../embeddings/row_notes.ts";
import { lockSet } from "../embeddings/set_lock.ts";
import { KnownLists } from "../measures/retrieval/known_lists.ts";
import { searchRows } from "../measures/retrieval/search_nearest.ts";
import {
  type DividedSearch,
  rowsOfShard,
  SEARCH_FOLDER,
  searchIdentity,
} from "./divided_search.ts";
import type { TaskChoice } from "./open_task.ts";
import { type DividedCommand, isDivided, objectPath, type Plan } from "./plan.ts";
import { runTask, type ShardTask, type TaskResult } from "./run_task.ts";
import { readObject, writeObject } from "./search_object.ts";

/** Finished shards whose lists are read before others are searched: more would leave out few rows more. */
const MOST_KNOWN = 8;

/** What searches shards. */
export interface SearchShards {
  /** The output folder. */
  readonly folder: string;
  /** Files and folders that are read, which the output folder must not hold. */
  readonly inputs: readonly string[];
  /** Opens what is searched. */
  readonly open: () => Promise<DividedSearch>;
  /** Does some work on a device. */
  readonly onDevice: <Result>(
    work: (compute: Compute, onProgress: OnProgress) => Promise<Result>,
  ) => Promise<Result>;
}

/** What a task searched. */
export interface SearchedRows {
  /** Number of rows of the database. */
  readonly rows: number;
}

/**
 * Searches the shards of a task that are not done yet. Each leaves an object in the folder of shards, from which `collect`
 * makes the output.
 *
 * @param command the command line, as `collect` runs it
 * @returns the number of rows that were searched; nothing when all shards were done before
 * @throws {InputError} when an input is missing, malformed or not that of other shards, or something else is in the folder
 * @throws {SurroundingsError} when nothing can be written
 */
export async function searchShards(
  { folder, inputs, open, onDevice }: SearchShards,
  choice: TaskChoice,
  command: DividedCommand,
): Promise<TaskResult<SearchedRows>> {
  using _lock = lockSet(folder, true);
  requireShardsPlace(folder, SEARCH_FOLDER, inputs);
  // What is wrong with the command line is found before the plan keeps it.
  const opened = isDivided(folder) ? undefined : await open();
  return await runTask(folder, choice, command, async (task) => {
    const search = opened ?? await open();
    await task.begin(await searchIdentity(search));
    return await onDevice((compute, onProgress) =>
      searchPending(folder, search, task, compute, onProgress)
    );
  });
}

async function searchPending(
  folder: string,
  search: DividedSearch,
  { plan, pending, finish }: ShardTask,
  compute: Compute,
  onProgress: OnProgress,
): Promise<SearchedRows> {
  const { queries, database, k, metric } = search;
  // An object of a pending shard, which a killed task left, would count twice.
  const isOther = (shard: number) => !pending.includes(shard);
  const known = await knownLists(folder, plan, search, isOther);
  let rows = 0;
  for (const shard of pending) {
    const tally = new RowTally();
    const { from, to } = rowsOfShard(database.rows, plan, shard);
    const how = { k, metric, known, from, to, onProgress };
    const lists = await searchRows(compute, { queries, database: tallied(database, tally) }, how);
    const { name, class: kind } = compute.device;
    const device = `${name} (${kind})`;
    await writeObject(folder, plan, shard, { lists, device, counts: tally.counts });
    await finish(shard);
    known.add(lists);
    rows += to - from;
  }
  return { rows };
}

/** Reads what finished shards have found: their rows need not be found again to tell which others are not among the nearest. */
async function knownLists(
  folder: string,
  plan: Plan,
  search: DividedSearch,
  isOther: (shard: number) => boolean,
): Promise<KnownLists> {
  const { queries, k, metric } = search;
  const known = new KnownLists({ k, metric, queries: queries.rows });
  let parts = 0;
  for (let shard = 0; shard < plan.shards && parts < MOST_KNOWN; shard++) {
    if (!isOther(shard) || !isThere(objectPath(folder, shard))) continue;
    const object = await readObject(folder, plan, shard, search);
    if (object === undefined) continue;
    known.add(object.lists);
    parts++;
  }
  return known;
}
