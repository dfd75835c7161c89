/**
 * Says what is wrong with a manifest as reading it row by row does.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { streamPairs } from "../../datasets/stream_pairs.ts";
import type { BlockJob } from "./block_scan.ts";

/** A manifest is no longer the one that was divided among shards. */
export class ChangedManifest extends InputError {
  /** @param path the manifest's name */
  constructor(path: string) {
    super(`"${quotable(path)}" changed since its shards were begun; choose another --out`);
  }
}

/**
 * Runs what reads blocks of a manifest. A block knows nothing of those before it; where it fails, reading row by row finds
 * the first error of the file, and says it best.
 *
 * @throws {InputError} the first of the file, where the body throws one
 */
export async function orFirstError<Result>(
  job: Pick<BlockJob, "path" | "reading">,
  body: () => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  try {
    return await body();
  } catch (thrown) {
    await throwFirstError(job, thrown, signal);
    throw thrown;
  }
}

/**
 * Reads all pairs of a manifest, for the errors.
 *
 * @param thrown what a block has thrown; anything but an {@link InputError} is not about a row
 * @throws {InputError} the first error of the file, if it has one
 */
export async function throwFirstError(
  { path, reading }: Pick<BlockJob, "path" | "reading">,
  thrown: unknown,
  signal?: AbortSignal,
): Promise<void> {
  if (!(thrown instanceof InputError) || thrown instanceof ChangedManifest) return;
  for await (const _ of streamPairs(path, reading, { sha256: "", badLines: 0 })) {
    signal?.throwIfAborted();
  }
}
