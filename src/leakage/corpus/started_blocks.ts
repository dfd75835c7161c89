/**
 * Cuts a manifest, or a part of one, into blocks that can be scanned in any order: each carries what the rows before it
 * tell.
 * @module
 */
import { PairParser, type ParserStart } from "../../datasets/pair_parser.ts";
import { SeenIds } from "../../datasets/stream_ids.ts";
import { countRows, partsOf, type RowBlock, rowBlocks } from "../../datasets/stream_rows.ts";
import { countLines, type ReadFile, type TextSpan } from "../../datasets/stream_text.ts";
import type { BlockJob, ScanBlock } from "./block_scan.ts";

/**
 * What is scanned at a time, in UTF-16 units. Captions can have ten findings each, whose lines are forty times as long:
 * a few shares' lines are held at once, not a few blocks'.
 */
const SHARE = 2 ** 18;

/** A place between two rows of a manifest, where reading can begin. */
export interface RowPlace {
  /** Offset in the file, in bytes. */
  readonly byte: number;
  /** CRC-32 of the bytes before it. */
  readonly checksum: number;
  /** Number of the line that begins there, from 1. */
  readonly line: number;
  /** What the rows before it tell. */
  readonly start: ParserStart;
}

/** The beginning of every file. */
export const FILE_START: RowPlace = {
  byte: 0,
  checksum: 0,
  line: 1,
  start: { header: undefined, found: undefined, row: 0 },
};

/** A part of a manifest: whole rows. */
export interface ScanRange {
  /** Where it begins. */
  readonly from: RowPlace;
  /** The byte after its last. */
  readonly end: number;
  /** What the first block of the file tells of its line ends. */
  readonly lineEnds: TextSpan["lineEnds"];
}

/** A block to scan. */
export interface StartedBlock {
  /** The block. */
  readonly block: ScanBlock;
  /** Bytes of the file that have been read. */
  readonly bytesRead: number;
  /** Where it ends, if reading can begin there. */
  readonly next: RowPlace | undefined;
}

/**
 * Yields the blocks of a manifest, or those of a part.
 *
 * @param read filled in while the file is read
 * @throws {InputError} when it cannot be read, or rows at its start are malformed
 */
export async function* startedBlocks(
  { path, reading }: Pick<BlockJob, "path" | "reading">,
  read: ReadFile,
  range?: ScanRange,
): AsyncGenerator<StartedBlock> {
  let { start } = range?.from ?? FILE_START;
  for await (const { text, line, bytesRead, end, checksum } of rowBlocks(path, read, span(range))) {
    const told = start.found === undefined
      ? toldBy({ text, line }, start, { path, reading }, read)
      : start;
    if (told.found === undefined) {
      start = { ...start, header: told.header };
      continue;
    }
    const parts = [...partsOf({ text, line }, path, SHARE)];
    for (const [i, part] of parts.entries()) {
      const block = { ...part, start: { ...start, found: told.found } };
      const rows = countRows(part, path);
      const isHeader = start.header !== told.header && rows > 0;
      const header = isHeader ? told.header : start.header;
      start = { header, found: told.found, row: start.row + rows - (isHeader ? 1 : 0) };
      const isWhole = i === parts.length - 1 && end !== undefined;
      const after = part.line + (isWhole ? countLines(part.text) : 0);
      yield {
        block,
        bytesRead,
        next: isWhole ? { byte: end, checksum, line: after, start } : undefined,
      };
    }
  }
}

function span(range: ScanRange | undefined): TextSpan | undefined {
  if (range === undefined) return undefined;
  const { from: { byte, checksum, line }, end, lineEnds } = range;
  return { start: byte, checksum, line, end, lineEnds };
}

/** What the first rows tell of the columns. They are parsed again by whoever scans them. */
function toldBy(
  block: RowBlock,
  start: ParserStart,
  { path, reading }: Pick<BlockJob, "path" | "reading">,
  read: ReadFile,
): ParserStart {
  const first: ReadFile = { sha256: "", badLines: 0 };
  const parser = new PairParser(path, reading, first, new SeenIds(), start);
  parser.parse(block);
  if (first.areIdsRowNumbers) read.areIdsRowNumbers = true;
  if (first.notes !== undefined) read.notes = [...read.notes ?? [], ...first.notes];
  return parser.state;
}
