/**
 * Scans one shard of the pairs: a range of a manifest's rows, or of the items of a data set that is read whole.
 * @module
 */
import type { ReadFile } from "../../datasets/stream_text.ts";
import type { TrainingPair } from "../findings.ts";
import {
  type BlockResult,
  type BlockScanner,
  compileBlockScan,
  compilePairScan,
} from "./block_scan.ts";
import type { StoredBlock } from "./block_object.ts";
import { ChangedManifest, throwFirstError } from "./first_error.ts";
import { scannedBlocks } from "./parallel_scan.ts";
import { checksumAfter, type DividedManifest, rangeOf } from "./ranges.ts";
import type { DividedScan } from "./scan_inputs.ts";
import { ScanWorkers, workersFor } from "./scan_workers.ts";
import { type ScanRange, type StartedBlock, startedBlocks } from "./started_blocks.ts";

/** Pairs of a block of a data set that is read whole. */
const PAIRS = 4096;

/** Scans blocks in this thread; the rules are compiled when the first comes. */
export function thisThread({ job, dictionary }: DividedScan): BlockScanner {
  let scan: ReturnType<typeof compileBlockScan> | undefined;
  return {
    ahead: 0,
    scan: (block) => Promise.resolve((scan ??= compileBlockScan(job, dictionary))(block)),
  };
}

/** Scans blocks of a task, of so many bytes: with workers where these help. */
export function openScanner(divided: DividedScan, bytes: number): BlockScanner & Disposable {
  const workers = workersFor(bytes, true);
  if (workers > 0) return new ScanWorkers(divided.job, workers);
  return { ...thisThread(divided), [Symbol.dispose]() {} };
}

/**
 * Scans a shard of a manifest.
 *
 * @throws {InputError} when its rows are malformed
 * @throws {ChangedManifest} when they are not those that were divided; what was yielded counts for nothing
 */
export async function* scanRange(
  divided: DividedScan,
  manifest: DividedManifest,
  shard: number,
  scanner: BlockScanner,
): AsyncGenerator<StoredBlock> {
  const { job, reading, signal } = divided;
  const { size } = await Deno.stat(job.path);
  if (size !== manifest.size) throw new ChangedManifest(job.path);
  const range = rangeOf(manifest, shard);
  if (range === undefined) return;
  const { from: { byte }, end } = range;
  const blocks = rangeBlocks(divided, manifest, shard, range);
  try {
    for await (const one of scannedBlocks(blocks, scanner, signal)) {
      reading.onBytes?.(one.bytesRead - byte, end - byte);
      yield one;
    }
  } catch (thrown) {
    await throwFirstError(job, thrown, signal);
  }
}

/**
 * Yields the blocks of a shard.
 *
 * @throws {ChangedManifest} after the last, when they are not those that were divided
 */
export async function* rangeBlocks(
  { job }: DividedScan,
  manifest: DividedManifest,
  shard: number,
  range: ScanRange,
): AsyncGenerator<StartedBlock> {
  // What must be said of the file as a whole, the manifest says.
  const read: ReadFile = { sha256: "", badLines: 0 };
  let checksum = range.from.checksum;
  for await (const block of startedBlocks(job, read, range)) {
    yield block;
    checksum = block.next?.checksum ?? checksum;
  }
  if (checksum !== checksumAfter(manifest, shard)) throw new ChangedManifest(job.path);
}

/** Scans a shard of pairs that are in memory. */
export function* scanHeld(
  { job, dictionary, signal }: DividedScan,
  pairs: readonly TrainingPair[],
  shard: number,
  shards: number,
): Generator<StoredBlock> {
  const scan = compilePairScan(job, dictionary);
  const at = (index: number) => Math.floor(index * pairs.length / shards);
  for (let from = at(shard); from < at(shard + 1); from += PAIRS) {
    signal?.throwIfAborted();
    const findings = scan();
    findings.add(pairs.slice(from, Math.min(from + PAIRS, at(shard + 1))));
    // Whoever read the pairs knows their ids and what is odd about their rows.
    const result: BlockResult = { ...findings.result(), ids: new Uint32Array(), met: {}, odd: {} };
    yield { result, repeats: [] };
  }
}
