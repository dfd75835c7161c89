/**
 * Content in the cache under the Hub's tag, fetched where it is not there or damaged.
 * @module
 */
import { InputError, SurroundingsError } from "../../basics/errors.ts";
import { isFile, writing } from "./cache.ts";
import { digestFile, faultBySha256, faultByTag, inWords } from "./digest.ts";
import { type Download, download } from "./download.ts";
import { type HubReference, quotedReference } from "./reference.ts";

/**
 * Makes sure that content is there and whole; the caller holds its lock.
 *
 * @param blob its path in the cache
 * @param pinned the SHA-256 that it must have, if one is pinned
 * @returns its SHA-256
 * @throws {InputError} when it is not what is pinned
 * @throws {SurroundingsError} when the network or the disk fails, or it arrives damaged
 */
export async function obtainBlob(
  blob: string,
  what: Download,
  pinned: string | undefined,
): Promise<string> {
  const sha256 = await checkBlob(blob, what) ?? await fetchBlob(blob, what, pinned);
  refuseOther(sha256, pinned, what.reference);
  return sha256;
}

/** The SHA-256 of content that another commit has too; a damaged one is removed, to be fetched anew. */
async function checkBlob(blob: string, { remote }: Download): Promise<string | undefined> {
  if (!await isFile(blob)) return undefined;
  const digest = await digestFile(blob, remote.etag);
  if (!faultByTag(digest, remote.etag)) return digest.sha256;
  await writing(blob, () => Deno.remove(blob));
  return undefined;
}

/** The SHA-256 of content, once it is there and checked. */
async function fetchBlob(
  blob: string,
  what: Download,
  pinned: string | undefined,
): Promise<string> {
  try {
    return await fetchChecked(blob, what, pinned);
  } catch (thrown) {
    // Where a file system only pretends to lock, another process may have been first.
    const sha256 = await checkBlob(blob, what);
    if (sha256 === undefined) throw thrown;
    return sha256;
  }
}

async function fetchChecked(
  blob: string,
  what: Download,
  pinned: string | undefined,
): Promise<string> {
  const incomplete = `${blob}.incomplete`;
  for (;;) {
    const before = await download(what, incomplete);
    const digest = await digestFile(incomplete, what.remote.etag);
    const fault = faultByTag(digest, what.remote.etag);
    if (!fault && !faultBySha256(digest.sha256, pinned)) {
      await writing(blob, () => Deno.rename(incomplete, blob));
      return digest.sha256;
    }
    await writing(incomplete, () => Deno.remove(incomplete));
    // What an earlier process left may be to blame.
    if (before > 0) continue;
    if (!fault) refuseOther(digest.sha256, pinned, what.reference);
    throw new SurroundingsError(
      `${quotedReference(what.reference)} arrived damaged: ${inWords(fault!)}; run again to ` +
        "fetch it anew",
    );
  }
}

/** Refuses a file that is not the one pinned; `or` is what else may be wrong. */
export function refuseOther(
  sha256: string,
  pinned: string | undefined,
  reference: HubReference,
  or = "",
): void {
  const fault = faultBySha256(sha256, pinned);
  if (!fault) return;
  throw new InputError(
    `${quotedReference(reference)} is not the file that was pinned: ${inWords(fault)}; correct ` +
      `the SHA-256 that stands beside the reference${or}`,
  );
}
