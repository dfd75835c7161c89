/**
 * Reads the Ogg container (RFC 3533): pages that carry the packets of one or more streams.
 * @module
 */
import { unreadable } from "./reading.ts";

/** One unit of a codec's data. */
export interface OggPacket {
  /** Its content; it may share the file's memory. */
  readonly bytes: Uint8Array;
  /** Position of the stream after this packet, in the codec's unit; known for the last packet of a page. */
  readonly position: number | undefined;
}

/** The packets of one codec. */
export interface OggStream {
  /** The packets in order; at least one. */
  readonly packets: readonly OggPacket[];
  /** Whether its last packet ends; if not, the file was cut off. */
  readonly complete: boolean;
  /** Whether its last page is marked as the last. */
  readonly marked: boolean;
  /** What was unusual about the numbers of its pages. */
  readonly notes: readonly string[];
}

/** Streams that start together. */
export interface OggLink {
  /** The streams in order of their first pages. */
  readonly streams: readonly OggStream[];
  /** What was unusual between the pages. */
  readonly notes: readonly string[];
}

/** A stream whose pages are being read. */
interface GrowingStream {
  readonly packets: OggPacket[];
  readonly notes: string[];
  marked: boolean;
  /** Pages so far. */
  pages: number;
  /** Where its last page so far starts. */
  lastPage: number;
  nextPage: number;
  /** The parts of an unfinished packet from earlier pages. */
  begun: Uint8Array[];
}

/** A link whose pages are being read. */
interface GrowingLink {
  readonly streams: Map<number, GrowingStream>;
  readonly notes: string[];
  /** Where the last bytes that are no page start. */
  lastOthers: number;
}

/** A page's header and content, with the names of RFC 3533, section 6. */
interface OggPage {
  readonly continued: boolean;
  readonly first: boolean;
  readonly last: boolean;
  readonly position: number | undefined;
  readonly serial: number;
  readonly sequence: number;
  /** Lengths of the segments; one shorter than 255 ends a packet. */
  readonly lacing: Uint8Array;
  readonly body: Uint8Array;
  /** Length of the whole page in bytes. */
  readonly length: number;
}

const HEADER_BYTES = 27;
/** Most streams of a file: a broadcast of a week has one for each of its songs, and each opens a decoder. */
const MOST_STREAMS = 4096;

/**
 * Reads the streams of an Ogg file and checks every page's checksum. A file may be a chain of links: where the streams of
 * one have ended, another may follow.
 *
 * Numbers that skip some pages and bytes between pages are noted only: whether a page is missing shows in the positions
 * of the others.
 *
 * @param bytes the whole file
 * @param name the file's name, for error messages
 * @returns the links in order
 * @throws {InputError} when it is not an Ogg file, a page is damaged, out of order or cut off, or there are too many
 * streams
 */
export function readOgg(bytes: Uint8Array, name: string): OggLink[] {
  const links: GrowingLink[] = [];
  let link: GrowingLink | undefined;
  let count = 0;
  for (let at = 0; at < bytes.length;) {
    if (link !== undefined && !startsPage(bytes, at)) {
      const next = nextPage(bytes, at);
      passOver(link, bytes, at, next, name);
      at = next;
      continue;
    }
    const page = readPage(bytes, at, name);
    if (page.first) {
      if (++count > MOST_STREAMS) throw unreadable(name, `it holds over ${MOST_STREAMS} streams`);
      if (link === undefined || isEnded(link, page.serial, at, name)) {
        links.push(link = { streams: new Map(), notes: [], lastOthers: -1 });
      }
    }
    const stream = link?.streams.get(page.serial) ?? begin(page, at, name);
    link!.streams.set(page.serial, stream);
    addPage(stream, page, at, link!.lastOthers > stream.lastPage, name);
    at += page.length;
  }
  return links.map(({ streams, notes }) => ({
    streams: streams.values().map(finished).filter(({ packets }) => packets.length > 0).toArray(),
    notes,
  }));
}

/**
 * Whether a stream that starts now belongs to the next link.
 *
 * @throws {InputError} when it does, and what lies before it may have been a page of this link
 */
function isEnded({ streams, lastOthers }: GrowingLink, serial: number, at: number, name: string) {
  const all = streams.values().toArray();
  const isLate = all.some(({ pages }) => pages > 1);
  if (!isLate && !streams.has(serial) && all.some(({ marked }) => !marked)) return false;
  if (all.some(({ marked, lastPage }) => !marked && lastPage < lastOthers)) {
    const what = `byte ${lastOthers} is not the start of an Ogg page`;
    throw unreadable(
      name,
      `${what}, and no page before the next sound, at byte ${at}, is the last`,
    );
  }
  return true;
}

function begin({ first, sequence }: OggPage, at: number, name: string): GrowingStream {
  if (!first) throw unreadable(name, `a page is missing before byte ${at}`);
  return {
    packets: [],
    notes: [],
    marked: false,
    pages: 0,
    lastPage: at,
    nextPage: sequence,
    begun: [],
  };
}

function finished({ packets, notes, marked, begun }: GrowingStream): OggStream {
  return { packets, notes, marked, complete: begun.length === 0 };
}

