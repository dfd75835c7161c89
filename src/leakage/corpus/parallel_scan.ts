/**
 * Scans the pairs of a large manifest block by block, in the order of the file.
 * @module
 */
import { SeenIds } from "../../datasets/stream_ids.ts";
import type { PairOptions } from "../../datasets/stream_pairs.ts";
import type { ReadFile } from "../../datasets/stream_text.ts";
import type { BlockJob, BlockResult, BlockScanner, ScanBlock } from "./block_scan.ts";
import { FileTally, repeatsIn } from "./file_tally.ts";
import { throwFirstError } from "./first_error.ts";
import { ScanWorkers } from "./scan_workers.ts";
import { type StartedBlock, startedBlocks } from "./started_blocks.ts";

/** How a manifest is scanned in parallel. */
export interface ParallelOptions {
  /** Number of workers, at least 1. */
  readonly workers: number;
  /** Size of the manifest in bytes, for the progress. */
  readonly size: number;
  /** Ends the scan with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A block that was scanned. */
export interface ScannedBlock {
  /** What was found. */
  readonly result: BlockResult;
  /** Numbers of its rows that have the id of an earlier row among the blocks that were scanned with it. */
  readonly repeats: readonly number[];
  /** Bytes of the file that had been read. */
  readonly bytesRead: number;
}

/**
 * Yields the results of a manifest's blocks, in order. This thread reads, hashes and cuts the file into blocks; workers
 * parse and scan these.
 *
 * @param reading how pairs are read, with the callback for progress
 * @param read filled in while the file is read
 * @throws {InputError} as `streamPairs`
 */
export async function* scanInParallel(
  job: BlockJob,
  reading: PairOptions,
  read: ReadFile,
  { workers, size, signal }: ParallelOptions,
): AsyncGenerator<BlockResult> {
  using pool = new ScanWorkers(job, workers);
  const tally = new FileTally(read, reading.where);
  try {
    for await (
      const { result, repeats, bytesRead } of scannedBlocks(startedBlocks(job, read), pool, signal)
    ) {
      tally.add(result, repeats);
      reading.onBytes?.(bytesRead, size);
      yield result;
    }
    tally.check(job.path);
  } catch (thrown) {
    await throwFirstError(job, thrown, signal);
  }
}

/**
 * Scans blocks, in order.
 *
 * @throws {InputError} when a row is malformed, or two of these blocks have the same id for different sounds
 */
export async function* scannedBlocks(
  blocks: AsyncIterable<StartedBlock>,
  scanner: BlockScanner,
  signal?: AbortSignal,
): AsyncGenerator<ScannedBlock> {
  const seen = new SeenIds();
  const pending: { result: Promise<BlockResult>; block: ScanBlock; bytesRead: number }[] = [];
  const taken = async (): Promise<ScannedBlock> => {
    const { result, block, bytesRead } = pending.shift()!;
    signal?.throwIfAborted();
    const first = await result;
    const repeats = repeatsIn(first.ids, seen);
    // A block does not know the ids of those before it: where some are there again, it is scanned again with that.
    const done = repeats.length === 0 ? first : await scanner.scan({ ...block, repeats });
    return { result: done, repeats, bytesRead };
  };
  for await (const { block, bytesRead } of blocks) {
    pending.push({ result: scanner.scan(block), block, bytesRead });
    if (pending.length > scanner.ahead) yield await taken();
  }
  while (pending.length > 0) yield await taken();
}
