/**
 * Does the shards of a task. Others see meanwhile that it works on them, and afterwards that they are done or how they
 * failed.
 * @module
 */
import { join } from "node:path";
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { writeFileAtomic } from "../basics/atomic.ts";
import { InputError, messageOf, SurroundingsError } from "../basics/errors.ts";
import { untilExit } from "../basics/output/exit.ts";
import { isThere } from "../basics/output/place.ts";
import { IDENTITY_FILE } from "../basics/output/shard_names.ts";
import { quotable } from "../basics/printable.ts";
import { differenceText } from "../embeddings/difference_text.ts";
import { withLock } from "../embeddings/folder.ts";
import {
  canonicalJson,
  differencesOf,
  fingerprintOf,
  type JsonObject,
} from "../embeddings/identity.ts";
import { readJsonFile } from "./json_file.ts";
import { openTask, type TaskChoice } from "./open_task.ts";
import { type DividedCommand, type Plan, planHash, readPlan, shardsIn } from "./plan.ts";
import { readRecord, recordPath, removeRecord, type Worker, writeRecord } from "./records.ts";
import { thisWorker } from "./this_worker.ts";

/** A working process renews its records this often, in milliseconds. */
const BEAT_MS = 10_000;

/** Which fields it has depends on the command. */
const identitySchema = z.record(z.string(), z.json(), {
  error: "expected the object that a task wrote; remove the output folder to start over",
});

/** The shards that a process does. */
export interface ShardTask {
  /** The plan that all tasks follow. */
  readonly plan: Plan;
  /** The shards that are to be done, in order. */
  readonly pending: readonly number[];
  /**
   * To be called when the inputs are read, before the first result is written.
   *
   * @param identity what the objects of the shards depend on (hashes of inputs and code, options)
   * @throws {InputError} when the objects of other shards depend on something else, by the first field that differs
   */
  begin(identity: JsonObject): Promise<void>;
  /** To be called when a shard's object is under its final name. */
  finish(shard: number): Promise<void>;
}

/** What became of a task. */
export interface TaskResult<Result> {
  /** The shards of the task. */
  readonly shards: readonly number[];
  /** Number of shards of all tasks. */
  readonly of: number;
  /** What the work gave; undefined when all shards were done before. */
  readonly result: Result | undefined;
}

/**
 * Does the shards of a task that are not done yet.
 *
 * @param folder the output folder
 * @param divided the command, as `collect` runs it
 * @param work calls `begin` once, and `finish` for each of the task's pending shards
 * @throws {InputError} when the choice does not fit the plan, or the inputs are not those of other shards
 * @throws {SurroundingsError} when a shard could not be finished, or nothing can be written
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const folder = await Deno.makeTempDir();
 * const divided = { command: "embed", words: ["clips.csv"], directory: "/data" } as const;
 * const run = () =>
 *   runTask(`${folder}/set`, { kind: "counted", index: 1, count: 2 }, divided, async (task) => {
 *     await task.begin({ code: "a" });
 *     for (const shard of task.pending) await task.finish(shard);
 *     return task.pending;
 *   });
 * assert.deepEqual((await run()).result, [1]);
 * assert.equal((await run()).result, undefined); // It was done before.
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function runTask<Result>(
  folder: string,
  choice: TaskChoice,
  divided: DividedCommand,
  work: (task: ShardTask) => Promise<Result>,
): Promise<TaskResult<Result>> {
  const { plan, shards } = await openTask(folder, choice, divided);
  const hash = planHash(plan);
  const pending: number[] = [];
  for (const shard of shards) {
    if (await readRecord(folder, shard, "done", hash) === undefined) pending.push(shard);
  }
  const of = plan.shards;
  if (pending.length === 0) return { shards, of, result: undefined };
  const worker = thisWorker(choice.kind === "array" ? choice.task : undefined);
  await using active = await ActiveShards.begin(folder, hash, worker, pending);
  try {
    const result = await work({
      plan,
      pending,
      begin: (identity) => active.identify(identity),
      finish: (shard) => active.finish(shard),
    });
    active.requireFinished();
    return { shards, of, result };
  } catch (thrown) {
    await active.fail(messageOf(thrown));
    throw thrown;
  }
}

/** The shards that this process works on. */
class ActiveShards implements AsyncDisposable {
  readonly #left: Set<number>;
  readonly #beat: ReturnType<typeof setInterval>;
  readonly #stopWaiting: () => void;
  #identity: string | undefined;

