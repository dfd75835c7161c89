/**
 * Fetches content from the Hub into a file, and goes on where an earlier attempt or process stopped.
 * @module
 */
import { basename } from "node:path";
import { SurroundingsError } from "../../basics/errors.ts";
import type { OnProgress } from "../../basics/progress.ts";
import { refusal, type RemoteFile, wholeNumber } from "./answer.ts";
import { writing } from "./cache.ts";
import { PassingFault, persist, StallTimer } from "./patience.ts";
import { type HubReference, quotedReference } from "./reference.ts";
import { type Answer, connectionFault, type Hub, request } from "./request.ts";

/** What is fetched. */
export interface Download {
  readonly hub: Hub;
  readonly reference: HubReference;
  readonly remote: RemoteFile;
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Fetches the rest of a file. Bytes are written where they belong, and nothing is cut off before the end: should two
 * processes get past a lock that their file system only pretends to have, they write the same bytes to the same places.
 *
 * @param path the partial file, made if it is not there; afterwards it is as long as the Hub says, and synced
 * @returns how many bytes were there before
 * @throws {InputError} when the Hub refuses the file
 * @throws {SurroundingsError} when the network or the disk fails, or the server sends too much
 */
export async function download(what: Download, path: string): Promise<number> {
  using file = await writing(path, () => Deno.open(path, { write: true, create: true }));
  const before = (await file.stat()).size;
  const partial: PartialFile = { file, path, length: before };
  const size = what.remote.sizeBytes;
  if (size !== undefined && before > size) partial.length = 0;
  let furthest = partial.length;
  const attempt = async () => {
    try {
      if (size === undefined || partial.length < size) await fetchRest(what, partial);
    } finally {
      furthest = Math.max(furthest, partial.length);
    }
  };
  const failure = `Cannot fetch ${quotedReference(what.reference)}`;
  await persist(attempt, what.hub.patience, failure, () => furthest);
  await writing(path, async () => {
    await file.truncate(partial.length);
    await file.sync();
  });
  return before;
}

/** A file of which the first `length` bytes are there. */
interface PartialFile {
  readonly file: Deno.FsFile;
  readonly path: string;
  length: number;
}

async function fetchRest(what: Download, partial: PartialFile): Promise<void> {
  using timer = new StallTimer(what.hub.patience);
  const { hub, reference } = what;
  const answer = await request(hub, reference, "GET", timer.signal, partial.length);
  const { response } = answer;
  if (!response.ok) {
    await response.body?.cancel();
    if (response.status === 416) throw startOver(partial, "it has no such range");
    throw refusal(answer, reference, hub);
  }
  const size = whole(what, partial, answer);
  await partial.file.seek(partial.length, Deno.SeekMode.Start);
  for await (const bytes of piecesOf(answer, timer)) await append(partial, bytes, size, what);
  if (size === undefined || partial.length === size) return;
  throw new PassingFault(`${answer.url.host} sent ${partial.length} of ${size} bytes`);
}

/** The pieces of a body; only the server's time counts, and only what breaks the connection may pass. */
async function* piecesOf(
  { response, url }: Answer,
  timer: StallTimer,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const bytes of response.body ?? []) {
      timer.stop();
      yield bytes;
      timer.start();
    }
  } catch (thrown) {
    throw connectionFault(thrown, url, timer.signal);
  }
}

/** The length of the whole file; sets the partial file's to where the answer begins. */
function whole({ remote }: Download, partial: PartialFile, answer: Answer): number | undefined {
  const { status, headers } = answer.response;
  if (status !== 206) {
    // A server without ranges begins anew.
    partial.length = 0;
    const encoded = headers.has("content-encoding");
    return remote.sizeBytes ?? (encoded ? undefined : wholeNumber(headers.get("content-length")));
  }
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get("content-range") ?? "");
  const total = wholeNumber(range?.[2]);
  const size = remote.sizeBytes ?? total;
  if (wholeNumber(range?.[1]) === partial.length && (total ?? size) === size) return size;
  throw startOver(partial, "it sends another range than asked for");
}

function startOver(partial: PartialFile, reason: string): PassingFault {
  const asked = partial.length;
  partial.length = 0;
  return new PassingFault(`asked for the bytes from ${asked} on, the server fails: ${reason}`);
}

async function append(
  partial: PartialFile,
  bytes: Uint8Array,
  size: number | undefined,
  { reference, onProgress }: Download,
): Promise<void> {
  if (size !== undefined && partial.length + bytes.length > size) {
    throw new SurroundingsError(
      `The server sends more of ${quotedReference(reference)} than the ${size} bytes it promised`,
    );
  }
  for (let written = 0; written < bytes.length;) {
    const rest = bytes.subarray(written);
    const count = await writing(partial.path, () => partial.file.write(rest));
    written += count;
    partial.length += count;
  }
  if (size === undefined) return;
  onProgress?.({
    stage: `fetching ${basename(reference.path)}`,
    done: partial.length,
    total: size,
  });
}
