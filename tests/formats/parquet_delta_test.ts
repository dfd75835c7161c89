import assert from "node:assert/strict";
import {
  unpackDeltaBytes,
  unpackDeltaLengths,
  unpackDeltas,
} from "../../src/formats/parquet_delta.ts";

Deno.test("delta encodings claim no more than there is", () => {
  const bad: [(bytes: Uint8Array) => unknown, number[], RegExp][] = [
    [(bytes) => unpackDeltas(bytes, 9), [0x80, 1, 4, 8, 14], /8 values; expected 9/],
    [(bytes) => unpackDeltas(bytes, 8), [0x80, 1, 4, 8, 14], /cut off/],
    [(bytes) => unpackDeltas(bytes, 8), [0x80, 1, 0, 8, 14], /blocks of 128 values in 0 parts/],
    [(bytes) => unpackDeltas(bytes, 8), [0x80, 1, 4, 8, 14, 3, 65, 0, 0, 0], /65 bits/],
    [(bytes) => unpackDeltas(bytes, 8), [0x80, 1, 4, 8, 14, 3, 2, 0, 0, 0, 1], /cut off/],
    [(bytes) => unpackDeltas(bytes, 8), Array(12).fill(0xff), /more than 10 bytes/],
    // Two values, of which the second claims to be a million bytes longer than the first.
    [
      (bytes) => unpackDeltaLengths(bytes, 2),
      [0x80, 1, 4, 2, 0, 0x80, 0x89, 0x7a, 0, 0, 0, 0],
      /a value of 1000000 bytes/,
    ],
    [
      (bytes) => unpackDeltaLengths(bytes, 1),
      [0x80, 1, 4, 1, 10, 97],
      /a value of 5 bytes|cut off/,
    ],
    [(bytes) => unpackDeltaBytes(bytes, 1), [0x80, 1, 4, 1, 2, 0x80, 1, 4, 1, 0], /shares more/],
  ];
  for (const [unpack, bytes, message] of bad) {
    assert.throws(() => unpack(Uint8Array.from(bytes)), { name: "RangeError", message });
  }
});

Deno.test("values that share their beginnings do not fill the memory", () => {
  const length = 2 ** 16, count = 600;
  const bytes = (shared: number) =>
    Uint8Array.from([
      ...packed(Array.from({ length: count }, (_, i) => i === 0 ? 0 : shared)),
      ...packed(Array.from({ length: count }, (_, i) => i === 0 ? length : 0)),
      ...Array(length).fill(97),
    ]);
  assert.equal(unpackDeltaBytes(bytes(9), count)[count - 1]?.length, 9);
  assert.throws(() => unpackDeltaBytes(bytes(length), count), {
    name: "RangeError",
    message: "values of over 256 times their length",
  });
});

/** Encodes numbers as DELTA_BINARY_PACKED, in blocks of 128 with 32 bits each. */
function packed(values: readonly number[]): number[] {
  const zigzag = (value: number) => varint(value < 0 ? -2 * value - 1 : 2 * value);
  const bytes = [...varint(128), ...varint(4), ...varint(values.length), ...zigzag(values[0]!)];
  const deltas = values.slice(1).map((value, i) => value - values[i]!);
  for (let at = 0; at < deltas.length; at += 128) {
    const block = deltas.slice(at, at + 128);
    const least = Math.min(...block);
    // Parts that no value needs are left out.
    const length = 32 * Math.ceil(block.length / 32);
    const numbers = Array.from({ length }, (_, i) => (block[i] ?? least) - least);
    bytes.push(...zigzag(least), 32, 32, 32, 32);
    for (const number of numbers) for (let i = 0; i < 32; i += 8) bytes.push(number >>> i & 255);
  }
  return bytes;
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [value % 128 | 128, ...varint(Math.floor(value / 128))];
}
