/**
 * Reads the table of contents of a tar archive (ustar, with the long names of pax and GNU), header by header.
 *
 * Members are known by their names and positions. Nothing is written to disk; links and devices are left out, and names
 * that would lead out of the archive are refused.
 * @module
 */
import { quotable } from "../basics/printable.ts";
import type { ByteSource } from "./byte_source.ts";
import { unreadable } from "./reading.ts";

/** A file in an archive. */
export interface TarMember {
  /** Its name, with `/` between the parts, without `./` at its start. */
  readonly name: string;
  /** Position of its bytes in the archive. */
  readonly start: number;
  /** Its length in bytes. */
  readonly length: number;
}

const BLOCK = 512;
/** Longest header of a long name or of pax attributes. */
const LONGEST_ATTRIBUTES = 2 ** 20;
/** Longest name in bytes: systems allow 4,096. */
const LONGEST_NAME = 2 ** 14;
/** Most members: a shard has some thousands. */
const MOST_MEMBERS = 10_000_000;

const utf8 = new TextDecoder();

/** What headers before a member's own say about it. */
interface Attributes {
  readonly name?: string;
  readonly length?: number;
}

/** A header of one block. */
interface Header {
  readonly name: string;
  readonly length: number;
  readonly kind: string;
}

/**
 * Yields the files of an archive.
 *
 * @param source the archive, not compressed
 * @param name the archive's name, for error messages
 * @throws {InputError} when it is not a tar archive, is damaged or cut off, or a name leads out of it
 */
export function* tarMembers(source: ByteSource, name: string): Generator<TarMember> {
  if (source.length === 0) throw unreadable(name, "it is empty; expected a tar archive");
  let next: Attributes = {};
  let common: Attributes = {};
  let members = 0;
  for (let at = 0; at < source.length;) {
    const block = source.subarray(at, at + BLOCK);
    // An archive ends with two blocks of zeros; what follows is padding.
    if (block[0] === 0 && block.every((byte) => byte === 0)) return;
    const problem = (found: string) => unreadable(name, `its header at byte ${at} ${found}`);
    const header = headerOf(block, at, name, problem);
    const start = at + BLOCK;
    const length = isAttributes(header.kind) ? header.length : next.length ?? header.length;
    if (start + length > source.length) {
      const left = source.length - start;
      throw problem(`says ${length} bytes, but ${left} are left: the archive was cut off`);
    }
    at = start + BLOCK * Math.ceil(length / BLOCK);
    if (isAttributes(header.kind)) {
      if (length > LONGEST_ATTRIBUTES) throw problem(`says a name of ${length} bytes`);
      const bytes = source.subarray(start, start + length);
      const read = attributesOf(header.kind, bytes, problem);
      if (header.kind === "g") common = { ...common, ...read };
      else next = { ...next, ...read };
      continue;
    }
    const own = { ...common, ...next }.name ?? header.name;
    next = {};
    if (header.kind === "S") throw problem("is of a sparse file; pack it again without --sparse");
    if (!"0\0".includes(header.kind) && header.kind !== "7") continue;
    if (++members > MOST_MEMBERS) throw unreadable(name, `it holds over ${MOST_MEMBERS} files`);
    // Old archives mark folders by a slash only.
    if (!own.endsWith("/")) yield { name: plainPath(own, problem), start, length };
  }
}

/** Whether a header belongs to the next one: a long name, or attributes of pax. */
function isAttributes(kind: string): boolean {
  return kind === "L" || kind === "K" || kind === "x" || kind === "g";
}

function headerOf(
  block: Uint8Array,
  at: number,
  name: string,
  problem: (found: string) => Error,
): Header {
  const isSummed = block.length === BLOCK && sumOf(block) === octal(block.subarray(148, 156));
  if (!isSummed && at === 0) {
    const isGzip = block[0] === 0x1f && block[1] === 0x8b;
    throw unreadable(
      name,
      isGzip
        ? "it is compressed with gzip; unpack it with gunzip"
        : "it is not a tar archive (its first header has another checksum)",
    );
  }
  if (block.length < BLOCK) throw problem("is cut off");
  if (!isSummed) throw problem("is damaged: it has another checksum");
  const length = numberOf(block.subarray(124, 136));
  if (length === undefined) throw problem("is damaged: it says no length");
  // GNU's own form has other fields in the place of the prefix.
  const isUstar = textOf(block.subarray(257, 263)) === "ustar";
  const prefix = isUstar ? textOf(block.subarray(345, 500)) : "";
  const own = textOf(block.subarray(0, 100));
  return {
    name: prefix === "" ? own : `${prefix}/${own}`,
    length,
    kind: String.fromCharCode(block[156]!),
  };
}

/** The sum of a header's bytes, in which its own field counts as spaces. A loop, since there is one a file. */
function sumOf(block: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < block.length; i++) sum += i >= 148 && i < 156 ? 32 : block[i]!;
  return sum;
}

function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return utf8.decode(end < 0 ? bytes : bytes.subarray(0, end));
}

function octal(bytes: Uint8Array): number | undefined {
  const text = textOf(bytes).trim();
  return /^[0-7]{1,12}$/.test(text) ? parseInt(text, 8) : undefined;
}

/** Reads a length: octal digits, or binary where its first bit is set, as GNU writes what is over 8 GiB. */
function numberOf(bytes: Uint8Array): number | undefined {
  if (bytes[0] !== 0x80) return octal(bytes);
  let value = 0;
  for (const byte of bytes.subarray(1)) value = 256 * value + byte;
  return Number.isSafeInteger(value) ? value : undefined;
}

function attributesOf(
  kind: string,
  bytes: Uint8Array,
  problem: (found: string) => Error,
): Attributes {
  // The target of a link, which is left out.
  if (kind === "K") return {};
  if (kind === "L") return { name: textOf(bytes) };
  const found: { name?: string; length?: number } = {};
  for (let at = 0; at < bytes.length;) {
    // Each record is "LENGTH KEY=VALUE\n", and LENGTH counts all of it.
    const space = bytes.indexOf(32, at);
    const length = space < 0
      ? NaN
      : Number(utf8.decode(bytes.subarray(at, Math.min(space, at + 9))));
    if (!(Number.isInteger(length) && length > space - at && at + length <= bytes.length)) {
      throw problem("has attributes that are damaged");
    }
    const record = utf8.decode(bytes.subarray(space + 1, at + length - 1));
    const equals = record.indexOf("=");
    const [key, value] = [record.slice(0, equals), record.slice(equals + 1)];
    if (key === "path") found.name = value;
    if (key === "size") {
      if (!/^\d{1,15}$/.test(value)) throw problem(`says a length of "${quotable(value)}"`);
      found.length = Number(value);
    }
    if (key.startsWith("GNU.sparse.")) {
      throw problem("is of a sparse file; pack it again without --sparse");
    }
    at += length;
  }
  return found;
}

/** Makes a member's name plain, and refuses one that leads out of the archive. */
function plainPath(name: string, problem: (found: string) => Error): string {
  const parts = name.split("/").filter((part, i) => part !== "." && (part !== "" || i === 0));
  const plain = parts.join("/");
  const isOutside = plain.startsWith("/") || parts.includes("..");
  if (isOutside) throw problem(`names a file outside of the archive, "${quotable(name)}"`);
  if (plain === "" || name.length > LONGEST_NAME || name.includes("\0")) {
    throw problem(`has the name "${quotable(name)}"`);
  }
  return plain;
}
