/**
 * How large a download may be: what the user allows, and what the disk has room for.
 * @module
 */
import { statfs } from "node:fs/promises";
import { formatByteSize } from "../../basics/byte_sizes.ts";
import { type EarnestError, InputError, SurroundingsError } from "../../basics/errors.ts";
import { type HubReference, quotedReference } from "./reference.ts";

/** The most bytes that a file of the Hub may have, unless more are allowed. */
export const MOST_DOWNLOAD_BYTES = 20e9;

/** Free bytes that are left on a disk by a download of which nobody knows how long it is. */
const LEFT_FREE_BYTES = 64 * 2 ** 20;

/** A download, as far as its room is concerned. */
export interface Wanted {
  readonly reference: HubReference;
  /** The folder in which it is written. */
  readonly folder: string;
  /** The most bytes that it may have. */
  readonly mostBytes: number;
}

/**
 * Why a file is not fetched; undefined where there is room for it, or nobody can tell.
 *
 * @param size its length in bytes, as the server promises it
 * @param there how many of them are there already
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
 * Why no more is fetched of a file of which the server does not say how long it is; undefined where more may be.
 *
 * @param size its length in bytes, as far as it is known
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
 * The bytes that are free for this user on the disk of a folder; undefined where nobody can tell: without the permission
 * (`--allow-sys=statfs`), and on file systems that do not know.
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
