/**
 * Fetches files of the Hugging Face Hub once and keeps them in the cache that Python's huggingface_hub uses too.
 *
 * This is our own code, because `@huggingface/hub` 2.17.5 neither resumes a download nor checks a hash (as its source
 * shows), and brings two packages and a WebAssembly module that are not needed here.
 * @module
 */
import { basename, join } from "node:path";
import { SurroundingsError } from "../../basics/errors.ts";
import type { OnProgress } from "../../basics/progress.ts";
import { type RemoteFile, remoteFile } from "./answer.ts";
import { obtainBlob, refuseOther } from "./blob.ts";
import { type CachePlace, cachePlace, isFile } from "./cache.ts";
import { makeFolders, placeBlob, tagOfPointer } from "./cache.ts";
import { digestFile, faultByTag, faultText, isGitName, isSha256 } from "./digest.ts";
import type { Download } from "./download.ts";
import { cacheFolderOf, endpointOf, type HubEnvironment } from "./environment.ts";
import { isOffline, readAuthorization, readHubEnvironment } from "./environment.ts";
import { takeLock } from "./lock.ts";
import { PATIENCE, type Patience, persist, StallTimer } from "./patience.ts";
import { type HubReference, quotedReference } from "./reference.ts";
import { type Hub, request } from "./request.ts";

/** How to fetch a file. */
export interface HubFileOptions {
  /** The SHA-256 that the file must have, as 64 lower-case hexadecimal digits. */
  readonly sha256?: string;
  /** Whether to use only the cache, as under `HF_HUB_OFFLINE`. */
  readonly offline?: boolean;
  /** The largest size in bytes, if the file is not in the cache; default {@link MOST_DOWNLOAD_BYTES}. */
  readonly maxDownloadBytes?: number;
  /** Called with the progress in bytes. */
  readonly onProgress?: OnProgress | undefined;
  /** Ends the work, with its reason; what is fetched stays in the cache, and a later call continues the download. */
  readonly signal?: AbortSignal | undefined;
  /** The environment variables; default: those of the process that may be read. */
  readonly environment?: HubEnvironment;
  /** Retry and timeout limits. */
  readonly patience?: Patience;
}

/** A file in the cache. */
export interface HubFile {
  /** The path to read it from. */
  readonly path: string;
  /** Its SHA-256, computed on this call, as 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** Implements {@link fetchHubFile}, which `doors/backbones/fetch_hub_file.ts` documents. */
export async function fetchHubFile(
  reference: HubReference,
  options: HubFileOptions = {},
): Promise<HubFile> {
  const environment = options.environment ?? await readHubEnvironment();
  const cacheFolder = cacheFolderOf(environment);
  const place = cachePlace(cacheFolder, reference);
  const { sha256, signal } = options;
  signal?.throwIfAborted();
  if (await isFile(place.pointer)) return checkCached(place, reference, { sha256, signal });
  if (options.offline || isOffline(environment)) {
    throw new SurroundingsError(
      `${quotedReference(reference)} is not in the Hugging Face cache "${cacheFolder}", and ` +
        'the network may not be used; run "earnest prepare" with a network connection first',
    );
  }
  const hub: Hub = {
    endpoint: endpointOf(environment),
    authorization: await readAuthorization(environment),
    patience: options.patience ?? PATIENCE,
    signal,
  };
  const remote = await askAbout(reference, hub);
  // A file outside git is tagged with its SHA-256, so a wrong one is known before a byte is fetched.
  if (isSha256(remote.etag)) refuseOther(remote.etag, sha256, reference);
  const { onProgress, maxDownloadBytes } = options;
  const noteOther = () =>
    onProgress?.({
      stage: `fetching ${basename(reference.path)}`,
      done: 0,
      total: remote.sizeBytes ?? 1,
      note: "another process is fetching it",
    });
  using _lock = await takeLock(join(place.locks, `${remote.etag}.lock`), noteOther, signal);
  if (await isFile(place.pointer)) return checkCached(place, reference, { sha256, signal });
  return await fetchInto(place, { hub, reference, remote, onProgress, maxDownloadBytes }, sha256);
}

/** Asks the Hub about a file. */
function askAbout(reference: HubReference, hub: Hub): Promise<RemoteFile> {
  const attempt = async () => {
    using timer = new StallTimer(hub.patience, hub.signal);
    const answer = await request(hub, reference, "HEAD", timer.signal);
    await answer.response.body?.cancel();
    return remoteFile(answer, reference, hub);
  };
  const { signal } = hub;
  return persist(attempt, hub.patience, `Cannot fetch ${quotedReference(reference)}`, { signal });
}

async function fetchInto(
  place: CachePlace,
  what: Download,
  pinned: string | undefined,
): Promise<HubFile> {
  const blob = join(place.blobs, what.remote.etag);
  await makeFolders(place.blobs);
  const sha256 = await obtainBlob(blob, what, pinned);
  await placeBlob(blob, place.pointer);
  return { path: place.pointer, sha256 };
}

async function checkCached(
  place: CachePlace,
  reference: HubReference,
  { sha256: pinned, signal }: {
    readonly sha256: string | undefined;
    readonly signal: AbortSignal | undefined;
  },
): Promise<HubFile> {
  const etag = await tagOfPointer(place);
  const digest = await digestFile(place.pointer, { etag, signal });
  const fault = faultByTag(digest, etag);
  if (fault) {
    const path = await Deno.realPath(place.pointer);
    throw new SurroundingsError(
      `"${path}" in the Hugging Face cache is damaged (${faultText(fault)}); ` +
        "remove it and run again to download a new copy",
    );
  }
  const isProven = isSha256(etag) || isGitName(etag);
  const or = isProven ? "" : `; or remove "${place.pointer}", if it is damaged, and run again`;
  refuseOther(digest.sha256, pinned, reference, or);
  return { path: place.pointer, sha256: digest.sha256 };
}
