/**
 * Divides a manifest among shards: ranges of whole rows of about as many bytes.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import type { ReadFile } from "../../datasets/stream_text.ts";
import type { BlockJob } from "./block_scan.ts";
import { throwFirstError } from "./first_error.ts";
import { FILE_START, type RowPlace, type ScanRange, startedBlocks } from "./started_blocks.ts";

/** A manifest that is divided. */
export interface DividedManifest {
  /** Its size in bytes. */
  readonly size: number;
  /** CRC-32 of all its bytes. */
  readonly checksum: number;
  /** What is known of it as a whole, its SHA-256 among that. */
  readonly read: ReadFile;
  /** Where the ranges of shards begin, those of shards without rows left out. */
  readonly places: readonly { readonly shard: number; readonly place: RowPlace }[];
}

/**
 * Reads a manifest once, and divides it. A range ends with a block of about 1 MiB, so that of a small manifest only the
 * first shards have rows.
 *
 * @param shards number of ranges
 * @throws {InputError} when it cannot be read or is malformed
 */
export async function divideManifest(
  job: Pick<BlockJob, "path" | "reading">,
  shards: number,
): Promise<DividedManifest> {
  try {
    const { size } = await Deno.stat(job.path);
    const read: ReadFile = { sha256: "", badLines: 0 };
    const places = [{ shard: 0, place: FILE_START }];
    let last: RowPlace | undefined;
    for await (const { next } of startedBlocks(job, read)) {
      if (next === undefined) continue;
      last = next;
      // The last of the shards that would begin before here begins here.
      const shard = Math.floor(next.byte * shards / size);
      if (next.byte < size && shard > places.at(-1)!.shard) places.push({ shard, place: next });
    }
    if (last === undefined) throw new InputError(`"${quotable(job.path)}" has no items`);
    return { size, checksum: last.checksum, read, places };
  } catch (thrown) {
    return await throwFirstError(job, thrown);
  }
}

/** The range of a shard; undefined where it has no rows. */
export function rangeOf(manifest: DividedManifest, shard: number): ScanRange | undefined {
  const { places, size, read: { lineEnds } } = manifest;
  const at = places.findIndex((one) => one.shard === shard);
  if (at < 0) return undefined;
  return { from: places[at]!.place, end: places[at + 1]?.place.byte ?? size, lineEnds };
}

/** CRC-32 of the manifest up to the end of a shard's range. */
export function checksumAfter({ places, checksum }: DividedManifest, shard: number): number {
  const at = places.findIndex((one) => one.shard === shard);
  return places[at + 1]?.place.checksum ?? checksum;
}
