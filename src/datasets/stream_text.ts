/**
 * Reads text files of any size as blocks of whole lines.
 * @module
 */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { InputError } from "../basics/errors.ts";
import { failure } from "../basics/failure.ts";
import { fillFrom, openInputFile } from "../basics/input_file.ts";
import { hasDoubleReturns, refuseUtf16, withLineFeeds } from "../formats/reading.ts";
import { decodeLines } from "../formats/text_lines.ts";
import { DOUBLE_RETURNS } from "./table_text.ts";

/** Block size: large enough that the cost of calls is negligible, small beside the process's other memory. */
const PIECE_BYTES = 2 ** 20;

/** Largest number of bytes in a line, and of characters in a row: far more than any caption, few enough to hold. */
export const LONGEST_ROW = 2 ** 24;

const FEED = 0x0a;
const RETURN = 0x0d;

/** A block of whole lines. */
export interface TextBlock {
  /** The lines, including line ends. */
  readonly text: string;
  /** Number of the first line, from 1. */
  readonly line: number;
  /** Bytes of the file that have been read. */
  readonly bytesRead: number;
  /** Bytes of the file up to the end of the block; undefined where the block ends within a block of lines. */
  readonly end: number | undefined;
  /** CRC-32 of the file's bytes up to the end of the lines that have been read. */
  readonly checksum: number;
}

/** A part of a file, from the end of one of its blocks to that of another. */
export interface TextSpan {
  /** Offset of its first byte. */
  readonly start: number;
  /** CRC-32 of the bytes before it. */
  readonly checksum: number;
  /** Offset of the byte after its last. */
  readonly end: number;
  /** Number of its first line, from 1. */
  readonly line: number;
  /** What the first block of the file tells of its line ends. */
  readonly lineEnds: ReadFile["lineEnds"];
}

/** What is known of a file once it has been read to its end. */
export interface ReadFile {
  /** SHA-256 of its bytes. */
  sha256: string;
  /** Number of lines with bytes that are not UTF-8; they are read as Windows-1252. */
  badLines: number;
  /** The first of them, from 1. */
  firstBadLine?: number;
  /** Number of rows that were skipped because they have no text. */
  emptyRows?: number;
  /** The first of them, from 1. */
  firstEmptyRow?: number;
  /** Number of cells and entries of lists that hold a placeholder in place of a caption. */
  missingTexts?: number;
  /** The row of the first of them, from 1. */
  firstMissingText?: number;
  /** Number of rows that have the id of an earlier one: further captions of its sound. */
  repeatedRows?: number;
  /** The first of them, from 1. */
  firstRepeatedRow?: number;
  /** Number of rows with a quote in a field without quotes. */
  strayQuotes?: number;
  /** The first of them, from 1. */
  firstStrayQuote?: number;
  /** Whether no column holds ids, so that row numbers take their place. */
  areIdsRowNumbers?: boolean;
  /** What else must be said of how it was read, a sentence each. */
  notes?: readonly string[];
  /** Unusual line ends: carriage returns alone, or two before each line feed. */
  lineEnds?: "returns" | "double" | undefined;
}

/**
 * Reads a text file in blocks of whole lines, in memory that does not grow with the file. A byte order mark is
 * skipped. Where the first block has carriage returns alone, these end lines. Lines with bytes that are not UTF-8 are
 * read as Windows-1252, and `read` counts them.
 *
 * @param read filled in while the file is read
 * @param span reads a part of the file, which is not hashed; its blocks are those of the whole
 * @throws {InputError} when the file does not exist, is UTF-16, a line has over 16 MiB, or the file changed while it was read: what
 * was cut off would count as clean
 * @throws {SurroundingsError} when it cannot be read
 */
export async function* textBlocks(
  path: string,
  read: ReadFile,
  span?: TextSpan,
): AsyncGenerator<TextBlock> {
  using file = await openInputFile(path);
  const before = await file.stat();
  const hash = createHash("sha256");
  let rest = new Uint8Array(0);
  let line = span?.line ?? 1;
  let bytesRead = span?.start ?? 0;
  let checksum = span?.checksum ?? 0;
  if (span?.lineEnds !== undefined) read.lineEnds = span.lineEnds;
  if (bytesRead > 0) await file.seek(bytesRead, Deno.SeekMode.Start);
  for (;;) {
    // Pieces begin at the same bytes whatever the span, so that blocks are the same.
    const most = Math.min(
      PIECE_BYTES - bytesRead % PIECE_BYTES,
      (span?.end ?? Infinity) - bytesRead,
    );
    const piece = new Uint8Array(rest.length + most);
    piece.set(rest);
    const length = await fillFrom(file, piece.subarray(rest.length)).catch((thrown) => {
      throw failure(`Cannot read "${path}"`, thrown);
    });
    const held = piece.subarray(0, rest.length + length);
    if (span === undefined) hash.update(held.subarray(rest.length));
    if (bytesRead === 0) {
      refuseUtf16(held, path);
      if (held.includes(RETURN) && !held.includes(FEED)) read.lineEnds = "returns";
    }
    if (read.lineEnds === "returns") replaceReturns(held);
    bytesRead += length;
    const isLast = length < most || bytesRead === span?.end;
    // In UTF-8, a line feed is never part of another character.
    const end = isLast ? held.length : held.lastIndexOf(FEED) + 1;
    if (end > 0) {
      const decoded = decode(held.subarray(0, end), line, read);
      if (line === 1 && hasDoubleReturns(decoded)) {
        read.lineEnds = "double";
        read.notes = [...read.notes ?? [], DOUBLE_RETURNS];
      }
      const text = read.lineEnds === "double" ? withLineFeeds(decoded) : decoded;
      checksum = crc32(held.subarray(0, end), checksum);
      yield { text, line, bytesRead, end: bytesRead - held.length + end, checksum };
      line += countLines(text);
    }
    if (isLast) break;
    rest = held.slice(end);
    if (rest.length > LONGEST_ROW) {
      throw new InputError(
        `Cannot read "${path}": line ${line} has over ${LONGEST_ROW / 2 ** 20} MiB`,
      );
    }
  }
  const after = await file.stat();
  if (after.size !== before.size || after.mtime?.getTime() !== before.mtime?.getTime()) {
    throw new InputError(`"${path}" changed while it was read; read it again`);
  }
  if (span === undefined) read.sha256 = hash.digest("hex");
}

/** Puts line feeds in place of carriage returns, which end the lines of files of old Macs. */
function replaceReturns(bytes: Uint8Array): void {
  for (let at = bytes.indexOf(RETURN); at >= 0; at = bytes.indexOf(RETURN, at + 1)) {
    bytes[at] = FEED;
  }
}

/** Number of line feeds in a text. */
export function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}

function decode(bytes: Uint8Array, line: number, read: ReadFile): string {
  // Only the file's first character can be a byte order mark.
  return decodeLines(bytes, line > 1, (number) => {
    read.badLines++;
    read.firstBadLine ??= line + number;
  });
}
