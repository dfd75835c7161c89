/**
 * The shards of an audit. Their objects are its trainings, each a file of its own in the audit's folder.
 * @module
 */
import type { AuditConfiguration } from "../audit/configuration/configuration.ts";
import { readFingerprint } from "../audit/folder/content.ts";
import type { AuditFolderOptions } from "../audit/folder/options.ts";
import { type AuditInFolder, runInFolder } from "../audit/folder/run_in_folder.ts";
import { shardOfTraining, trainShards } from "../audit/folder/train_shards.ts";
import { InputError, SurroundingsError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { differencesOf } from "../embeddings/identity.ts";
import { writeAuditFiles } from "../report/folder/write_folder.ts";
import { donePlan } from "./done_plan.ts";
import { isDivided, type Plan } from "./plan.ts";
import { removeRecord } from "./records.ts";
import { fixIdentity, readIdentity, type ShardTask } from "./run_task.ts";
import { ranges } from "./states.ts";

/**
 * Trains the pending shards of a task.
 *
 * @param folder the audit's
 * @returns the number of their trainings
 */
export async function trainAuditShards(
  asked: AuditConfiguration | string,
  folder: string,
  options: AuditFolderOptions,
  { plan, pending, begin, finish }: ShardTask,
): Promise<number> {
  return await trainShards(asked, folder, options, { pending, count: plan.shards, begin, finish });
}

/**
 * Scores the trainings of all shards and writes the audit's results and report.
 *
 * @throws {SurroundingsError} when shards are missing, or a training is damaged, whose shard is missing then
 * @throws {DeviceError} when this is not the device of the shards
 */
export async function collectAudit(
  asked: AuditConfiguration | string,
  folder: string,
  options: AuditFolderOptions,
): Promise<AuditInFolder> {
  const plan = await donePlan(folder);
  // Notes about trainings say that they are made again, which does not happen here.
  const onNote: AuditFolderOptions["onNote"] = (note, about) =>
    about === "trainings" ? undefined : options.onNote?.(note, about);
  const how = { ...options, resume: true, onNote };
  return await runInFolder(asked, folder, how, writeAuditFiles, {
    begin: (fingerprint) => fixIdentity(folder, fingerprint),
    requireFinished: (unfinished) => requireFinished(folder, plan, unfinished),
    toContinue: "collect again to continue",
  });
}

/** Refuses trainings that are not finished; their shards are to be done again. */
function requireFinished(folder: string, plan: Plan, unfinished: readonly number[]): void {
  if (unfinished.length === 0) return;
  const shards = new Set(unfinished.map((group) => shardOfTraining(group, plan.shards)));
  const damaged = [...shards].sort((a, b) => a - b);
  damaged.forEach((shard) => removeRecord(folder, shard, "done"));
  const [trainings, are, number] = unfinished.length === 1
    ? ["A training", "is", "shard"]
    : [`${unfinished.length} trainings`, "are", damaged.length === 1 ? "shard" : "shards"];
  throw new SurroundingsError(
    `${trainings} of "${quotable(folder)}" ${are} damaged or missing; start ${number} ${
      ranges(damaged)
    } again`,
  );
}

/** Whether a folder has the results of the audit that was divided there. */
export async function isAuditCollected(folder: string): Promise<boolean> {
  if (!isDivided(folder)) return false;
  try {
    const fixed = await readIdentity(folder);
    const results = await readFingerprint(folder);
    return results !== undefined && differencesOf(fixed, results).length === 0;
  } catch (thrown) {
    if (thrown instanceof InputError) return false;
    throw thrown;
  }
}
