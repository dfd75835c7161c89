/**
 * Reads the files in a zip archive by its central directory, including zip64:
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 *
 * Own code, because fflate 0.8.3 sizes its output by what the archive declares, unpacks whole entries only, checks no
 * CRC, and ignores encryption and repeated names. `DecompressionStream` returns the whole output of a piece of input as
 * one chunk (1 MB of deflated zeros: a chunk of 1 GB), so it bounds nothing either; `inflateRawSync` does.
 * @module
 */
import { constants, crc32, inflateRawSync } from "node:zlib";
import { messageOf } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { unreadable } from "./reading.ts";

/** A file in an archive. */
export interface ZipEntry {
  /** Its name in the archive. */
  readonly name: string;
  /** Its bytes in the archive, which share the archive's memory. */
  readonly packed: Uint8Array;
  /** Whether they are deflated; else they are stored. */
  readonly deflated: boolean;
  /** Length of the file in bytes, as declared. */
  readonly size: number;
  /** CRC-32 of the file. */
  readonly crc32: number;
}

/** Position of the central directory. */
interface Directory {
  readonly start: number;
  readonly end: number;
  readonly entries: number;
}

const END = 0x06054b50, END_BYTES = 22, LONGEST_COMMENT = 0xffff;
const END64_LOCATOR = 0x07064b50, END64_LOCATOR_BYTES = 20, END64 = 0x06064b50, END64_BYTES = 56;
const ENTRY = 0x02014b50, ENTRY_BYTES = 46;
const LOCAL = 0x04034b50, LOCAL_BYTES = 30;
const STORED = 0, DEFLATED = 8, ENCRYPTED_FLAG = 1, ZIP64_FIELD = 1;
/**
 * An entry unpacks to at most this many times its length, and never to over 4 GiB. Deflate could reach 1,032 times, but
 * compresses embeddings to a half, and those that are mostly zeros to a twentieth.
 */
const MOST_EXPANSION = 64, BYTES_BESIDE = 2 ** 24, LARGEST_INFLATED = 2 ** 32;
/** More than the longest header of an array. */
const START_BYTES = 2 ** 14;
/** The value of a 4-byte field whose number is in an 8-byte field elsewhere. */
const ELSEWHERE = 0xffffffff;

/**
 * Lists the files in an archive, without unpacking them.
 *
 * @param bytes the whole archive
 * @param name the archive's name, for error messages
 * @throws {InputError} when it is not a zip archive, is cut off or in several parts, repeats a name, contains an entry
 * that is encrypted or compressed other than by deflate, or entries share bytes
 */
export function readZip(bytes: Uint8Array, name: string): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = findDirectory(view, name);
  const entries: ZipEntry[] = [];
  const seen = new Set<string>();
  let at = directory.start;
  for (let i = 0; i < directory.entries; i++) {
    if (directory.end - at < ENTRY_BYTES || view.getUint32(at, true) !== ENTRY) {
      throw unreadable(name, `its directory ends after ${i} of ${directory.entries} entries`);
    }
    const lengths = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const next = at + ENTRY_BYTES + lengths.reduce((sum, length) => sum + length, 0);
    if (next > directory.end) throw unreadable(name, `entry ${i} of its directory is cut off`);
    const entry = readEntry(view, at, lengths as [number, number, number], name);
    if (seen.has(entry.name)) {
      throw unreadable(name, `it holds "${quotable(entry.name)}" twice`);
    }
    seen.add(entry.name);
    entries.push(entry);
    at = next;
  }
  refuseOverlaps(entries, name);
  return entries;
}

/** Entries that share bytes would let a small archive unpack to any size. */
function refuseOverlaps(entries: readonly ZipEntry[], archive: string): void {
  let last: ZipEntry | undefined;
  for (
    const entry of entries.toSorted((a, b) => a.packed.byteOffset - b.packed.byteOffset)
  ) {
    if (last && entry.packed.byteOffset < last.packed.byteOffset + last.packed.length) {
      const names = [last, entry].map(({ name }) => `"${quotable(name)}"`).join(" and ");
      throw unreadable(archive, `its entries ${names} share bytes`);
    }
    last = entry;
  }
}

function findDirectory(view: DataView, name: string): Directory {
  const last = view.byteLength - END_BYTES;
  const first = Math.max(0, last - LONGEST_COMMENT);
  let at = last;
  while (at >= first && view.getUint32(at, true) !== END) at--;
  if (at < first) {
    throw unreadable(
      name,
      "it is not a zip archive, or is cut off (it has no end of its directory)",
    );
  }
  const [disks, entries, size, offset] = [
    view.getUint32(at + 4, true),
    view.getUint16(at + 10, true),
    view.getUint32(at + 12, true),
    view.getUint32(at + 16, true),
  ] as const;
  const locator = at - END64_LOCATOR_BYTES;
  if (locator >= 0 && view.getUint32(locator, true) === END64_LOCATOR) {
    return findDirectory64(view, locator, name);
  }
  if (disks !== 0) throw unreadable(name, "it is one part of an archive in several");
  return directoryAt(offset, size, entries, at, name);
}

function findDirectory64(view: DataView, locator: number, name: string): Directory {
  const at = Number(view.getBigUint64(locator + 8, true));
  if (at > locator - END64_BYTES || view.getUint32(at, true) !== END64) {
    throw unreadable(name, `the end of its directory is not at ${at}, where the archive says`);
  }
  const [entries, size, offset] = [32, 40, 48].map((field) =>
    Number(view.getBigUint64(at + field, true))
  ) as [number, number, number];
  return directoryAt(offset, size, entries, at, name);
}