  private constructor(
    readonly folder: string,
    readonly plan: string,
    readonly worker: Worker,
    shards: readonly number[],
  ) {
    this.#left = new Set(shards);
    this.#beat = setInterval(() => this.#renew(), BEAT_MS);
    // It keeps no process alive.
    this.#beat.unref();
    // A signal ends the process without another chance to say so.
    this.#stopWaiting = untilExit(() => this.#interrupt());
  }

  /** Says that this process works on some shards. */
  static async begin(
    folder: string,
    plan: string,
    worker: Worker,
    shards: readonly number[],
  ): Promise<ActiveShards> {
    for (const shard of shards) {
      await writeRecord(folder, shard, "running", { ...worker, plan });
      removeRecord(folder, shard, "failed");
    }
    return new ActiveShards(folder, plan, worker, shards);
  }

  async identify(identity: JsonObject): Promise<void> {
    await fixIdentity(this.folder, identity);
    this.#identity = fingerprintOf(identity);
  }

  async finish(shard: number): Promise<void> {
    if (!this.#left.has(shard) || this.#identity === undefined) {
      throw new RangeError(`Shard ${shard} is not at work here, or its identity is not known`);
    }
    const { folder, plan, worker } = this;
    await writeRecord(folder, shard, "done", { ...worker, plan, identity: this.#identity });
    this.#left.delete(shard);
    removeRecord(folder, shard, "running");
    removeRecord(folder, shard, "failed");
  }

  /** @throws {SurroundingsError} when shards are left */
  requireFinished(): void {
    if (this.#left.size === 0) return;
    throw new SurroundingsError(
      `Shard ${[...this.#left].join(", ")} of "${
        quotable(this.folder)
      }" could not be finished; start it again`,
    );
  }

  /**
   * Says how the shards that are left failed. On a full disk nothing can be said: the record of the work, which nothing
   * renews now, tells later that it ended, and the log of its task why.
   */
  async fail(reason: string): Promise<void> {
    const { folder, plan, worker } = this;
    for (const shard of this.#left) {
      const isSaid = await writeRecord(folder, shard, "failed", { ...worker, plan, reason })
        .then(() => true, () => false);
      if (isSaid) removeRecord(folder, shard, "running");
    }
    this.#left.clear();
  }

  [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#beat);
    this.#stopWaiting();
    return Promise.resolve();
  }

  #renew(): void {
    const now = new Date();
    for (const shard of this.#left) {
      Deno.utime(recordPath(this.folder, shard, "running"), now, now).catch(() => {});
    }
  }

  #interrupt(): void {
    const { folder, plan, worker } = this;
    for (const shard of this.#left) {
      const record = { ...worker, plan, reason: "it was interrupted" };
      try {
        Deno.writeTextFileSync(
          recordPath(folder, shard, "failed"),
          `${JSON.stringify(record, null, 2)}\n`,
        );
      } catch {
        // The record of its work, which nothing renews now, tells the same later.
        continue;
      }
      removeRecord(folder, shard, "running");
    }
  }
}

/**
 * Fixes what the objects of all shards depend on, or compares it with what the first task has fixed.
 *
 * @throws {InputError} that names the first field that differs
 */
export async function fixIdentity(folder: string, identity: JsonObject): Promise<void> {
  const path = identityIn(folder);
  await withLock(shardsIn(folder), async () => {
    if (isThere(path)) return;
    await requireOneIdentity(folder, fingerprintOf(identity));
    await writeFileAtomic(path, `${canonicalJson(identity)}\n`);
  });
  const fixed = await readIdentity(folder);
  const [difference] = differencesOf(fixed, identity);
  if (difference === undefined) return;
  throw new InputError(
    `The shards of "${quotable(folder)}" were begun ${differenceText(difference, "this task")}; ` +
      `choose another --out, or remove "${quotable(folder)}" to start over`,
  );
}

/** Refuses shards that are done and depend on something else, where the file that said on what was removed. */
async function requireOneIdentity(folder: string, identity: string): Promise<void> {
  const plan = await readPlan(folder);
  const hash = planHash(plan);
  for (let shard = 0; shard < plan.shards; shard++) {
    const done = await readRecord(folder, shard, "done", hash);
    if (done === undefined || done.identity === identity) continue;
    throw new InputError(
      `Shard ${shard} of "${quotable(folder)}" is of other inputs or code than this task; ` +
        `choose another --out, or remove "${quotable(folder)}" to start over`,
    );
  }
}

/**
 * Reads what the objects of all shards depend on.
 *
 * @throws {InputError} when no task has fixed it yet, or the file is malformed
 */
export async function readIdentity(folder: string): Promise<JsonObject> {
  return await readJsonFile(identityIn(folder), identitySchema);
}

function identityIn(folder: string): string {
  return join(shardsIn(folder), IDENTITY_FILE);
}