/**
 * Notes bytes that are no page. Behind a stream that has not ended they may be a damaged page of it, unless they are
 * zeros: a recorder that was killed leaves those, and a download with a hole would not break off between two pages.
 */
function passOver(
  link: GrowingLink,
  bytes: Uint8Array,
  at: number,
  next: number,
  name: string,
): void {
  const isEnd = next === bytes.length;
  const isUnmarked = isEnd && link.streams.values().some(({ marked }) => !marked);
  if (isUnmarked && bytes.subarray(at).some((byte) => byte !== 0)) {
    throw unreadable(name, `byte ${at} is not the start of an Ogg page, and no page is the last`);
  }
  const where = isEnd ? "behind the last page" : `at byte ${at}, between pages,`;
  link.notes.push(`${next - at} bytes ${where} are passed over`);
  link.lastOthers = at;
}

const MAGIC = [0x4f, 0x67, 0x67, 0x53];

/** Whether a page, or the start of one at the file's end, is at this position. */
function startsPage(bytes: Uint8Array, at: number): boolean {
  return MAGIC.every((byte, i) => at + i >= bytes.length || bytes[at + i] === byte);
}

/** Returns where the next page starts, or the file's end. */
function nextPage(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(MAGIC[0]!, from); at >= 0; at = bytes.indexOf(MAGIC[0]!, at + 1)) {
    if (at + MAGIC.length <= bytes.length && startsPage(bytes, at)) return at;
  }
  return bytes.length;
}

function readPage(bytes: Uint8Array, at: number, name: string): OggPage {
  const page = bytes.subarray(at);
  if (!startsPage(bytes, at)) throw unreadable(name, `byte ${at} is not the start of an Ogg page`);
  const lacing = page.subarray(HEADER_BYTES, HEADER_BYTES + (page[26] ?? 0));
  const bodyStart = HEADER_BYTES + (page[26] ?? 0);
  const length = lacing.reduce((sum, segment) => sum + segment, bodyStart);
  if (page.length < HEADER_BYTES || page.length < length) {
    throw unreadable(name, `it ends inside the Ogg page at byte ${at}: it was cut off`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, length);
  if (view.getUint8(4) !== 0) throw unreadable(name, `Ogg version ${page[4]}; expected 0`);
  if (view.getUint32(22, true) !== checksum(page.subarray(0, length))) {
    throw unreadable(name, `the Ogg page at byte ${at} is damaged: its checksum is wrong`);
  }
  const flags = view.getUint8(5);
  const position = view.getBigInt64(6, true);
  return {
    continued: (flags & 1) !== 0,
    first: (flags & 2) !== 0,
    last: (flags & 4) !== 0,
    // No packet ends on the page.
    position: position === -1n ? undefined : Number(position),
    serial: view.getUint32(14, true),
    sequence: view.getUint32(18, true),
    lacing,
    body: page.subarray(bodyStart, length),
    length,
  };
}

function addPage(
  stream: GrowingStream,
  page: OggPage,
  at: number,
  isBehindOthers: boolean,
  name: string,
): void {
  const where = `the page at byte ${at}`;
  if (stream.marked) throw unreadable(name, `${where} follows the last of its stream`);
  if (page.sequence < stream.nextPage) {
    const expected = `expected ${stream.nextPage}`;
    throw unreadable(name, `${where} has the number ${page.sequence}; ${expected}`);
  }
  const skipped = page.sequence - stream.nextPage;
  if (skipped > 0 && isBehindOthers) {
    throw unreadable(name, `a page before byte ${at} is damaged: its number is missing`);
  }
  if (skipped > 0) stream.notes.push(`${skipped} page numbers are missing before byte ${at}`);
  if (page.continued !== stream.begun.length > 0) {
    throw unreadable(name, `${where} does not continue where the one before it ends`);
  }
  const lastEnd = page.lacing.findLastIndex((length) => length < 255);
  let start = 0, end = 0;
  for (const [segment, length] of page.lacing.entries()) {
    end += length;
    if (length === 255) continue;
    const bytes = joined([...stream.begun, page.body.subarray(start, end)]);
    stream.packets.push({ bytes, position: segment === lastEnd ? page.position : undefined });
    stream.begun = [];
    start = end;
  }
  if (lastEnd < page.lacing.length - 1) stream.begun.push(page.body.subarray(start, end));
  stream.marked = page.last;
  stream.pages++;
  stream.lastPage = at;
  stream.nextPage = page.sequence + 1;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** CRC-32 with polynomial 0x04c11db7, highest bit first, of each byte. */
const CHECKSUMS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte << 24;
  for (let bit = 0; bit < 8; bit++) sum = (sum << 1) ^ (sum < 0 ? 0x04c11db7 : 0);
  return sum;
});

/** Computes the checksum of a page, in which its own four bytes count as zero. */
function checksum(page: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < page.length; i++) {
    const byte = i >= 22 && i < 26 ? 0 : page[i]!;
    sum = (sum << 8) ^ CHECKSUMS[(sum >>> 24) ^ byte]!;
  }
  return sum >>> 0;
}