function directoryAt(
  start: number,
  size: number,
  entries: number,
  limit: number,
  name: string,
): Directory {
  const end = start + size;
  if (end > limit) {
    throw unreadable(
      name,
      `its directory spans ${start} to ${end} of the ${limit} bytes before it`,
    );
  }
  return { start, end, entries };
}

function readEntry(
  view: DataView,
  at: number,
  [nameLength, extraLength]: [number, number, number],
  archive: string,
): ZipEntry {
  const part = (start: number, length: number) =>
    new Uint8Array(view.buffer, view.byteOffset + start, length);
  const name = new TextDecoder().decode(part(at + ENTRY_BYTES, nameLength));
  const problem = (found: string) => unreadable(archive, `entry "${quotable(name)}" ${found}`);
  if (view.getUint16(at + 8, true) & ENCRYPTED_FLAG) throw problem("is encrypted");
  const method = view.getUint16(at + 10, true);
  if (method !== STORED && method !== DEFLATED) {
    throw problem(`is compressed by method ${method}; expected 0 (stored) or 8 (deflated)`);
  }
  const extra = at + ENTRY_BYTES + nameLength;
  const numbers = [24, 20, 42].map((field) => view.getUint32(at + field, true));
  const wide = wideNumbers(view, extra, extra + extraLength);
  const [size, packedSize, local] = numbers.map((number) =>
    number === ELSEWHERE ? wide.shift() : number
  );
  if (size === undefined || packedSize === undefined || local === undefined) {
    throw problem("has no zip64 field, which its sizes call for");
  }
  if (local + LOCAL_BYTES > at || view.getUint32(local, true) !== LOCAL) {
    throw problem(`does not begin at ${local}, where the directory says`);
  }
  const start = local + LOCAL_BYTES + view.getUint16(local + 26, true) +
    view.getUint16(local + 28, true);
  if (start + packedSize > view.byteLength) {
    throw problem(`says ${packedSize} bytes, but ${Math.max(0, view.byteLength - start)} are left`);
  }
  if (method === STORED && size !== packedSize) {
    throw problem(`is stored in ${packedSize} bytes, but says ${size}`);
  }
  const packed = part(start, packedSize);
  return {
    name,
    packed,
    deflated: method === DEFLATED,
    size,
    crc32: view.getUint32(at + 16, true),
  };
}

/** Returns the 8-byte numbers in an entry's zip64 field, if it has one. */
function wideNumbers(view: DataView, start: number, end: number): number[] {
  for (let at = start; at + 4 <= end;) {
    const length = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === ZIP64_FIELD && at + 4 + length <= end) {
      return Array.from(
        { length: Math.min(3, length >> 3) },
        (_, i) => Number(view.getBigUint64(at + 4 + 8 * i, true)),
      );
    }
    at += 4 + length;
  }
  return [];
}

/**
 * Unpacks a file, up to its declared size.
 *
 * @param entry the file
 * @param archive the archive's name, for error messages
 * @returns the bytes; those of a stored file share the archive's memory
 * @throws {InputError} when the file is deflated and claims more than 64 times its packed length plus 16 MiB, or over 4
 * GiB; when it is damaged; or when it is longer or shorter than declared
 */
export function unpack(entry: ZipEntry, archive: string): Uint8Array {
  const problem = (found: string) =>
    unreadable(archive, `entry "${quotable(entry.name)}" ${found}`);
  const bytes = entry.deflated ? inflate(entry, problem) : entry.packed;
  if (bytes.length !== entry.size) {
    throw problem(`unpacks to ${bytes.length} bytes, but says ${entry.size}`);
  }
  if (crc32(bytes) !== entry.crc32) {
    throw problem("is damaged: its CRC-32 is not the one in the archive");
  }
  return bytes;
}

function inflate(entry: ZipEntry, problem: (found: string) => Error): Uint8Array {
  const { length } = entry.packed;
  const most = Math.min(MOST_EXPANSION * length + BYTES_BESIDE, LARGEST_INFLATED);
  if (entry.size > most) {
    const found = `claims ${entry.size} bytes, packed in ${length}; expected at most ${most}`;
    throw problem(`${found} (store it uncompressed if that is true, as numpy.savez does)`);
  }
  try {
    // Memory grows with the unpacked bytes, not with the declared length, and stops at the limit.
    return inflateRawSync(entry.packed, { maxOutputLength: Math.max(1, entry.size) });
  } catch (thrown) {
    if (thrown instanceof RangeError) {
      throw problem(`unpacks to more than the ${entry.size} bytes that it says`);
    }
    throw problem(`is damaged: ${messageOf(thrown)}`);
  }
}

/**
 * Unpacks the beginning of a file: the output of 16 KiB of the archive, so at most 16 MiB.
 *
 * @param entry the file
 * @param archive the archive's name, for error messages
 * @throws {InputError} when it is damaged
 */
export function unpackStart(entry: ZipEntry, archive: string): Uint8Array {
  const packed = entry.packed.subarray(0, START_BYTES);
  if (!entry.deflated) return packed;
  try {
    return inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch (thrown) {
    throw unreadable(
      archive,
      `entry "${quotable(entry.name)}" is damaged: ${messageOf(thrown)}`,
    );
  }
}
