/**
 * Reads and writes named arrays in one `.safetensors` file: https://github.com/huggingface/safetensors, "Format".
 * @module
 */
import type { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { type ElementType, float32Of } from "./elements.ts";
import { unreadable } from "./reading.ts";
import {
  areCounts,
  countOf,
  LENGTH_BYTES,
  LONGEST_HEADER,
  METADATA,
  quotedValue,
  readSafetensorsContents,
  type StoredBytes,
} from "./safetensors_header.ts";

/** A row-major array of float32. */
export interface StoredArray {
  /** Length of each axis; the empty shape is a single value. */
  readonly shape: readonly number[];
  /** The values, as many as the product of the shape. */
  readonly data: Float32Array;
}

/** The content of a file. */
export interface Safetensors {
  /** The file's metadata, text by key. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The arrays by name, in the order of the header. */
  readonly arrays: ReadonlyMap<string, StoredArray>;
}

/** The element types of embeddings. */
const TYPES: ReadonlyMap<string, ElementType> = new Map([
  ["F16", "float16"],
  ["BF16", "bfloat16"],
  ["F32", "float32"],
  ["F64", "float64"],
]);

/**
 * Reads a file of float32 arrays.
 *
 * @param bytes the whole file
 * @param name the file's name, for error messages
 * @returns copies: the arrays share no memory with `bytes`
 * @throws {InputError} when the file is not a safetensors file, its header is over 1 MiB or repeats a name, or it has
 * other element types, gaps or overlaps
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const weight = { shape: [2, 1], data: Float32Array.of(1, 2) };
 * const file = writeSafetensors(new Map([["weight", weight]]), { made: "by hand" });
 * const { arrays, metadata } = readSafetensors(file, "x.safetensors");
 * assert.deepEqual(arrays.get("weight"), weight);
 * assert.equal(metadata.made, "by hand");
 * ```
 */
export function readSafetensors(bytes: Uint8Array, name: string): Safetensors {
  const { metadata, stored } = readSafetensorsContents(bytes, name);
  const arrays = new Map(stored.map(({ key, type, shape, bytes }) => {
    if (type !== "F32") throw unexpectedType(key, type, '"F32"', name);
    return [key, { shape, data: new Float32Array(bytes.slice().buffer) }];
  }));
  return { metadata, arrays };
}

/**
 * Reads the values of one array, of any element type of embeddings.
 *
 * @param array the array, from {@link readSafetensorsContents}
 * @param name the file's name, for error messages
 * @returns the array; one of float32 may share the file's memory, float64 is rounded
 * @throws {InputError} when it is not of type F16, BF16, F32 or F64, or contains a float64 that exceeds float32
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const bytes = Uint8Array.of(0x80, 0x3f, 0x00, 0xc0);
 * const array = { key: "rows", type: "BF16", shape: [2], bytes };
 * assert.deepEqual(storedValues(array, "x.safetensors").data, Float32Array.of(1, -2));
 * ```
 */
export function storedValues(array: StoredBytes, name: string): StoredArray {
  const type = TYPES.get(array.type);
  if (type === undefined) {
    throw unexpectedType(array.key, array.type, '"F16", "BF16", "F32" or "F64"', name);
  }
  return {
    shape: array.shape,
    data: float32Of(array.bytes, { type, bigEndian: false }, name),
  };
}

function unexpectedType(key: string, type: string, expected: string, name: string): InputError {
  const found = `array ${quotedValue(key)} has type ${quotedValue(type)}`;
  return unreadable(name, `${found}; expected ${expected}`);
}

/**
 * Encodes these arrays as a file, in their order.
 *
 * @throws {RangeError} for arrays that {@link readSafetensors} would refuse: a shape that does not match the number of
 * values, the name `__metadata__`, or a header over 1 MiB
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const bias = { shape: [3], data: new Float32Array(3) };
 * const file = writeSafetensors(new Map([["10", bias], ["2", bias]]), {});
 * assert.deepEqual([...readSafetensors(file, "x.safetensors").arrays.keys()], ["10", "2"]);
 * ```
 */
export function writeSafetensors(
  arrays: ReadonlyMap<string, StoredArray>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const header = [memberOf(METADATA, metadata)];
  let end = 0;
  for (const [name, { shape, data }] of arrays) {
    if (!areCounts(shape) || countOf(shape) !== data.length || name === METADATA) {
      const array = quotable(`${JSON.stringify(name)} [${shape}]`);
      throw new RangeError(`Cannot write ${data.length} values as ${array}`);
    }
    const start = end;
    end += data.byteLength;
    header.push(memberOf(name, { dtype: "F32", shape, data_offsets: [start, end] }));
  }
  const json = new TextEncoder().encode(`{${header.join(",")}}`);
  if (json.length > LONGEST_HEADER) {
    throw new RangeError(
      `Cannot write a header of ${json.length} bytes; at most ${LONGEST_HEADER}`,
    );
  }
  // Values start at a multiple of 8 bytes, so that they can be mapped into memory.
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const dataStart = LENGTH_BYTES + headerBytes;
  const file = new Uint8Array(dataStart + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.fill(" ".charCodeAt(0), LENGTH_BYTES, dataStart);
  file.set(json, LENGTH_BYTES);
  let at = dataStart;
  for (const { data } of arrays.values()) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}

// An object would put names such as "2" before all others.
const memberOf = (name: string, value: unknown) =>
  `${JSON.stringify(name)}:${JSON.stringify(value)}`;
