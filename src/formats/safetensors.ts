/**
 * Named arrays in one `.safetensors` file: https://github.com/huggingface/safetensors, "Format".
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
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
  /** The arrays by name, in the order of the header. */
  readonly arrays: ReadonlyMap<string, StoredArray>;
}

/** Bytes before the header, which hold its length. */
const LENGTH_BYTES = 8;
/**
 * The format allows 100 MB, which would be a million arrays; this holds about ten thousand, and bounds what a bad file
 * costs in time and memory.
 */
const LONGEST_HEADER = 2 ** 20;
/** The header holds entries, and an entry a shape. */
const DEEPEST_HEADER = 3;
const METADATA = "__metadata__";
const ELEMENT_BYTES = 4;
/** Texts of JSON, with the colon that makes one a key, and brackets. */
const TOKENS = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}[\]]/g;

/**
 * Reads a file of float32 arrays.
 *
 * @param bytes the whole file
 * @param name the file's name, for error messages
 * @returns copies: the arrays share no memory with `bytes`
 * @throws {InputError} when the file is no such file, its header is over 1 MiB or names anything twice, or it holds
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
  const { text, dataStart } = readHeader(bytes, name);
  const { header, keys } = parseHeader(text, name);
  const { [METADATA]: metadata = {} } = header;
  if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === "string")) {
    throw unreadable(name, "its metadata is not text by key");
  }
  const places = keys.filter((key) => key !== METADATA).map((key) =>
    placeOf(key, header[key], name)
  );
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
 * @throws {RangeError} for what {@link readSafetensors} would refuse: a shape that does not hold as many values as there
 * are, the name `__metadata__`, or a header over 1 MiB
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

// Not by way of an object, which puts names such as "2" before all others.
const memberOf = (name: string, value: unknown) =>
  `${JSON.stringify(name)}:${JSON.stringify(value)}`;

/** @returns NaN when the product passes 2^53 on the way, even where a later length is 0 */
const countOf = (shape: readonly number[]) =>
  shape.reduce(
    (product, length) => product * length <= Number.MAX_SAFE_INTEGER ? product * length : NaN,
    1,
  );

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
  const text = decodeUtf8(bytes.subarray(LENGTH_BYTES, dataStart), name);
  // In the bytes, as decoding drops a byte order mark.
  if (length > 0 && bytes[LENGTH_BYTES] !== "{".charCodeAt(0)) {
    throw unreadable(name, 'its header does not begin with "{"');
  }
  return { text, dataStart };
}

interface Header {
  readonly header: Readonly<Record<string, unknown>>;
  /** Its keys as they follow each other in the file. */
  readonly keys: readonly string[];
}

function parseHeader(text: string, name: string): Header {
  try {
    const header: unknown = JSON.parse(text);
    if (isObject(header)) return { header, keys: keysOf(text, name) };
  } catch (thrown) {
    if (thrown instanceof InputError) throw thrown;
  }
  throw unreadable(name, "its header is not a JSON object");
}

/**
 * The outermost keys of a JSON object, in their order, which `JSON.parse` changes.
 *
 * @throws {InputError} when an object in it has a key twice, of which `JSON.parse` hides one, or it is nested deeply
 */
function keysOf(json: string, name: string): string[] {
  const open: Set<string>[] = [];
  const outermost = new Set<string>();
  for (const [token, text, colon] of json.matchAll(TOKENS)) {
    if (colon) {
      const key: string = JSON.parse(text!);
      const keys = open.at(-1)!;
      if (keys.has(key)) throw unreadable(name, `its header has ${quoted(key)} twice`);
      keys.add(key);
    } else if (token === "{" || token === "[") {
      open.push(open.length === 0 ? outermost : new Set());
      if (open.length > DEEPEST_HEADER) {
        throw unreadable(name, `its header is nested more than ${DEEPEST_HEADER} deep`);
      }
    } else if (token === "}" || token === "]") open.pop();
  }
  return [...outermost];
}

const quoted = (value: unknown) => quotable(JSON.stringify(value) ?? "none");

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
  const problem = (found: string) => unreadable(name, `array ${quoted(key)} ${found}`);
  if (!isObject(entry)) throw problem("has no entry of type, shape and offsets");
  const { dtype, shape, data_offsets: offsets } = entry;
  if (dtype !== "F32") throw problem(`has type ${quoted(dtype)}; expected "F32"`);
  if (!areCounts(shape)) throw problem(`has the shape ${quoted(shape)}`);
  if (!areCounts(offsets) || offsets.length !== 2) {
    throw problem(`has the offsets ${quoted(offsets)}; expected a start and an end`);
  }
  const [start, end] = offsets as [number, number];
  const expected = countOf(shape) * ELEMENT_BYTES;
  if (Number.isNaN(expected)) throw problem(`has the shape ${quoted(shape)}, beyond 2^53 values`);
  if (end - start !== expected) {
    const found = `of shape ${quoted(shape)} lies at ${start} to ${end}`;
    throw problem(`${found}; expected ${expected} bytes`);
  }
  return { key, shape, start, end };
}

/** Fails unless the arrays follow each other and end with the file. */
function requireSeamless(places: readonly Place[], bytes: number, name: string): void {
  let next = 0;
  for (const { key, start, end } of places.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== next) {
      const found = `array ${quoted(key)} begins at ${start}; expected ${next}`;
      throw unreadable(name, `${found}, where the one before it ends`);
    }
    next = end;
  }
  if (next !== bytes) {
    throw unreadable(name, `header says ${next} bytes of values, file holds ${bytes}`);
  }
}
