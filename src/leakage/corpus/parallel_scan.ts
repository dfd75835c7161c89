/**
 * Scans the pairs of a large manifest with workers, in the order of the file.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { PairParser, type ParserStart } from "../../datasets/pair_parser.ts";
import { SeenIds } from "../../datasets/stream_ids.ts";
import { type PairOptions, streamPairs } from "../../datasets/stream_pairs.ts";
import { countRows, partsOf, type RowBlock, rowBlocks } from "../../datasets/stream_rows.ts";
import type { ReadFile } from "../../datasets/stream_text.ts";
import type { Where } from "../../datasets/where.ts";
import { type BlockJob, type BlockResult, ID_FIELDS, type ScanBlock } from "./block_scan.ts";
import { ScanWorkers } from "./scan_workers.ts";

/**
 * What a worker gets at a time, in UTF-16 units. Captions can have ten findings each, whose lines are forty times as long:
 * a few shares' lines are held at once, not a few blocks'.
 */
const SHARE = 2 ** 18;

/** How a manifest is scanned in parallel. */
export interface ParallelOptions {
  /** Number of workers, at least 1. */
  readonly workers: number;
  /** Size of the manifest in bytes, for the progress. */
  readonly size: number;
  /** Ends the scan with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Yields the results of a manifest's blocks, in order. This thread reads, hashes and cuts the file into blocks; workers
 * parse and scan these.
 *
 * @param reading how pairs are read, with the callback for progress
 * @param read filled in while the file is read
 * @throws {InputError} as {@link streamPairs}
 */
export async function* scanInParallel(
  job: BlockJob,
  reading: PairOptions,
  read: ReadFile,
  { workers, size, signal }: ParallelOptions,
): AsyncGenerator<BlockResult> {
  using pool = new ScanWorkers(job, workers);
  const seen = new SeenIds();
  const pending: Pending[] = [];
  const unmet = new Set(wanted(reading.where));
  let pairs = 0;
  const taken = async ({ result, block, bytesRead }: Pending) => {
    signal?.throwIfAborted();
    const first = await result;
    const repeats = repeatsIn(first.ids, seen);
    // A block does not know the ids of those before it: where some are there again, it is scanned again with that.
    const done = repeats.length === 0 ? first : await pool.scan({ ...block, repeats });
    noteRepeats(repeats, read);
    pairs += done.counts.pairs;
    noteOdd(done, read);
    for (const value of wanted(done.met)) unmet.delete(value);
    reading.onBytes?.(bytesRead, size);
    return done;
  };
  try {
    for await (const { block, bytesRead } of startedBlocks(job, read)) {
      pending.push({ result: pool.scan(block), block, bytesRead });
      if (pending.length > pool.ahead) yield await taken(pending.shift()!);
    }
    while (pending.length > 0) yield await taken(pending.shift()!);
    if (unmet.size > 0) throw new InputError("--where names what no row has");
    if (pairs === 0) throw new InputError(`"${job.path}" has no pairs`);
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    // A block knows nothing of those before it. Reading row by row finds the first error of the file, and says it best.
    await readThrough(job, signal);
    throw thrown;
  }
}

/** Columns and their values, each as one text. */
function wanted(where: Where = {}): string[] {
  return Object.entries(where).flatMap(([column, values]) =>
    values.map((value) => JSON.stringify([column, value]))
  );
}

interface Pending {
  readonly result: Promise<BlockResult>;
  readonly block: ScanBlock;
  readonly bytesRead: number;
}

/** Yields shares of the file with what the shares before them tell. */
async function* startedBlocks(
  { path, reading }: BlockJob,
  read: ReadFile,
): AsyncGenerator<{ block: ScanBlock; bytesRead: number }> {
  let start: ParserStart = { header: undefined, found: undefined, row: 0 };
  for await (const { text, line, bytesRead } of rowBlocks(path, read)) {
    const told = start.found === undefined
      ? toldBy({ text, line }, start, { path, reading }, read)
      : start;
    if (told.found === undefined) {
      start = { ...start, header: told.header };
      continue;
    }
    for (const part of partsOf({ text, line }, path, SHARE)) {
      const before = { ...start, found: told.found };
      yield { block: { ...part, start: before }, bytesRead };
      const rows = countRows(part, path);
      const isHeader = start.header !== told.header && rows > 0;
      const header = isHeader ? told.header : start.header;
      start = { header, found: told.found, row: start.row + rows - (isHeader ? 1 : 0) };
    }
  }
}

/** What the first rows tell of the columns. They are parsed again by a worker. */
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

function noteOdd({ odd }: BlockResult, read: ReadFile): void {
  const { emptyRows, firstEmptyRow, strayQuotes, firstStrayQuote } = odd;
  if (emptyRows !== undefined) {
    read.emptyRows = (read.emptyRows ?? 0) + emptyRows;
    read.firstEmptyRow ??= firstEmptyRow!;
  }
  if (odd.missingTexts !== undefined) {
    read.missingTexts = (read.missingTexts ?? 0) + odd.missingTexts;
    read.firstMissingText ??= odd.firstMissingText!;
  }
  if (strayQuotes !== undefined) {
    read.strayQuotes = (read.strayQuotes ?? 0) + strayQuotes;
    read.firstStrayQuote ??= firstStrayQuote!;
  }
}

/**
 * Returns the numbers of a block's rows that have the id of an earlier row of the same sound.
 * @throws {InputError} when one has the id of another sound
 */
function repeatsIn(ids: Uint32Array, seen: SeenIds): number[] {
  const repeats: number[] = [];
  for (let i = 0; i < ids.length; i += ID_FIELDS) {
    const row = ids[i + 3]!;
    const earlier = seen.addFingerprint(ids[i]!, ids[i + 1]!, row, ids[i + 2]!);
    if (earlier === undefined) continue;
    if (!earlier.isSame) throw new InputError("two rows have the same id");
    repeats.push(row);
  }
  return repeats;
}

function noteRepeats(repeats: readonly number[], read: ReadFile): void {
  if (repeats.length === 0) return;
  read.repeatedRows = (read.repeatedRows ?? 0) + repeats.length;
  read.firstRepeatedRow ??= repeats[0]!;
}

/** Reads all pairs, for the errors. */
async function readThrough({ path, reading }: BlockJob, signal?: AbortSignal): Promise<void> {
  for await (const _ of streamPairs(path, reading, { sha256: "", badLines: 0 })) {
    signal?.throwIfAborted();
  }
}
