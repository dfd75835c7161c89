/**
 * Scans the shards of a task.
 * @module
 */
import { prepareToWrite, writeFileAtomic } from "../basics/atomic.ts";
import { fileHash } from "../basics/output/record.ts";
import { requireShardsPlace } from "../basics/output/divided_folder.ts";
import { isStreamed } from "../datasets/stream_pairs.ts";
import { lockSet } from "../embeddings/set_lock.ts";
import { objectBytes, type StoredBlock } from "../leakage/corpus/block_object.ts";
import type { CorpusScan } from "../leakage/corpus/corpus_scan.ts";
import { ChangedManifest } from "../leakage/corpus/first_error.ts";
import { openScanner, scanHeld, scanRange } from "../leakage/corpus/shard_scan.ts";
import {
  type DividedScanWork,
  identityOf,
  objectHeader,
  openDivided,
  requireDivisible,
  requirePairs,
} from "./divided_scan.ts";
import type { TaskChoice } from "./open_task.ts";
import { type DividedCommand, isDivided, objectPath } from "./plan.ts";
import { runTask, type ShardTask, type TaskResult } from "./run_task.ts";
import { rangesFor } from "./scan_ranges.ts";

/** What a task found in its pairs. */
export interface ShardNumbers {
  /** Number of pairs. */
  readonly pairs: number;
  /** Number of findings, suppressed ones not counted. */
  readonly findings: number;
}

/**
 * Scans the shards of a task that are not done yet. Each leaves an object in the folder of shards, from which `collect`
 * makes the output.
 *
 * @param command the command line, as `collect` runs it
 * @returns what was found; nothing when all shards were done before
 * @throws {InputError} when a rule cannot be divided, an input is missing, malformed or not that of other shards, or
 * something else is in the folder
 * @throws {SurroundingsError} when nothing can be written, or WordNet is needed and cannot be fetched
 */
export async function scanShards(
  work: DividedScanWork,
  choice: TaskChoice,
  command: DividedCommand,
): Promise<TaskResult<ShardNumbers>> {
  const { folder, kind } = work;
  requireDivisible(work);
  await requirePairs(work);
  using _lock = lockSet(folder, true);
  requireShardsPlace(folder, kind);
  // What is wrong with the command line is found before the plan keeps it.
  const opened = isDivided(folder) ? undefined : await openDivided(work);
  return await runTask(
    folder,
    choice,
    command,
    async (task) => await scanPending(work, opened ?? await openDivided(work), task),
  );
}

async function scanPending(
  work: DividedScanWork,
  scan: CorpusScan,
  task: ShardTask,
): Promise<ShardNumbers> {
  const numbers = { pairs: 0, findings: 0 };
  const scanned = await isStreamed(work.path)
    ? await manifestShards(work, scan, task)
    : await heldShards(work, scan, task);
  using _scanner = scanned.scanner;
  try {
    for (const shard of task.pending) {
      const path = objectPath(work.folder, shard);
      await prepareToWrite(path);
      const blocks = counted(scanned.blocksOf(shard), numbers);
      await writeFileAtomic(path, objectBytes(objectHeader(task.plan, shard), blocks));
      await task.finish(shard);
    }
  } catch (thrown) {
    // Which of the inputs is another one, the identity says best.
    const hash = thrown instanceof ChangedManifest ? fileHash(work.path) : undefined;
    if (hash !== undefined) await task.begin(await identityOf(work, scan, hash));
    throw thrown;
  }
  return numbers;
}

/** What scans shards. */
interface ShardScanner {
  readonly scanner: Disposable;
  readonly blocksOf: (shard: number) => AsyncIterable<StoredBlock> | Iterable<StoredBlock>;
}

async function manifestShards(
  work: DividedScanWork,
  scan: CorpusScan,
  task: ShardTask,
): Promise<ShardScanner> {
  const divided = scan.divided(work.worst);
  const manifest = await rangesFor(work.folder, task.plan, divided.job);
  await task.begin(await identityOf(work, scan, manifest.read.sha256));
  const bytes = manifest.size * task.pending.length / task.plan.shards;
  const scanner = openScanner(divided, bytes);
  return { scanner, blocksOf: (shard) => scanRange(divided, manifest, shard, scanner) };
}

async function heldShards(
  work: DividedScanWork,
  scan: CorpusScan,
  task: ShardTask,
): Promise<ShardScanner> {
  const divided = scan.divided(work.worst);
  const pairs = (await Array.fromAsync(scan.readPairs(divided.read))).flat();
  await task.begin(await identityOf(work, scan, divided.read.sha256));
  const { shards } = task.plan;
  return {
    scanner: { [Symbol.dispose]() {} },
    blocksOf: (shard) => scanHeld(divided, pairs, shard, shards),
  };
}

/** Counts what passes. */
async function* counted(
  blocks: AsyncIterable<StoredBlock> | Iterable<StoredBlock>,
  numbers: { pairs: number; findings: number },
): AsyncGenerator<StoredBlock> {
  for await (const block of blocks) {
    const { counts, numbers: { total } } = block.result;
    numbers.pairs += counts.pairs;
    numbers.findings += total.findings;
    yield block;
  }
}
