/**
 * How far the shards of a plan are, by the files in the output folder.
 * @module
 */
import { join } from "node:path";
import { SurroundingsError } from "../basics/errors.ts";
import { LOGS_FOLDER } from "../basics/output/shard_names.ts";
import { quotable } from "../basics/printable.ts";
import { type Plan, planHash, shardsIn } from "./plan.ts";
import { type FailedRecord, readRecord, recordPath, type Worker } from "./records.ts";
import { isAlive } from "./this_worker.ts";

/**
 * A process whose record is older than this, in milliseconds, has ended; so has one whose record is that far in the
 * future, as a clock that was wrong once leaves it: it would count as running for ever. Clocks may differ by less.
 */
const STALE_MS = 120_000;
/** Bytes at the end of a log in which its last line is looked for. */
const LOG_END_BYTES = 4096;

/** The state of a shard. */
export type ShardState =
  | { readonly shard: number; readonly state: "missing" }
  | { readonly shard: number; readonly state: "done" | "running"; readonly worker: Worker }
  | {
    readonly shard: number;
    readonly state: "failed";
    readonly worker: Worker;
    /** What went wrong, in one line. */
    readonly reason: string;
  };

/** A job's task, in the words of its engine. */
export type StartedTask = NonNullable<Worker["started"]>;

/** How states are found. */
export interface StateOptions {
  /** Whether an engine still has a task that cannot be seen from here; undefined where it cannot tell. */
  readonly isQueued?:
    | ((task: StartedTask) => Promise<boolean | undefined> | boolean | undefined)
    | undefined;
}

/**
 * Finds the states of all shards. No engine is needed: a process that no longer renews its record has ended.
 *
 * @param folder the output folder
 */
export async function shardStates(
  folder: string,
  plan: Plan,
  options: StateOptions = {},
): Promise<ShardState[]> {
  const hash = planHash(plan);
  const states: ShardState[] = [];
  for (let shard = 0; shard < plan.shards; shard++) {
    states.push(await stateOf(folder, shard, hash, options));
  }
  return states;
}

async function stateOf(
  folder: string,
  shard: number,
  plan: string,
  { isQueued }: StateOptions,
): Promise<ShardState> {
  const done = await readRecord(folder, shard, "done", plan);
  if (done !== undefined) return { shard, state: "done", worker: done };
  const running = await readRecord(folder, shard, "running", plan);
  const failed = await readRecord(folder, shard, "failed", plan);
  if (running === undefined) {
    return failed === undefined
      ? { shard, state: "missing" }
      : { shard, state: "failed", worker: failed, reason: failed.reason };
  }
  const lives = isAlive(running) ?? (running.started && await isQueued?.(running.started)) ??
    isFresh(recordPath(folder, shard, "running"));
  if (lives) return { shard, state: "running", worker: running };
  return { shard, state: "failed", worker: running, reason: endedReason(folder, running, failed) };
}

/** Whether a record was renewed lately. */
function isFresh(path: string): boolean {
  try {
    return Math.abs(Date.now() - (Deno.statSync(path).mtime?.getTime() ?? 0)) < STALE_MS;
  } catch {
    return false;
  }
}

/** Why a process that said nothing ended: the last line of its log may tell. */
function endedReason(folder: string, worker: Worker, failed: FailedRecord | undefined): string {
  if (failed !== undefined) return failed.reason;
  const line = lastLogLine(folder, worker.started);
  const ended = `its process ended without a word (${worker.host}, process ${worker.pid})`;
  return line === undefined ? ended : `${ended}; the last line of its log: ${line}`;
}

/** The last line in the log of an engine's task, where `submit` had it written. */
export function lastLogLine(folder: string, started: StartedTask | undefined): string | undefined {
  if (started?.job === undefined || !/^[\w.-]+$/.test(started.job)) return undefined;
  const path = join(shardsIn(folder), LOGS_FOLDER, logName(started.job, started.task));
  try {
    using file = Deno.openSync(path);
    const { size } = file.statSync();
    file.seekSync(Math.max(0, size - LOG_END_BYTES), Deno.SeekMode.Start);
    const bytes = new Uint8Array(LOG_END_BYTES);
    const read = file.readSync(bytes) ?? 0;
    const lines = new TextDecoder().decode(bytes.subarray(0, read)).split(/[\r\n]+/);
    return lines.filter((line) => line.trim() !== "").at(-1)?.trim();
  } catch {
    return undefined;
  }
}

/** Name of the log of an array's task. */
export function logName(job: string, task: number | string): string {
  return `${job}_${task}.log`;
}

/**
 * Makes sure that all shards are done.
 *
 * @throws {SurroundingsError} that names those that are not, with the way to see why
 */
export async function requireDone(folder: string, plan: Plan): Promise<void> {
  const left = (await shardStates(folder, plan)).filter(({ state }) => state !== "done");
  if (left.length === 0) return;
  const numbers = ranges(left.map(({ shard }) => shard));
  throw new SurroundingsError(
    `${left.length} of ${plan.shards} shards of "${quotable(folder)}" are missing: ${numbers}; ` +
      `"earnest status" says why`,
  );
}

/**
 * Writes numbers as ranges.
 *
 * @param numbers ascending
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(ranges([0, 1, 2, 5, 7, 8]), "0-2,5,7-8");
 * ```
 */
export function ranges(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([from, to]) => from === to ? `${from}` : `${from}-${to}`).join(",");
}
