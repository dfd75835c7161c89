/**
 * Puts together what was found in the shards of a manifest.
 * @module
 */
import { SeenIds } from "../../datasets/stream_ids.ts";
import type { StoredBlock } from "./block_object.ts";
import type { BlockResult, BlockScanner } from "./block_scan.ts";
import { FileTally, repeatsIn } from "./file_tally.ts";
import { ChangedManifest, throwFirstError } from "./first_error.ts";
import { type DividedManifest, rangeOf } from "./ranges.ts";
import type { DividedScan } from "./scan_inputs.ts";
import { rangeBlocks, thisThread } from "./shard_scan.ts";
import type { StartedBlock } from "./started_blocks.ts";

/**
 * Yields the results of a manifest's blocks as a scan of the whole gives them. A shard does not know the ids of those
 * before it: blocks where some of these are there again are read and scanned again.
 *
 * @param shards the blocks of each shard, in order
 * @throws {InputError} when two rows have the same id for different sounds, or the manifest has no pairs
 * @throws {ChangedManifest} when a block is to be scanned again, and the manifest is no longer the same
 */
export async function* collectedBlocks(
  divided: DividedScan,
  manifest: DividedManifest,
  shards: Iterable<AsyncIterable<StoredBlock>>,
): AsyncGenerator<BlockResult> {
  const { job, reading, read, signal } = divided;
  Object.assign(read, manifest.read);
  const tally = new FileTally(read, reading.where);
  const seen = new SeenIds();
  const scanner = thisThread(divided);
  let shard = 0;
  try {
    for (const blocks of shards) {
      const again = new SecondScan(divided, manifest, shard++, scanner);
      let index = 0;
      for await (const { result, repeats: known } of blocks) {
        signal?.throwIfAborted();
        const repeats = repeatsIn(result.ids, seen);
        const isKnown = repeats.length === known.length;
        const settled = isKnown ? result : await again.scan(index, repeats);
        index++;
        tally.add(settled, repeats);
        yield settled;
      }
      await again.end();
    }
    tally.check(job.path);
  } catch (thrown) {
    await throwFirstError(job, thrown, signal);
  }
}

/** Scans blocks of a shard for a second time, in order. */
class SecondScan {
  readonly #blocks: () => AsyncGenerator<StartedBlock>;
  readonly #scanner: BlockScanner;
  readonly #path: string;
  #opened: AsyncGenerator<StartedBlock> | undefined;
  #next = 0;

  constructor(
    divided: DividedScan,
    manifest: DividedManifest,
    shard: number,
    scanner: BlockScanner,
  ) {
    const range = rangeOf(manifest, shard);
    this.#blocks = () => rangeBlocks(divided, manifest, shard, range!);
    this.#scanner = scanner;
    this.#path = divided.job.path;
  }

  /** Scans the block of an index with the numbers of the rows that repeat ids. */
  async scan(index: number, repeats: readonly number[]): Promise<BlockResult> {
    this.#opened ??= this.#blocks();
    for (;;) {
      const { value, done } = await this.#opened.next();
      if (done) throw new ChangedManifest(this.#path);
      if (this.#next++ === index) return await this.#scanner.scan({ ...value.block, repeats });
    }
  }

  /** @throws {ChangedManifest} when blocks were read, and the shard's rows are no longer the same */
  async end(): Promise<void> {
    if (this.#opened !== undefined) { for await (const _ of this.#opened); }
  }
}
