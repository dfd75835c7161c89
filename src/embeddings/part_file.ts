/**
 * The two files of a finished part: `shard-NNNNNN.jsonl`, with a header line, one line for each item that has a row,
 * one for each that has none, and one for each whose file is unusual; and `shard-NNNNNN.npy`, its rows.
 *
 * The lines are written first, so a part that has its values is complete. The hashes in the header line prove that
 * the two files belong together: two processes that wrote the same part at once, one of them killed between its
 * files, could otherwise leave a mismatched pair. An incomplete part is not an error: it is computed again.
 * @module
 */
import { join } from "node:path";
import { writeFileAtomic } from "../basics/atomic.ts";
import { sha256Of } from "../basics/sha256.ts";
import { writeNpy } from "../formats/npy.ts";
import type { SetItem, UnreadableItem, UnusualItem } from "./embedding_set.ts";
import { itemLine } from "./item_lines.ts";
import { partFile } from "./parts.ts";
import type { Environment } from "./set_file.ts";

/** The computed content of a part. */
export interface PartContent {
  /** The items that have a row, in order. */
  readonly rows: readonly SetItem[];
  /** rows × dim, row by row; all finite. */
  readonly values: Float32Array;
  /** Numbers in a row; any number if there are no rows. */
  readonly dim: number;
  /** The items that have no row, in order. */
  readonly unreadable: readonly UnreadableItem[];
  /** The items that have a row although their files are unusual, in order. */
  readonly unusual?: readonly UnusualItem[] | undefined;
}

/** The header line of a part's items. */
export interface PartHeader {
  /** Number of the part, from 0. */
  readonly part: number;
  /** Fingerprint of the set. */
  readonly fingerprint: string;
  /** Number of rows. */
  readonly rows: number;
  /** Numbers in a row; 0 if there are no rows. */
  readonly dim: number;
  /** Number of items without a row. */
  readonly unreadable: number;
  /** Number of items whose files are unusual; absent if 0. */
  readonly unusual?: number | undefined;
  /** The environment that computed it. */
  readonly environment: Environment;
  /** SHA-256 of the file of values. */
  readonly values: string;
  /** Length in bytes of the lines after this one, and their SHA-256. */
  readonly lines: { readonly bytes: number; readonly sha256: string };
}

/**
 * Largest number of bytes of a header line: more than any real environment takes, and few enough to read in thousands
 * of parts.
 */
export const LONGEST_HEADER = 2 ** 14;

/**
 * Writes the files of a part.
 *
 * @throws {RangeError} when the environment is longer than 16 KB
 * @throws {SurroundingsError} when they cannot be written; the part then counts as unfinished
 */
export async function writePart(
  folder: string,
  part: number,
  { rows, values, dim, unreadable, unusual = [] }: PartContent,
  fingerprint: string,
  environment: Environment,
): Promise<void> {
  const columns = rows.length === 0 ? 0 : dim;
  const npy = writeNpy([rows.length, columns], values);
  const unreadableLines = unreadable.map(({ id, row, reason, timedOut }) =>
    JSON.stringify({ id, row, reason, timedOut })
  );
  const unusualLines = unusual.map(({ id, row, note }) => JSON.stringify({ id, row, note }));
  const lines = [...rows.map(itemLine), ...unreadableLines, ...unusualLines];
  const text = new TextEncoder().encode(lines.map((line) => line + "\n").join(""));
  const header: PartHeader = {
    part,
    fingerprint,
    rows: rows.length,
    dim: columns,
    unreadable: unreadable.length,
    ...(unusual.length > 0 ? { unusual: unusual.length } : {}),
    environment,
    values: sha256Of(npy),
    lines: { bytes: text.length, sha256: sha256Of(text) },
  };
  const firstLine = new TextEncoder().encode(JSON.stringify(header) + "\n");
  if (firstLine.length > LONGEST_HEADER) {
    throw new RangeError(`The environment makes a line of ${firstLine.length} bytes`);
  }
  const file = new Uint8Array(firstLine.length + text.length);
  file.set(firstLine);
  file.set(text, firstLine.length);
  await writeFileAtomic(join(folder, partFile(part, "jsonl")), file);
  await writeFileAtomic(join(folder, partFile(part, "npy")), npy);
}
