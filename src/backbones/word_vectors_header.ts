/**
 * Parses the first line of word2vec's files.
 * @module
 */
import { unreadable } from "../formats/reading.ts";

/** The content of the header. */
export interface Header {
  /** How many words follow. */
  readonly words: number;
  /** The length of each vector. */
  readonly dimensions: number;
}

/** Parses a line as a header; undefined if it is not one. */
export function parseVectorHeader(line: string): Header | undefined {
  const found = /^([1-9]\d{0,11}) ([1-9]\d{0,5})$/.exec(line);
  return found ? { words: Number(found[1]), dimensions: Number(found[2]) } : undefined;
}

/**
 * Checks that a file is long enough for its header.
 *
 * @param numberBytes smallest number of bytes that a number takes
 * @throws {InputError} when it is shorter
 */
export function expectRoom(
  path: string,
  { words, dimensions }: Header,
  sizeBytes: number,
  numberBytes: number,
): void {
  if (words * (1 + dimensions * numberBytes) <= sizeBytes) return;
  throw unreadable(
    path,
    `its header says ${words} words of ${dimensions} numbers, it holds only ${sizeBytes} bytes`,
  );
}
