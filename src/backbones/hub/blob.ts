/**
 * Keeps content in the cache under the Hub's tag, and fetches it if it is missing or damaged.
 * @module
 */
import { InputError, SurroundingsError } from "../../basics/errors.ts";
import { isFile, writing } from "./cache.ts";
import { digestFile, faultBySha256, faultByTag, faultText } from "./digest.ts";
import { type Download, download } from "./download.ts";
import { type HubReference, quotedReference } from "./reference.ts";

/**
 * Makes sure that the cache holds the content undamaged; the caller holds its lock.
 *
 * @param blob its path in the cache
 * @param pinned the SHA-256 that it must have, if the card pins one
 * @returns its SHA-256
 * @throws {InputError} when its SHA-256 is not the pinned one
 * @throws {SurroundingsError} when the network or the disk fails, or the content arrives damaged
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

/**
 * Returns the SHA-256 of content that another commit already brought; damaged content is removed, so that it is
 * fetched again.
 */
async function checkBlob(
  blob: string,
  { remote, hub: { signal } }: Download,
): Promise<string | undefined> {
  if (!await isFile(blob)) return undefined;
  const digest = await digestFile(blob, { etag: remote.etag, signal });
  if (!faultByTag(digest, remote.etag)) return digest.sha256;
  await writing(blob, () => Deno.remove(blob));
  return undefined;
}

/** Fetches and checks content, and returns its SHA-256. */
async function fetchBlob(
  blob: string,
  what: Download,
  pinned: string | undefined,
): Promise<string> {
  try {
    return await fetchChecked(blob, what, pinned);
  } catch (thrown) {
    what.hub.signal?.throwIfAborted();
    // On a file system whose locks do not work, another process may have been first.
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
    const { remote: { etag }, hub: { signal } } = what;
    const digest = await digestFile(incomplete, { etag, signal });
    const fault = faultByTag(digest, etag);
    if (!fault && !faultBySha256(digest.sha256, pinned)) {
      await writing(blob, () => Deno.rename(incomplete, blob));
      return digest.sha256;
    }
    await writing(incomplete, () => Deno.remove(incomplete));
    // Bytes that an earlier process left may be at fault.
    if (before > 0) continue;
    if (!fault) refuseOther(digest.sha256, pinned, what.reference);
    throw new SurroundingsError(
      `${quotedReference(what.reference)} arrived damaged: ${faultText(fault!)}; run again to ` +
        "download a new copy",
    );
  }
}

/** Refuses a file that is not the pinned one; `or` names another possible cause. */
export function refuseOther(
  sha256: string,
  pinned: string | undefined,
  reference: HubReference,
  or = "",
): void {
  const fault = faultBySha256(sha256, pinned);
  if (!fault) return;
  throw new InputError(
    `${quotedReference(reference)} is not the file that was pinned: ${faultText(fault)}; correct ` +
      `the SHA-256 beside the reference${or}`,
  );
}
