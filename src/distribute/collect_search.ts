/**
 * Puts the shards of a search together: the lists are those of one search through all rows, to the bit.
 * @module
 */
import { SurroundingsError } from "../basics/errors.ts";
import { fillDivided } from "../basics/output/divided_folder.ts";
import { quotable } from "../basics/printable.ts";
import type { OnProgress } from "../basics/progress.ts";
import { RowTally } from "../embeddings/row_notes.ts";
import { lockSet } from "../embeddings/set_lock.ts";
import { mergeLists, type NearestLists } from "../measures/retrieval/nearest_lists.ts";
import { markCollected } from "./collected.ts";
import { type DividedSearch, SEARCH_FOLDER, searchIdentity } from "./divided_search.ts";
import { donePlan } from "./done_plan.ts";
import type { Plan } from "./plan.ts";
import { removeRecord } from "./records.ts";
import { fixIdentity } from "./run_task.ts";
import { readObject } from "./search_object.ts";
import { ranges } from "./states.ts";

/** What all shards found. */
export interface CollectedSearch {
  /** The nearest rows of the whole database. */
  readonly lists: NearestLists;
  /** What was counted of its rows. */
  readonly tally: RowTally;
  /** What must be said of the devices, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Puts the shards of a search together.
 *
 * @param finish writes the output into a folder, and gives what the command prints
 * @throws {InputError} when an input is not that of the shards, or something else is in the folder
 * @throws {SurroundingsError} when shards are missing, or an object is damaged, whose shard is missing then
 */
export async function collectSearch<Result>(
  folder: string,
  search: DividedSearch,
  onProgress: OnProgress,
  finish: (place: string, found: CollectedSearch) => Promise<Result>,
): Promise<Result> {
  using _lock = lockSet(folder);
  const plan = await donePlan(folder);
  await fixIdentity(folder, await searchIdentity(search));
  const found = await mergedShards(folder, plan, search, onProgress);
  const result = await fillDivided(folder, SEARCH_FOLDER, (place) => finish(place, found));
  await markCollected(folder, plan);
  return result;
}

/** Merges the objects one by one: two lists of a query are in memory at a time. */
async function mergedShards(
  folder: string,
  plan: Plan,
  search: DividedSearch,
  onProgress: OnProgress,
): Promise<CollectedSearch> {
  const damaged: number[] = [];
  const devices = new Set<string>();
  const tally = new RowTally();
  let merged: NearestLists | undefined;
  for (let shard = 0; shard < plan.shards; shard++) {
    const object = await readObject(folder, plan, shard, search);
    onProgress({ stage: "collecting", done: shard + 1, total: plan.shards });
    if (object === undefined) damaged.push(shard);
    if (object === undefined || damaged.length > 0) continue;
    merged = merged ? mergeLists([merged, object.lists]) : object.lists;
    tally.addCounts(object.counts);
    if (object.counts.rows > 0) devices.add(object.device);
  }
  if (merged === undefined || damaged.length > 0) throw missing(folder, damaged);
  return { lists: merged, tally, notes: deviceNotes(devices) };
}

/** The shards of damaged objects are to be done again. */
function missing(folder: string, damaged: readonly number[]): SurroundingsError {
  damaged.forEach((shard) => removeRecord(folder, shard, "done"));
  const [they, it] = damaged.length === 1 ? ["shard", "it"] : ["shards", "them"];
  return new SurroundingsError(
    `The lists of ${they} ${ranges(damaged)} of "${
      quotable(folder)
    }" are damaged or were removed; start ${it} again`,
  );
}

function deviceNotes(devices: ReadonlySet<string>): string[] {
  if (devices.size < 2) return [];
  return [
    `Shards were searched on ${[...devices].join(", ")}: the last bits of scores may differ from ` +
    "those of one device.",
  ];
}
