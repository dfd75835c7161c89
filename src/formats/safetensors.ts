/**
 * Named arrays in one `.safetensors` file: https://github.com/huggingface/safetensors, "Format".
 * @module
 */
import { decodeUtf8, unreadable } from "./reading.ts";

/** A row-major array of float32. */
export interface StoredArray {
  /** Length of each axis; the empty shape is a single value. */
  readonly shape: readonly number[];
  /** The values, as many as the product of the shape. */
  readonly data: Float32Array;
}

/** What a file holds. */
export interface Safetensors {
  /** What the file says of itself, text by key. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The arrays by name. */
  readonly arrays: ReadonlyMap<string, StoredArray>;
}

/** Bytes before the header, which hold its length. */
const LENGTH_BYTES = 8;
/** The reference implementation has the same limit. */
const LONGEST_HEADER = 100_000_000;
const METADATA = "__metadata__";
const ELEMENT_BYTES = 4;

/**
 * Reads a file of float32 arrays.
 *
 * @param bytes the whole file
 * @param name the file's name, for error messages
 * @returns copies: the arrays share no memory with `bytes`
 * @throws {InputError} when the file is no such file, or holds other element types, gaps or overlaps
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
  const { text, dataStart } = readHeader(bytes, name);
  const { [METADATA]: metadata = {}, ...entries } = parseHeader(text, name);
  if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === "string")) {
    throw unreadable(name, "its metadata is not text by key");
  }
  const places = Object.entries(entries).map(([key, entry]) => placeOf(key, entry, name));
  const body = bytes.subarray(dataStart);
  requireSeamless(places, body.length, name);
  const arrays = new Map(places.map(({ key, shape, start, end }) => {
    const data = new Float32Array(body.slice(start, end).buffer);
    return [key, { shape, data }];
  }));
  return { metadata: metadata as Record<string, string>, arrays };
}

/**
 * The bytes of a file with these arrays, in their order.
 *
 * @throws {RangeError} when a shape does not hold as many values as there are, or a name is `__metadata__`
 */
export function writeSafetensors(
  arrays: ReadonlyMap<string, StoredArray>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const header: [string, unknown][] = [[METADATA, metadata]];
  let end = 0;
  for (const [name, { shape, data }] of arrays) {
    if (countOf(shape) !== data.length || name === METADATA) {
      throw new RangeError(`Cannot write ${data.length} values as "${name}" [${shape}]`);
    }
    const start = end;
    end += data.byteLength;
    header.push([name, { dtype: "F32", shape, data_offsets: [start, end] }]);
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
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

const countOf = (shape: readonly number[]) =>
  shape.reduce((product, length) => product * length, 1);

function readHeader(bytes: Uint8Array, name: string): { text: string; dataStart: number } {
  const ends = () => unreadable(name, "it ends inside its header");
  if (bytes.length < LENGTH_BYTES) throw ends();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > LONGEST_HEADER) {
    throw unreadable(name, `a header of ${length} bytes; expected at most ${LONGEST_HEADER}`);
  }
  const dataStart = LENGTH_BYTES + length;
  if (bytes.length < dataStart) throw ends();
  return { text: decodeUtf8(bytes.subarray(LENGTH_BYTES, dataStart), name), dataStart };
}

function parseHeader(text: string, name: string): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(text);
    if (isObject(header)) return header;
  } catch {
    // Told below.
  }
  throw unreadable(name, "its header is not a JSON object");
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Where an array lies among the values. */
interface Place {
  readonly key: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const areCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every(isCount);

function placeOf(key: string, entry: unknown, name: string): Place {
  const problem = (found: string) => unreadable(name, `array ${JSON.stringify(key)} ${found}`);
  if (!isObject(entry)) throw problem("has no entry of type, shape and offsets");
  const { dtype, shape, data_offsets: offsets } = entry;
  if (dtype !== "F32") throw problem(`has type ${JSON.stringify(dtype)}; expected "F32"`);
  if (!areCounts(shape)) throw problem(`has the shape ${JSON.stringify(shape)}`);
  if (!areCounts(offsets) || offsets.length !== 2) {
    throw problem(`has the offsets ${JSON.stringify(offsets)}; expected a start and an end`);
  }
  const [start, end] = offsets as [number, number];
  // A product over 2^53 is inexact, but then certainly not the array's length.
  const expected = countOf(shape) * ELEMENT_BYTES;
  if (end - start !== expected) {
    throw problem(`of shape [${shape}] lies at ${start} to ${end}; expected ${expected} bytes`);
  }
  return { key, shape, start, end };
}

/** Fails unless the arrays follow each other and end with the file. */
function requireSeamless(places: readonly Place[], bytes: number, name: string): void {
  let next = 0;
  for (const { key, start, end } of places.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== next) {
      const found = `array ${JSON.stringify(key)} begins at ${start}; expected ${next}`;
      throw unreadable(name, `${found}, where the one before it ends`);
    }
    next = end;
  }
  if (next !== bytes) {
    throw unreadable(name, `header says ${next} bytes of values, file holds ${bytes}`);
  }
}
