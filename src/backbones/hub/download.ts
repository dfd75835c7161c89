/**
 * Fetches content from the Hub into a file, and continues where an earlier attempt or process stopped.
 * @module
 */
import { basename } from "node:path";
import { EarnestError } from "../../basics/errors.ts";
import type { OnProgress } from "../../basics/progress.ts";
import { refusal, type RemoteFile, wholeNumber } from "./answer.ts";
import { PartialFile, RefusedFile } from "./partial_file.ts";
import { PassingFault, persist, StallTimer } from "./patience.ts";
import { type HubReference, quotedReference } from "./reference.ts";
import { type Answer, connectionFault, type Hub, request } from "./request.ts";

/** What to fetch. */
export interface Download {
  readonly hub: Hub;
  readonly reference: HubReference;
  readonly remote: RemoteFile;
  /** The largest size in bytes; default {@link MOST_DOWNLOAD_BYTES}. */
  readonly maxDownloadBytes?: number | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Fetches the rest of a file. Bytes are written at their final position, and nothing is truncated before the end: if
 * two processes get past a lock on a file system whose locks do not work, they write the same bytes to the same
 * positions.
 *
 * @param path the partial file, created if missing; afterwards it is as long as the Hub says, and synced. If the
 * connection breaks, it remains, so that a later call continues; if the file is refused, or the disk has no room, it
 * is removed
 * @returns how many bytes the file held before
 * @throws {InputError} when the Hub refuses the file, or it is larger than allowed
 * @throws {SurroundingsError} when the network or the disk fails, the disk has no room, or the server sends too much
 */
export async function download(what: Download, path: string): Promise<number> {
  using partial = await PartialFile.open(path, what);
  const before = partial.length;
  try {
    await fill(what, partial);
    return before;
  } catch (thrown) {
    if (!(thrown instanceof RefusedFile)) throw thrown;
    await partial.discard();
    throw thrown.error;
  }
}

async function fill(what: Download, partial: PartialFile): Promise<void> {
  const size = what.remote.sizeBytes;
  if (size !== undefined) {
    if (partial.length > size) partial.length = 0;
    await partial.expectRoom(size);
  }
  let furthest = partial.length;
  const attempt = async () => {
    try {
      if (size === undefined || partial.length < size) await fetchRest(what, partial);
    } finally {
      furthest = Math.max(furthest, partial.length);
    }
  };
  const failure = `Cannot fetch ${quotedReference(what.reference)}`;
  await persist(attempt, what.hub.patience, failure, {
    progress: () => furthest,
    signal: what.hub.signal,
  });
  await partial.finish();
}

async function fetchRest(what: Download, partial: PartialFile): Promise<void> {
  using timer = new StallTimer(what.hub.patience, what.hub.signal);
  const { hub, reference, onProgress } = what;
  const answer = await request(hub, reference, "GET", timer.signal, partial.length);
  const { response } = answer;
  if (!response.ok) {
    await response.body?.cancel();
    if (response.status === 416) throw startOver(partial, "it has no such range");
    const error = refusal(answer, reference, hub);
    throw error instanceof EarnestError ? new RefusedFile(error) : error;
  }
  const size = await wholeSize(what, partial, answer);
  await partial.seek();
  for await (const bytes of piecesOf(answer, timer)) {
    await partial.append(bytes, size);
    if (size === undefined) continue;
    const stage = `fetching ${basename(reference.path)}`;
    onProgress?.({ stage, done: partial.length, total: size });
  }
  if (size === undefined || partial.length === size) return;
  throw new PassingFault(`${answer.url.host} sent ${partial.length} of ${size} bytes`);
}

/**
 * Yields the pieces of a body; the timer runs only while the server is awaited, and only connection faults are
 * retried.
 */
async function* piecesOf(
  { response, url }: Answer,
  timer: StallTimer,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const bytes of response.body ?? []) {
      timer.stop();
      timer.signal.throwIfAborted();
      yield bytes;
      timer.start();
    }
  } catch (thrown) {
    throw connectionFault(thrown, url, timer.signal);
  }
}

/**
 * Returns the length of the whole file after checking that it fits; sets the partial file's length to where the
 * answer begins.
 */
async function wholeSize(
  what: Download,
  partial: PartialFile,
  answer: Answer,
): Promise<number | undefined> {
  try {
    const size = whole(what, partial, answer);
    if (size !== undefined && what.remote.sizeBytes === undefined) await partial.expectRoom(size);
    return size;
  } catch (thrown) {
    await answer.response.body?.cancel();
    throw thrown;
  }
}

/** Reads the length of the whole file from an answer. */
function whole({ remote }: Download, partial: PartialFile, answer: Answer): number | undefined {
  const { status, headers } = answer.response;
  if (status !== 206) {
    // A server without ranges sends the file from its start.
    partial.length = 0;
    const encoded = headers.has("content-encoding");
    return remote.sizeBytes ?? (encoded ? undefined : wholeNumber(headers.get("content-length")));
  }
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get("content-range") ?? "");
  const total = wholeNumber(range?.[2]);
  const size = remote.sizeBytes ?? total;
  if (wholeNumber(range?.[1]) === partial.length && (total ?? size) === size) return size;
  throw startOver(partial, "it sends a range that was not requested");
}

function startOver(partial: PartialFile, reason: string): PassingFault {
  const asked = partial.length;
  partial.length = 0;
  return new PassingFault(`the request for the bytes from ${asked} on failed: ${reason}`);
}
