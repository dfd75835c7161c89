/**
 * What must hold of Thrift's compact protocol before hyparquet reads it:
 * https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 *
 * hyparquet 1.31.5 allocates a list by the length that it claims, and so on for lists in lists (100 bytes end the
 * process for want of memory), and reads numbers of any length in time with its square (128 KiB take 1.5 s).
 * @module
 */
import { unreadable } from "./reading.ts";

/** A list counts as well: the deepest of a footer are eight deep, in the statistics of a column chunk. */
const DEEPEST = 12;
/** A number of 64 bits in groups of 7. */
const LONGEST_NUMBER = 10;
/**
 * Statistics lie as deep as this. They hold a column's least and greatest value, which writers leave out when it is
 * long; turning one of a decimal column into a number takes time with the square of its length.
 */
const STATISTICS_DEPTH = 6, LONGEST_STATISTIC = 2 ** 14;

const TRUE = 1, FALSE = 2, BYTE = 3, INT16 = 4, INT64 = 6, DOUBLE = 7, BINARY = 8, LIST = 9;
const STRUCT = 12;

/**
 * Walks over a struct.
 *
 * @param bytes what holds the struct
 * @param start where it begins
 * @param end where it has to have ended
 * @param name the file's name, for error messages
 * @param what what the struct is, for error messages: "the footer"
 * @returns where it ends
 * @throws {InputError} when it is cut off, nested too deep, or claims more than is there
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
      // Without a distance from the field before, the field's own number follows.
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
    // Each element takes a byte or more.
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

  /** An unsigned number; one over 2^53 is inexact, but then longer than any file. */
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
