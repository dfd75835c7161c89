/**
 * Limits on the size of a download: what the user allows, and what the disk has room for.
 * @module
 */
import { statfs } from "node:fs/promises";
import { formatByteSize } from "../../basics/byte_sizes.ts";
import { type EarnestError, InputError, SurroundingsError } from "../../basics/errors.ts";
import { type HubReference, quotedReference } from "./reference.ts";

/** The largest file of the Hub in bytes, unless the user allows more. */
export const MOST_DOWNLOAD_BYTES = 20e9;

/** Free bytes that a download of unknown length leaves on the disk. */
const LEFT_FREE_BYTES = 64 * 2 ** 20;

/** A download and its limits. */
export interface Wanted {
  readonly reference: HubReference;
  /** The folder that it is written to. */
  readonly folder: string;
  /** The largest size in bytes. */
  readonly mostBytes: number;
}

/**
 * Explains why a file is not fetched; undefined if there is room for it, or if the free space is unknown.
 *
 * @param size its length in bytes, as the server promises it
 * @param there how many of them were fetched before
 */
export async function lackOfRoom(
  { reference, folder, mostBytes }: Wanted,
  size: number,
  there: number,
): Promise<EarnestError | undefined> {
  const file = `${quotedReference(reference)} has ${size} bytes (${formatByteSize(size)})`;
  if (size > mostBytes) {
    return new InputError(
      `${file}, and a download may have ${formatByteSize(mostBytes)}; allow more with ` +
        "--max-download",
    );
  }
  const free = await freeBytes(folder);
  if (free === undefined || size - there <= free) return undefined;
  return new SurroundingsError(`${file}, and ${tooFull(folder, free)}`);
}

/**
 * Explains why a file of unknown length is not fetched further; undefined if more may be fetched.
 *
 * @param size its length in bytes so far
 */
export async function lackOfRoomToGrow(
  { reference, folder, mostBytes }: Wanted,
  size: number,
): Promise<EarnestError | undefined> {
  const file = `The server sends ${quotedReference(reference)} without saying how long it is`;
  if (size > mostBytes) {
    return new InputError(
      `${file}, and more than the ${formatByteSize(mostBytes)} that a download may have; allow ` +
        "more with --max-download",
    );
  }
  const free = await freeBytes(folder);
  if (free === undefined || free >= LEFT_FREE_BYTES) return undefined;
  return new SurroundingsError(`${file}, and ${tooFull(folder, free)}`);
}

function tooFull(folder: string, free: number): string {
  return `the disk of "${folder}" has ${formatByteSize(free)} free; make room, or set HF_HOME to ` +
    "a folder on another disk";
}

/**
 * Returns the bytes of the folder's disk that are free for this user; undefined if unknown: without the permission
 * (`--allow-sys=statfs`), and on file systems that do not report it.
 */
async function freeBytes(folder: string): Promise<number | undefined> {
  const { state } = await Deno.permissions.query({ name: "sys", kind: "statfs" });
  if (state !== "granted") return undefined;
  try {
    const { bavail, bsize, blocks } = await statfs(folder);
    return blocks === 0 ? undefined : bavail * bsize;
  } catch {
    return undefined;
  }
}
