/**
 * Finds some items of an embedding set without keeping the others in memory.
 * @module
 */
import { decodeUtf8, unreadable } from "../formats/reading.ts";
import type { SetItem } from "./embedding_set.ts";
import { hashedPieces } from "./hashed_file.ts";
import { LONGEST_LINE, parseItemLine } from "./item_lines.ts";

const FEED = 0x0a;

/** Receives the item of a row; called only for the rows that were asked for. */
export type VisitItem = (row: number, item: SetItem) => void;

/**
 * Reads `items.jsonl` once; only lines that are wanted are decoded.
 *
 * @param rows number of rows of the set
 * @param isWanted whether a row's item is wanted
 * @throws {InputError} when the file is missing, its hash differs, it has another number of lines, or one that is
 * wanted is malformed
 * @throws {SurroundingsError} when it cannot be read
 */
export async function visitItemLines(
  path: string,
  { rows, sha256 }: { readonly rows: number; readonly sha256: string },
  isWanted: (row: number) => boolean,
  visit: VisitItem,
): Promise<void> {
  let row = 0;
  const line = (bytes: Uint8Array) => {
    if (isWanted(row)) visit(row, parseItemLine(decodeUtf8(bytes, path), row + 1, path));
    row++;
  };
  let rest = new Uint8Array(0);
  for await (const piece of hashedPieces(path, sha256)) {
    let start = 0;
    for (let end = piece.indexOf(FEED); end >= 0; end = piece.indexOf(FEED, start)) {
      line(start === 0 ? joined(rest, piece.subarray(0, end)) : piece.subarray(start, end));
      start = end + 1;
    }
    rest = start === 0 ? joined(rest, piece) : piece.slice(start);
    if (rest.length > LONGEST_LINE) {
      throw unreadable(path, `a line of more than ${LONGEST_LINE} characters`);
    }
  }
  if (rest.length > 0) throw unreadable(path, "it ends inside a line");
  if (row !== rows) throw unreadable(path, `it has ${row} lines; set.json says ${rows} rows`);
}

/** Returns a copy of both, one after the other. */
function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
