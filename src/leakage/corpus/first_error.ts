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
 * Throws the first error of a manifest, which reading row by row finds and says best: a block that fails knows nothing of
 * those before it.
 *
 * @param thrown what a block has thrown; anything but an {@link InputError} is not about a row
 * @throws {InputError} the first error of the file, if it has one
 * @throws what was thrown otherwise
 */
export async function throwFirstError(
  { path, reading }: Pick<BlockJob, "path" | "reading">,
  thrown: unknown,
  signal?: AbortSignal,
): Promise<never> {
  if (!(thrown instanceof InputError) || thrown instanceof ChangedManifest) throw thrown;
  for await (const _ of streamPairs(path, reading, { sha256: "", badLines: 0 })) {
    signal?.throwIfAborted();
  }
  throw thrown;
}
