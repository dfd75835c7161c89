/**
 * Unpacks Snappy's and LZ4's blocks into a given length:
 * https://github.com/google/snappy/blob/main/format_description.txt and
 * https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 *
 * Own code, because hyparquet 1.31.5 never ends on a Snappy literal whose length has its highest bit set, and
 * hyparquet-compressors 1.1.2, which never ends on some LZ4 input either, would add two packages.
 * @module
 */

const problem = (found: string) => new RangeError(`its compressed bytes are damaged: ${found}`);

/** The output and how much of it is filled. */
class Unpacked {
  filled = 0;

  constructor(readonly bytes: Uint8Array) {}

  /** Appends bytes of the input. */
  literal(input: Uint8Array, at: number, length: number): void {
    if (at + length > input.length) throw problem("a literal goes beyond their end");
    if (this.filled + length > this.bytes.length) throw problem("more than the page's length");
    this.bytes.set(input.subarray(at, at + length), this.filled);
    this.filled += length;
  }

  /** Appends bytes from `offset` bytes back; the copy may overlap the bytes that it appends. */
  copy(offset: number, length: number): void {
    if (offset === 0 || offset > this.filled) throw problem(`a copy from ${offset} bytes back`);
    if (this.filled + length > this.bytes.length) throw problem("more than the page's length");
    const end = this.filled + length;
    for (let to = this.filled; to < end; to++) this.bytes[to] = this.bytes[to - offset]!;
    this.filled = end;
  }

  whole(): Uint8Array {
    if (this.filled === this.bytes.length) return this.bytes;
    throw problem(`${this.filled} bytes; expected ${this.bytes.length}`);
  }
}

/** Reads a little-endian number; bytes past the end count as 0, and the use of the number then fails. */
function numberAt(input: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let i = 0; i < size; i++) value += (input[at + i] ?? 0) * 2 ** (8 * i);
  return value;
}

/**
 * Unpacks a Snappy block.
 *
 * @param input the block
 * @param length expected unpacked length in bytes
 * @throws {RangeError} when it is damaged, or unpacks to another length
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const block = Uint8Array.of(6, 1 << 2, 97, 98, 0 << 2 | 1, 2);
 * assert.equal(new TextDecoder().decode(unpackSnappy(block, 6)), "ababab");
 * ```
 */
export function unpackSnappy(input: Uint8Array, length: number): Uint8Array {
  const output = new Unpacked(new Uint8Array(length));
  let at = 0;
  // The block's own declared length, in groups of 7 bits.
  while (at < input.length && input[at]! >= 128) at++;
  at++;
  while (at < input.length) {
    const tag = input[at++]!;
    const upper = tag >> 2;
    const kind = tag & 3;
    if (kind === 0) {
      const size = Math.max(0, upper - 59);
      const literal = (size === 0 ? upper : numberAt(input, at, size)) + 1;
      output.literal(input, at + size, literal);
      at += size + literal;
    } else if (kind === 1) {
      output.copy((tag >> 5) * 256 + numberAt(input, at, 1), (upper & 7) + 4);
      at += 1;
    } else {
      const size = kind === 2 ? 2 : 4;
      output.copy(numberAt(input, at, size), upper + 1);
      at += size;
    }
  }
  return output.whole();
}

/**
 * Unpacks an LZ4 block.
 *
 * @param input the block
 * @param length expected unpacked length in bytes
 * @throws {RangeError} when it is damaged, or unpacks to another length
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const block = Uint8Array.of(2 << 4 | 0, 97, 98, 2, 0);
 * assert.equal(new TextDecoder().decode(unpackLz4(block, 6)), "ababab");
 * ```
 */
export function unpackLz4(input: Uint8Array, length: number): Uint8Array {
  const output = new Unpacked(new Uint8Array(length));
  let at = 0;
  /** A length of 15 continues in further bytes, up to one that is not 255. */
  const extended = (short: number) => {
    let total = short;
    for (let byte = short === 15 ? 255 : 0; byte === 255;) total += byte = input[at++] ?? 0;
    return total;
  };
  while (at < input.length) {
    const token = input[at++]!;
    const literal = extended(token >> 4);
    output.literal(input, at, literal);
    at += literal;
    // The last sequence has no copy.
    if (at >= input.length) break;
    const offset = numberAt(input, at, 2);
    at += 2;
    output.copy(offset, extended(token & 15) + 4);
  }
  return output.whole();
}
