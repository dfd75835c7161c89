/**
 * The shards of an embedding set. Their objects are the set's parts: part p belongs to shard p modulo the number of
 * shards.
 * @module
 */
import { SurroundingsError } from "../basics/errors.ts";
import { removeOwn } from "../basics/output/own_names.ts";
import { LOGS_FOLDER, PLAN_FILE, SHARDS_NAME } from "../basics/output/shard_names.ts";
import { quotable } from "../basics/printable.ts";
import { finishSet } from "../embeddings/finish_set.ts";
import { lookAt } from "../embeddings/folder.ts";
import type { Shard } from "../embeddings/parts.ts";
import { readSetFile } from "../embeddings/set_file.ts";
import type { SetSummary } from "../embeddings/set_folder.ts";
import { donePlan } from "./done_plan.ts";
import { isDivided, shardsIn } from "./plan.ts";
import { removeRecord } from "./records.ts";
import type { ShardTask } from "./run_task.ts";
import { ranges } from "./states.ts";

/** Embeds one shard, or what it is given. */
export type EmbedShard = (shard: Shard) => Promise<SetSummary>;

/**
 * Embeds the pending shards of a task.
 *
 * @param folder the embedding set
 * @returns how far the set is
 */
export async function embedShards(
  folder: string,
  task: ShardTask,
  embed: EmbedShard,
): Promise<SetSummary> {
  const count = task.plan.shards;
  let summary: SetSummary | undefined;
  for (const index of task.pending) {
    summary = await embed({ index, count });
    await task.begin({ set: (await readSetFile(folder)).fingerprint });
    if (!summary.missingParts.some((part) => part % count === index)) await task.finish(index);
  }
  return summary!;
}

/** Whether a finished set is at a place, which no plan divides: its shards were put together. */
export async function isCollectedSet(folder: string): Promise<boolean> {
  const place = await lookAt(folder);
  return place.kind === "set" && place.set.complete && !isDivided(folder);
}

/**
 * Puts the shards of a set together. The plan and the records are removed then, since the set says all; an engine's logs
 * stay, among them perhaps that of this process.
 *
 * @param folder the embedding set
 * @throws {SurroundingsError} when shards are missing, or a part is damaged, whose shard is missing then
 */
export async function collectSet(
  folder: string,
  onNote: (note: string) => void,
): Promise<SetSummary> {
  if (await isCollectedSet(folder)) return await finishSet(folder, onNote);
  const plan = await donePlan(folder);
  const summary = await finishSet(folder, onNote);
  if (summary.complete) {
    const bookkeeping = SHARDS_NAME.entries!.filter(({ name }) => name !== LOGS_FOLDER);
    // The plan goes first: records that a killed process leaves mean nothing without it.
    removeOwn(shardsIn(folder), [{ name: PLAN_FILE }]);
    removeOwn(shardsIn(folder), bookkeeping);
    return summary;
  }
  const damaged = [...new Set(summary.missingParts.map((part) => part % plan.shards))];
  damaged.sort((a, b) => a - b).forEach((shard) => removeRecord(folder, shard, "done"));
  throw new SurroundingsError(
    `Parts of "${quotable(folder)}" are damaged or were removed; start its shards ${
      ranges(damaged)
    } again`,
  );
}
