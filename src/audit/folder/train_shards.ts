/**
 * The trainings of some shards of an audit. Together with the other shards they are all that the audit trains; none of
 * them scores anything.
 * @module
 */
import { join } from "node:path";
import { codeHashes } from "../../basics/code_hashes.ts";
import type { OnProgress } from "../../basics/progress.ts";
import type { Compute } from "../../compute/compute.ts";
import type { JsonObject } from "../../embeddings/identity.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import { readInputs } from "../inputs/read_inputs.ts";
import { auditFingerprint } from "../run.ts";
import { CELLS_FOLDER } from "../trainings/finished_trainings.ts";
import type { AuditPlan } from "../trainings/plan_audit.ts";
import { runOn } from "../trainings/run_on.ts";
import { runUntil } from "../trainings/runner.ts";
import { inputOptions, readAsked } from "./asked.ts";
import type { AuditFolderOptions } from "./options.ts";
import { planShards } from "./plan_shards.ts";
import { findFinished } from "./plan_summary.ts";
import { callOf } from "./run_in_folder.ts";
import { onShardDevice } from "./shard_device.ts";
import { workOnShard } from "./work_in_folder.ts";

/** The shards of an audit that a process does. */
export interface TrainingShards {
  /** Their numbers, in order; at least one. */
  readonly pending: readonly number[];
  /** Number of all shards. */
  readonly count: number;
  /**
   * Called when all inputs are read, before the first training.
   *
   * @throws {InputError} when other shards were of other inputs, or of other code
   */
  begin(fingerprint: JsonObject): Promise<void>;
  /** Called when all trainings of a shard are kept. */
  finish(shard: number): Promise<void>;
}

/**
 * The shard of a training.
 *
 * @param group number of its group in the plan
 * @param count number of shards
 */
export function shardOfTraining(group: number, count: number): number {
  return group % count;
}

/**
 * Number of trainings of a shard.
 *
 * @param trainings of the whole audit
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([0, 1, 2].map((shard) => trainingsOfShard(7, shard, 3)), [3, 2, 2]);
 * ```
 */
export function trainingsOfShard(trainings: number, shard: number, count: number): number {
  return Math.max(0, Math.ceil((trainings - shard) / count));
}

/**
 * Makes the embeddings of an audit together with its other shards, then the trainings of some shards, each kept as it is
 * finished.
 *
 * @param asked the configuration, or the path of its file
 * @param folder the audit's, with the plan of its shards
 * @returns the number of trainings of these shards
 * @throws {InputError} when the folder holds another audit, or an input cannot be used
 * @throws {DeviceError} when the other shards train on another device
 * @throws {SurroundingsError} when the folder cannot be written
 */
export async function trainShards(
  asked: AuditConfiguration | string,
  folder: string,
  options: AuditFolderOptions,
  shards: TrainingShards,
): Promise<number> {
  const { signal, command = callOf(asked, folder) } = options;
  signal?.throwIfAborted();
  const { pending, count } = shards;
  // The code that runs is that of now, also where its files change during the work.
  const code = await codeHashes();
  const { configuration, source } = await readAsked(asked, options);
  return await workOnShard(folder, { command, configuration }, () =>
    // The device comes first: no sound is embedded for trainings that it cannot make.
    onShardDevice(folder, options, async (compute) => {
      const inputs = await readInputs(configuration, source, {
        ...inputOptions(folder, options),
        shard: { index: pending[0]!, count },
      });
      signal?.throwIfAborted();
      const fingerprint = auditFingerprint(configuration, inputs, code);
      await shards.begin(fingerprint);
      const plan = await planShards(folder, configuration, inputs, fingerprint, {
        onProgress: options.onProgress,
        signal,
      });
      let trainings = 0;
      for (const shard of pending) {
        const own = plan.groups.filter((_, group) => shardOfTraining(group, count) === shard);
        await train(folder, { ...plan, groups: own }, compute, options);
        await shards.finish(shard);
        trainings += own.length;
      }
      return trainings;
    }));
}

/** Trains what is not finished of some groups. */
async function train(
  folder: string,
  plan: AuditPlan,
  compute: Compute,
  { onProgress, onNote, signal }: AuditFolderOptions,
): Promise<void> {
  const note = (line: string) => onNote?.(line, "trainings");
  const state = await findFinished(plan, compute, join(folder, CELLS_FOLDER), note);
  if (state.unfinished.length === 0) return;
  const total = plan.groups.length;
  const report = reporter(total, total - state.unfinished.length, onProgress);
  const run = runUntil(signal, state.finished.around(runOn(compute, plan, { signal })));
  await run(plan.groups, report);
}

/** Reports each training that is not one of those that were finished before. */
function reporter(
  total: number,
  finished: number,
  onProgress: OnProgress = () => {},
): () => void {
  let done = 0;
  onProgress({ stage: "training", done: finished, total });
  return () => {
    if (++done > finished) onProgress({ stage: "training", done, total });
  };
}
