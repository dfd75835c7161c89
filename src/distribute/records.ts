/**
 * The small files that say how far a shard is: who works on it, how it failed, or that it is done.
 * @module
 */
import { join } from "node:path";
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { writeFileAtomic } from "../basics/atomic.ts";
import { InputError } from "../basics/errors.ts";
import { isThere } from "../basics/output/place.ts";
import { shardFile } from "../basics/output/shard_names.ts";
import { readJsonFile } from "./json_file.ts";
import { shardsIn } from "./plan.ts";

const engineJob = z.strictObject({
  /** The engine that started the task. */
  engine: z.enum(["slurm", "kubernetes"]),
  /** Id of the array's job, where the engine tells. */
  job: z.string().optional(),
  /** The task's number in it. */
  task: z.int(),
});

const worker = z.strictObject({
  /** Name of the machine, or of the container. */
  host: z.string(),
  /** The process there. */
  pid: z.int(),
  /** When that process started, in ticks since the machine did; tells it from a later one of the same number. */
  startTicks: z.string().optional(),
  /** The namespace in which that number counts: containers of one machine may share its name. */
  space: z.string().optional(),
  /** When the work began, ISO 8601. */
  since: z.string(),
  /** The task of an engine, if one started it. */
  started: engineJob.optional(),
});
const running = worker.extend({ plan: z.string() });
const failed = worker.extend({
  plan: z.string(),
  /** What went wrong, in one line. */
  reason: z.string(),
});
const done = worker.extend({
  plan: z.string(),
  /** SHA-256 of what the shard's objects depend on. */
  identity: z.string(),
});

/** Who works on a shard. */
export type Worker = z.infer<typeof worker>;
/** A shard that a process works on. */
export type RunningRecord = z.infer<typeof running>;
/** A shard whose work ended early. */
export type FailedRecord = z.infer<typeof failed>;
/** A shard that is done. */
export type DoneRecord = z.infer<typeof done>;

const RECORDS = { running, failed, done } as const;
/** The records of a shard. */
export interface ShardRecords {
  /** Who works on it. */
  readonly running: RunningRecord;
  /** How its last work ended early. */
  readonly failed: FailedRecord;
  /** That it is done. */
  readonly done: DoneRecord;
}

/** Path of a shard's record. */
export function recordPath(folder: string, shard: number, kind: keyof ShardRecords): string {
  return join(shardsIn(folder), shardFile(shard, `${kind}.json`));
}

/**
 * Reads a record of a shard.
 *
 * @returns undefined when the record is missing, damaged or of another plan
 */
export async function readRecord<Kind extends keyof ShardRecords>(
  folder: string,
  shard: number,
  kind: Kind,
  plan: string,
): Promise<ShardRecords[Kind] | undefined> {
  const path = recordPath(folder, shard, kind);
  if (!isThere(path)) return undefined;
  try {
    const schema = RECORDS[kind] as unknown as z.ZodType<ShardRecords[Kind]>;
    const record = await readJsonFile(path, schema);
    return record.plan === plan ? record : undefined;
  } catch (thrown) {
    // Another process may have removed it just now.
    if (thrown instanceof InputError) return undefined;
    throw thrown;
  }
}

/**
 * Writes a record of a shard.
 *
 * @throws {SurroundingsError} when it cannot be written
 */
export async function writeRecord<Kind extends keyof ShardRecords>(
  folder: string,
  shard: number,
  kind: Kind,
  record: ShardRecords[Kind],
): Promise<void> {
  await writeFileAtomic(recordPath(folder, shard, kind), `${JSON.stringify(record, null, 2)}\n`);
}

/** Removes a record of a shard, if it exists. */
export function removeRecord(folder: string, shard: number, kind: keyof ShardRecords): void {
  try {
    Deno.removeSync(recordPath(folder, shard, kind));
  } catch {
    // It is not there, or stays: records that are done outweigh it.
  }
}
