/**
 * Puts the shards of a scan together: the output is that of the command without shards, to the byte.
 * @module
 */
import { SurroundingsError } from "../basics/errors.ts";
import { fillDivided } from "../basics/output/divided_folder.ts";
import { quotable } from "../basics/printable.ts";
import { lockSet } from "../embeddings/set_lock.ts";
import { DamagedObject, readObject } from "../leakage/corpus/block_object.ts";
import type { BlockResult } from "../leakage/corpus/block_scan.ts";
import { collectedBlocks } from "../leakage/corpus/collected_scan.ts";
import type { CorpusScan } from "../leakage/corpus/corpus_scan.ts";
import { ChangedManifest } from "../leakage/corpus/first_error.ts";
import { markCollected } from "./collected.ts";
import { type DividedScanWork, identityOf, objectHeader, openDivided } from "./divided_scan.ts";
import { donePlan } from "./done_plan.ts";
import { objectPath, type Plan } from "./plan.ts";
import { removeRecord } from "./records.ts";
import { fixIdentity } from "./run_task.ts";
import { hasRanges, readRanges } from "./scan_ranges.ts";
import { ranges } from "./states.ts";

/** Writes an output into a folder from the results of all blocks, and gives what the command prints. */
export type FinishScan<Result> = (
  folder: string,
  scan: CorpusScan,
  results: AsyncIterable<BlockResult>,
) => Promise<Result>;

/**
 * Puts the shards of a scan together.
 *
 * @param finish writes the output
 * @throws {InputError} when an input is not that of the shards, or something else is in the folder
 * @throws {SurroundingsError} when shards are missing, or an object is damaged, whose shard is missing then
 */
export async function collectScan<Result>(
  work: DividedScanWork,
  finish: FinishScan<Result>,
): Promise<Result> {
  const { folder, kind } = work;
  using _lock = lockSet(folder);
  const plan = await donePlan(folder);
  const scan = await openDivided(work);
  const results = hasRanges(folder)
    ? await manifestResults(work, scan, plan)
    : await heldResults(work, scan, plan);
  try {
    const result = await fillDivided(folder, kind, (place) => finish(place, scan, results));
    await markCollected(folder, plan);
    return result;
  } catch (thrown) {
    throw thrown instanceof DamagedObject ? await damagedShards(folder, plan) : thrown;
  }
}

async function manifestResults(
  work: DividedScanWork,
  scan: CorpusScan,
  plan: Plan,
): Promise<AsyncGenerator<BlockResult>> {
  const { folder, path, worst, keepPairs } = work;
  const divided = scan.divided(worst);
  const manifest = await readRanges(folder, plan);
  const { sha256 } = manifest.read;
  await fixIdentity(folder, await identityOf(work, scan, sha256));
  if (keepPairs) {
    const read = { sha256: "", badLines: 0 };
    for await (const _ of scan.readPairs(read));
    if (read.sha256 !== sha256) throw new ChangedManifest(path);
  }
  return collectedBlocks(divided, manifest, objects(work, plan));
}

/** Of a data set that is read whole, what is known of its rows is read again. */
async function heldResults(
  work: DividedScanWork,
  scan: CorpusScan,
  plan: Plan,
): Promise<AsyncGenerator<BlockResult>> {
  const { read } = scan.divided(work.worst);
  for await (const _ of scan.readPairs(read));
  await fixIdentity(work.folder, await identityOf(work, scan, read.sha256));
  return (async function* () {
    for (const blocks of objects(work, plan)) for await (const { result } of blocks) yield result;
  })();
}

/** The blocks of each shard, in order. */
function* objects({ folder, options: { onProgress } }: DividedScanWork, plan: Plan) {
  for (let shard = 0; shard < plan.shards; shard++) {
    yield readObject(objectPath(folder, shard), objectHeader(plan, shard));
    onProgress?.({ stage: "collecting", done: shard + 1, total: plan.shards });
  }
}

/** Finds all objects that are damaged; their shards are missing then. */
async function damagedShards(folder: string, plan: Plan): Promise<SurroundingsError> {
  const damaged: number[] = [];
  for (let shard = 0; shard < plan.shards; shard++) {
    try {
      for await (const _ of readObject(objectPath(folder, shard), objectHeader(plan, shard)));
    } catch (thrown) {
      if (!(thrown instanceof DamagedObject)) throw thrown;
      damaged.push(shard);
      removeRecord(folder, shard, "done");
    }
  }
  return new SurroundingsError(
    `The findings of shard ${ranges(damaged)} of "${
      quotable(folder)
    }" are damaged or were removed; start ${damaged.length === 1 ? "it" : "them"} again`,
  );
}
