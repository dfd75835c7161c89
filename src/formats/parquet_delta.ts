/**
 * Decodes Parquet's delta encodings: https://parquet.apache.org/docs/file-format/data-pages/encodings/
 *
 * Own code, because hyparquet 1.31.5 allocates whatever length a few bytes of these encodings claim. Here the page says
 * how many values it holds, and everything is bounded by that and by the page's length.
 * @module
 */

/** Values that share their beginnings unpack to at most this many times the page's length. */
const MOST_EXPANSION = 256, BYTES_BESIDE = 2 ** 24;
/** Bytes of a 64-bit number in groups of 7 bits. */
const LONGEST_NUMBER = 10;

const cutOff = () => new RangeError("its values are cut off");

/** Reads numbers of varying length. */
class Cursor {
  constructor(readonly bytes: Uint8Array, public at: number) {}

  unsigned(): bigint {
    let value = 0n;
    for (let i = 0; i < LONGEST_NUMBER; i++) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw cutOff();
      value |= BigInt(byte & 127) << BigInt(7 * i);
      if (byte < 128) return value;
    }
    throw new RangeError(`a number of more than ${LONGEST_NUMBER} bytes`);
  }

  signed(): bigint {
    const value = this.unsigned();
    return value & 1n ? ~(value >> 1n) : value >> 1n;
  }
}

/** The layout of the blocks. */
interface Blocks {
  /** Values of a block, and of each of the parts that have a bit width of their own. */
  readonly size: number;
  readonly partSize: number;
  readonly parts: number;
}

/** Numbers that differ little from their predecessors. */
export interface DeltaNumbers {
  /** The numbers, as signed integers of 64 bits. */
  readonly values: BigInt64Array;
  /** Where the bytes after them begin. */
  readonly end: number;
}

/**
 * Decodes `DELTA_BINARY_PACKED`.
 *
 * @param bytes the encoded numbers, possibly followed by other data
 * @param count how many there must be
 * @throws {RangeError} when they are cut off, or are another number
 *
 * @example The numbers 7, 5, 3, 1, 2, 3, 4, 5 of the format's specification, in a block of 128:
 * ```ts
 * import assert from "node:assert/strict";
 * const packed = [0b11000000, 0b00111111, ...Array(6).fill(0)];
 * const bytes = Uint8Array.of(0x80, 1, 4, 8, 14, 3, 2, 0, 0, 0, ...packed);
 * assert.deepEqual([...unpackDeltas(bytes, 8).values], [7n, 5n, 3n, 1n, 2n, 3n, 4n, 5n]);
 * ```
 */
export function unpackDeltas(bytes: Uint8Array, count: number): DeltaNumbers {
  const cursor = new Cursor(bytes, 0);
  const blocks = readBlocks(cursor);
  const total = cursor.unsigned();
  if (total !== BigInt(count)) throw new RangeError(`${total} values; expected ${count}`);
  const values = new BigInt64Array(count);
  let last = cursor.signed();
  if (count > 0) values[0] = last;
  for (let filled = 1; filled < count;) {
    const least = cursor.signed();
    const widths = bytes.subarray(cursor.at, cursor.at += blocks.parts);
    if (widths.length < blocks.parts) throw cutOff();
    for (let part = 0; part < blocks.parts && filled < count; part++) {
      const width = widths[part]!;
      if (width > 64) throw new RangeError(`numbers of ${width} bits`);
      const end = cursor.at + blocks.partSize / 8 * width;
      const wanted = Math.min(blocks.partSize, count - filled);
      // The last part may lack the bits that no value needs.
      if (cursor.at + Math.ceil(wanted * width / 8) > bytes.length) throw cutOff();
      for (let i = 0; i < wanted; i++) {
        const delta = width === 0 ? 0n : bitsAt(bytes, 8 * cursor.at + i * width, width);
        // The array wraps sums around, as writers do.
        values[filled] = last + least + delta;
        last = values[filled++]!;
      }
      cursor.at = Math.min(end, bytes.length);
    }
  }
  return { values, end: cursor.at };
}

function readBlocks(cursor: Cursor): Blocks {
  const [size, parts] = [Number(cursor.unsigned()), Number(cursor.unsigned())];
  const partSize = size / parts;
  if (!(parts >= 1 && parts <= 2 ** 16 && size <= 2 ** 24 && partSize % 8 === 0 && partSize > 0)) {
    throw new RangeError(`blocks of ${size} values in ${parts} parts`);
  }
  return { size, partSize, parts };
}

/** Reads a number of up to 64 bits; bits past the end count as 0. */
function bitsAt(bytes: Uint8Array, bit: number, width: number): bigint {
  const first = Math.floor(bit / 8);
  const shift = bit % 8;
  if (width <= 24) {
    const word = bytes[first]! | bytes[first + 1]! << 8 | bytes[first + 2]! << 16 |
      bytes[first + 3]! << 24;
    return BigInt(word >>> shift & 2 ** width - 1);
  }
  let word = 0n;
  for (let i = 0; i <= Math.ceil((shift + width) / 8); i++) {
    word |= BigInt(bytes[first + i] ?? 0) << BigInt(8 * i);
  }
  return BigInt.asUintN(width, word >> BigInt(shift));
}

/** Like {@link unpackDeltas}, for lengths: numbers that are not negative and fit into the page. */
function unpackLengths(bytes: Uint8Array, count: number, most: number) {
  const { values, end } = unpackDeltas(bytes, count);
  return {
    end,
    lengths: Array.from(values, (value) => {
      if (value >= 0n && value <= BigInt(most)) return Number(value);
      throw new RangeError(`a value of ${value} bytes`);
    }),
  };
}

/**
 * Decodes `DELTA_LENGTH_BYTE_ARRAY`: the lengths of all values, then their bytes.
 *
 * @returns the values, which share memory with `bytes`
 * @throws {RangeError} when they are cut off, or are another number
 */
export function unpackDeltaLengths(bytes: Uint8Array, count: number): Uint8Array[] {
  const { lengths, end } = unpackLengths(bytes, count, bytes.length);
  let at = end;
  return lengths.map((length) => {
    const value = bytes.subarray(at, at += length);
    if (at > bytes.length) throw cutOff();
    return value;
  });
}

/**
 * Decodes `DELTA_BYTE_ARRAY`: how many bytes each value shares with the one before, then the rest of each.
 *
 * @throws {RangeError} when they are cut off, are another number, or are over 256 times as long as `bytes`
 */
export function unpackDeltaBytes(bytes: Uint8Array, count: number): Uint8Array[] {
  const most = MOST_EXPANSION * bytes.length + BYTES_BESIDE;
  const { lengths: shared, end } = unpackLengths(bytes, count, most);
  const rests = unpackDeltaLengths(bytes.subarray(end), count);
  let total = 0;
  let last = new Uint8Array();
  return rests.map((rest, i) => {
    const start = shared[i]!;
    if (start > last.length) throw new RangeError("a value that shares more than there is");
    total += start + rest.length;
    if (total > most) throw new RangeError(`values of over ${MOST_EXPANSION} times their length`);
    const value = new Uint8Array(start + rest.length);
    value.set(last.subarray(0, start));
    value.set(rest, start);
    last = value;
    return value;
  });
}
