/**
 * The first line of word2vec's files.
 * @module
 */
import { unreadable } from "../formats/reading.ts";

/** What the line says. */
export interface Header {
  /** How many words follow. */
  readonly words: number;
  /** How many numbers each has. */
  readonly dimensions: number;
}

/** The header that a line is, if it is one. */
export function parseHeader(line: string): Header | undefined {
  const found = /^([1-9]\d{0,11}) ([1-9]\d{0,5})$/.exec(line);
  return found ? { words: Number(found[1]), dimensions: Number(found[2]) } : undefined;
}

/**
 * Expects a file to be long enough for its header.
 *
 * @param numberBytes bytes of a number at least
 * @throws {InputError} when it is not
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
