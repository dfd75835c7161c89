/**
 * Puts together what blocks of a manifest tell of the file, in its order.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import type { SeenIds } from "../../datasets/stream_ids.ts";
import type { ReadFile } from "../../datasets/stream_text.ts";
import type { Where } from "../../datasets/where.ts";
import { type BlockResult, ID_FIELDS } from "./block_scan.ts";

/** What is known of a file once the results of all its blocks have been added. */
export class FileTally {
  readonly #read: ReadFile;
  readonly #unmet: Set<string>;
  #pairs = 0;

  /**
   * @param read filled in
   * @param where the values of columns whose rows are kept: each must be in a row
   */
  constructor(read: ReadFile, where: Where | undefined) {
    this.#read = read;
    this.#unmet = new Set(wanted(where));
  }

  /**
   * Adds a block's result, after those of all blocks before.
   *
   * @param repeats numbers of its rows that have the id of an earlier row
   */
  add(result: BlockResult, repeats: readonly number[]): void {
    noteRepeats(repeats, this.#read);
    noteOdd(result, this.#read);
    this.#pairs += result.counts.pairs;
    for (const value of wanted(result.met)) this.#unmet.delete(value);
  }

  /** @throws {InputError} when the file has no pairs, or no row has a value that `where` names */
  check(path: string): void {
    if (this.#unmet.size > 0) throw new InputError("--where names what no row has");
    if (this.#pairs === 0) throw new InputError(`"${quotable(path)}" has no pairs`);
  }
}

/** Columns and their values, each as one text. */
function wanted(where: Where = {}): string[] {
  return Object.entries(where).flatMap(([column, values]) =>
    values.map((value) => JSON.stringify([column, value]))
  );
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

function noteRepeats(repeats: readonly number[], read: ReadFile): void {
  if (repeats.length === 0) return;
  read.repeatedRows = (read.repeatedRows ?? 0) + repeats.length;
  read.firstRepeatedRow ??= repeats[0]!;
}

/**
 * Returns the numbers of a block's rows that have the id of an earlier row of the same sound.
 *
 * @param ids as {@link BlockResult} has them
 * @param seen the ids of rows before the block; its own are added
 * @throws {InputError} when one has the id of another sound
 */
export function repeatsIn(ids: Uint32Array, seen: SeenIds): number[] {
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
