/**
 * Unpacks Parquet's mixture of repeated and bit-packed numbers, which encodes levels and indices into dictionaries:
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/
 *
 * Own code, because hyparquet 1.31.5 repeats a number as often as a run claims (6 bytes fill 2 GB), and never ends
 * where a run of no bits claims a negative count.
 * @module
 */

/**
 * Bits of a number in a dictionary of 16 million values; a number then lies within 32 bits from the byte in which it
 * begins.
 */
const WIDEST = 24;

/**
 * Unpacks numbers.
 *
 * @param bytes the runs, possibly followed by other data
 * @param width bits of a number
 * @param output receives the numbers
 * @throws {RangeError} when the runs end before the output is full, or numbers have over 24 bits
 *
 * @example Four times 5, then 1, 2 and 3, of 3 bits each:
 * ```ts
 * import assert from "node:assert/strict";
 * const runs = Uint8Array.of(4 << 1, 5, 1 << 1 | 1, 1 | 2 << 3 | 3 << 6, 3 >> 2, 0);
 * const output = new Uint8Array(7);
 * unpackRuns(runs, 3, output);
 * assert.deepEqual([...output], [5, 5, 5, 5, 1, 2, 3]);
 * ```
 */
export function unpackRuns(
  bytes: Uint8Array,
  width: number,
  output: Uint8Array | Uint32Array,
): void {
  if (width > WIDEST) throw new RangeError(`numbers of ${width} bits; expected at most ${WIDEST}`);
  let at = 0;
  let filled = 0;
  while (filled < output.length) {
    const header = readRunHeader(bytes, at);
    at = header.next;
    const room = output.length - filled;
    if (header.packed) {
      const count = Math.min(8 * header.count, room);
      unpackBits(bytes, at, width, output.subarray(filled, filled + count));
      at += header.count * width;
      filled += count;
    } else {
      const count = Math.min(header.count, room);
      const size = Math.ceil(width / 8);
      if (at + size > bytes.length) throw cutOff();
      let value = 0;
      for (let i = 0; i < size; i++) value |= bytes[at + i]! << 8 * i;
      output.fill(value, filled, filled + count);
      at += size;
      filled += count;
    }
  }
}

const cutOff = () => new RangeError("its levels or indices are cut off");

/** Returns how often one number is repeated, or how many packed groups of eight follow. */
function readRunHeader(bytes: Uint8Array, start: number) {
  let value = 0;
  for (let i = 0; i < 5; i++) {
    const byte = bytes[start + i];
    if (byte === undefined) throw cutOff();
    value += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) {
      return { packed: value % 2 === 1, count: Math.floor(value / 2), next: start + i + 1 };
    }
  }
  throw new RangeError("it has a run of a length over 2^35");
}

function unpackBits(
  bytes: Uint8Array,
  start: number,
  width: number,
  output: Uint8Array | Uint32Array,
): void {
  if (start + Math.ceil(output.length * width / 8) > bytes.length) throw cutOff();
  const mask = 2 ** width - 1;
  for (let i = 0, bit = 0; i < output.length; i++, bit += width) {
    const at = start + Math.floor(bit / 8);
    // Bytes past the end count as 0.
    const word = bytes[at]! | bytes[at + 1]! << 8 | bytes[at + 2]! << 16 | bytes[at + 3]! << 24;
    output[i] = word >>> bit % 8 & mask;
  }
}
