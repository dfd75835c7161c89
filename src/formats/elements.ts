/**
 * Converts the numbers in files to the one type that Earnest computes with: float32 in the machine's byte order.
 * @module
 */
import { isShared, sharedFloats } from "../basics/matrix.ts";
import { unreadable } from "./reading.ts";

/** A type of whole numbers; float32 holds those up to 2^24. */
export type IntegerType =
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64";

/** An element type of stored embeddings. */
export type ElementType = "float16" | "bfloat16" | "float32" | "float64" | IntegerType;

/** The encoding of numbers in a file. */
export interface ElementLayout {
  /** The type of each number. */
  readonly type: ElementType;
  /** Whether the most significant byte comes first. */
  readonly bigEndian: boolean;
}

/** Bytes of a number of each type. */
export const ELEMENT_BYTES: Readonly<Record<ElementType, 1 | 2 | 4 | 8>> = {
  float16: 2,
  bfloat16: 2,
  float32: 4,
  float64: 8,
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  uint8: 1,
  uint16: 2,
  uint32: 4,
  uint64: 8,
};

/** The arrays of whole numbers. */
const INTEGERS = {
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
};

/** Bytes that are reversed at a time: they stay in the processor's cache. */
const SWAP_BLOCK = 2 ** 15;

/**
 * Converts numbers to float32. Float16, bfloat16 and whole numbers convert exactly; float64 is rounded.
 *
 * @param bytes a whole count of numbers, at any alignment
 * @param layout their encoding
 * @param name the file's name, for error messages
 * @returns the values; little-endian float32 at a multiple of four bytes shares memory with `bytes`, and what is converted
 * lies in memory that workers share where `bytes` do
 * @throws {InputError} when a finite float64 exceeds float32, or float32 does not hold a whole number exactly
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const bytes = Uint8Array.of(0x3c, 0x00, 0xc0, 0x00);
 * const values = float32Of(bytes, { type: "float16", bigEndian: true }, "x.npy");
 * assert.deepEqual(values, Float32Array.of(1, -2));
 * ```
 */
export function float32Of(bytes: Uint8Array, layout: ElementLayout, name: string): Float32Array {
  const { type } = layout;
  const makeRoom = isShared(bytes) ? sharedFloats : (count: number) => new Float32Array(count);
  if (isInteger(type)) {
    const exact = integersOf(bytes, { ...layout, type });
    return exactIntegers(exact, makeRoom(exact.length), name);
  }
  const size = ELEMENT_BYTES[type];
  // Deno runs on little-endian machines only.
  const { buffer, byteOffset } = layout.bigEndian
    ? swapped(bytes, size)
    : alignedBytes(bytes, size);
  const count = bytes.length / size;
  switch (type) {
    case "float16":
      return widened(new Float16Array(buffer, byteOffset, count), makeRoom(count));
    case "bfloat16":
      return expanded(new Uint16Array(buffer, byteOffset, count), makeRoom(count));
    case "float32":
      return new Float32Array(buffer, byteOffset, count);
    case "float64":
      return rounded(new Float64Array(buffer, byteOffset, count), makeRoom(count), name);
  }
}

/**
 * Returns whole numbers in their own type.
 *
 * @param bytes a whole count of numbers, at any alignment
 */
export function integersOf(
  bytes: Uint8Array,
  { type, bigEndian }: ElementLayout & { readonly type: IntegerType },
): ArrayLike<number | bigint> {
  const size = ELEMENT_BYTES[type];
  const { buffer, byteOffset } = bigEndian && size > 1
    ? swapped(bytes, size)
    : alignedBytes(bytes, size);
  // The types of typed arrays share no constructor.
  return new INTEGERS[type](buffer as ArrayBuffer, byteOffset, bytes.length / size);
}

/** Whether a type is one of whole numbers. */
export function isInteger(type: ElementType): type is IntegerType {
  return type in INTEGERS;
}

function exactIntegers(
  exact: ArrayLike<number | bigint>,
  values: Float32Array,
  name: string,
): Float32Array {
  for (let i = 0; i < values.length; i++) {
    values[i] = Number(exact[i]);
    // A bigint and a number of the same value are equal by two signs.
    if (values[i] != exact[i]) {
      throw unreadable(name, `value ${i} is ${exact[i]}, which float32 does not hold exactly`);
    }
  }
  return values;
}

function alignedBytes(bytes: Uint8Array, size: number): Uint8Array {
  return bytes.byteOffset % size === 0 ? bytes : bytes.slice();
}

/** Returns a copy with the bytes of each number reversed. */
function swapped(bytes: Uint8Array, size: number): Uint8Array {
  const copy = bytes.slice();
  for (let start = 0; start < copy.length; start += SWAP_BLOCK) {
    // Reversing a block reverses both the bytes of each number and the order of the numbers; the order is then
    // restored.
    const block = copy.subarray(start, start + SWAP_BLOCK).reverse();
    unsignedView(block, size).reverse();
  }
  return copy;
}

function unsignedView(block: Uint8Array, size: number): { reverse(): unknown } {
  const { buffer, byteOffset } = block;
  const count = block.length / size;
  if (size === 2) return new Uint16Array(buffer, byteOffset, count);
  if (size === 4) return new Uint32Array(buffer, byteOffset, count);
  return new BigUint64Array(buffer, byteOffset, count);
}

/** Converts one by one: 0.25 s for 1e8 values, where `new Float32Array(halves)` takes 1.2 s (Deno 2.9.6). */
function widened(halves: Float16Array, values: Float32Array): Float32Array {
  for (let i = 0; i < values.length; i++) values[i] = halves[i]!;
  return values;
}

/** A bfloat16 is the upper half of a float32. */
function expanded(halves: Uint16Array, values: Float32Array): Float32Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < bits.length; i++) bits[i] = halves[i]! << 16;
  return values;
}

function rounded(exact: Float64Array, values: Float32Array, name: string): Float32Array {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] = exact[i]!;
    if (!Number.isFinite(values[i]) && Number.isFinite(value)) {
      throw unreadable(name, `value ${i} is ${value}, beyond float32`);
    }
  }
  return values;
}
