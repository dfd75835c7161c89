/**
 * Checks Thrift's compact protocol before hyparquet reads it:
 * https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 *
 * hyparquet 1.31.5 allocates a list by the length that it claims, and likewise for lists in lists (100 bytes end the
 * process for lack of memory), and reads numbers of any length in time with its square (128 KiB take 1.5 s).
 * @module
 */
import { unreadable } from "./reading.ts";

/**
 * Greatest nesting, counting lists: the deepest parts of a footer are eight deep, in the statistics of a column chunk.
 */
const DEEPEST = 12;
/** Bytes of a 64-bit number in groups of 7 bits. */
const LONGEST_NUMBER = 10;
/**
 * Nesting of statistics. They contain a column's smallest and largest value, which writers omit when it is long;
 * converting one of a decimal column to a number takes time with the square of its length.
 */
const STATISTICS_DEPTH = 6, LONGEST_STATISTIC = 2 ** 14;

const TRUE = 1, FALSE = 2, BYTE = 3, INT16 = 4, INT64 = 6, DOUBLE = 7, BINARY = 8, LIST = 9;
const STRUCT = 12;

/**
 * Walks over a struct.
 *
 * @param bytes the bytes that contain the struct
 * @param start where it begins
 * @param end where it must have ended
 * @param name the file's name, for error messages
 * @param what description of the struct for error messages: "the footer"
 * @returns where it ends
 * @throws {InputError} when it is cut off, nested too deep, or claims more than the bytes contain
 */
export function walkThrift(
  bytes: Uint8Array,
  start: number,
  end: number,
  name: string,
  what: string,
): number {
  return new Walk(bytes, end, (found) => unreadable(name, `${what} ${found}`)).struct(start, 0);
}

class Walk {
  constructor(
    readonly bytes: Uint8Array,
    readonly end: number,
    readonly problem: (found: string) => Error,
  ) {}

  struct(start: number, depth: number): number {
    let at = start;
    while (true) {
      const header = this.#byte(at++);
      const type = header & 15;
      if (type === 0) return at;
      // Without a distance from the previous field, the field's own number follows.
      if (header >> 4 === 0) at = this.#number(at).next;
      if (type !== TRUE && type !== FALSE) at = this.#value(type, at, depth);
    }
  }

  #value(type: number, at: number, depth: number): number {
    if (depth > DEEPEST) throw this.problem(`is nested more than ${DEEPEST} deep`);
    if (type === BYTE) return this.#skip(at, 1);
    if (type >= INT16 && type <= INT64) return this.#number(at).next;
    if (type === DOUBLE) return this.#skip(at, 8);
    if (type === LIST) return this.#list(at, depth);
    if (type === STRUCT) return this.struct(at, depth + 1);
    if (type !== BINARY) throw this.problem(`holds a value of type ${type}, which has no meaning`);
    const { value: length, next } = this.#number(at);
    if (depth >= STATISTICS_DEPTH && length > LONGEST_STATISTIC) {
      throw this.problem(
        `has a statistic of ${length} bytes; expected at most ${LONGEST_STATISTIC}`,
      );
    }
    return this.#skip(next, length);
  }

  #list(start: number, depth: number): number {
    const header = this.#byte(start);
    const short = header >> 4;
    const { value: length, next } = short < 15
      ? { value: short, next: start + 1 }
      : this.#number(start + 1);
    // Each element takes at least one byte.
    this.#skip(next, length);
    const type = header & 15;
    if (type === TRUE || type === FALSE) return next + length;
    let at = next;
    for (let i = 0; i < length; i++) at = this.#value(type, at, depth + 1);
    return at;
  }

  #byte(at: number): number {
    if (at >= this.end) throw this.problem("is cut off");
    return this.bytes[at]!;
  }

  #skip(at: number, length: number): number {
    if (length > this.end - at) throw this.problem("is cut off");
    return at + length;
  }

  /** Reads an unsigned number; one over 2^53 is inexact, but then exceeds any file's length. */
  #number(start: number): { value: number; next: number } {
    let value = 0;
    for (let i = 0; i < LONGEST_NUMBER; i++) {
      const byte = this.#byte(start + i);
      value += (byte & 127) * 2 ** (7 * i);
      if (byte < 128) return { value, next: start + i + 1 };
    }
    throw this.problem(`holds a number of more than ${LONGEST_NUMBER} bytes`);
  }
}
