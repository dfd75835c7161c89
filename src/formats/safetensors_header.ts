/**
 * The header of a `.safetensors` file: where each array lies, and of what type and shape it is.
 * @module
 */
import { jsonKeys, readJson } from "../basics/json.ts";
import { quotable } from "../basics/printable.ts";
import { decodeUtf8, unreadable } from "./reading.ts";

/** Bytes before the header, which hold its length. */
export const LENGTH_BYTES = 8;
/**
 * The format allows 100 MB, which would be a million arrays; this holds about ten thousand, and bounds what a bad file
 * costs in time and memory.
 */
export const LONGEST_HEADER = 2 ** 20;
/** The key of what a file says of itself. */
export const METADATA = "__metadata__";
/** Bytes of an element, by the type's name in a header; the format's types of less than a byte are not told. */
const TYPE_BYTES: Readonly<Record<string, number>> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E5M2: 1,
  F8_E4M3: 1,
  F8_E8M0: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
  C64: 8,
};

/** An array of any type as it lies in a file. */
export interface StoredBytes {
  /** Its name. */
  readonly key: string;
  /** The name of its element type, such as `F32`. */
  readonly type: string;
  /** Length of each axis; the empty shape is a single value. */
  readonly shape: readonly number[];
  /** Its values, little-endian and row-major; they share the file's memory. */
  readonly bytes: Uint8Array;
}

/** What a file holds, before any value is read. */
export interface SafetensorsContents {
  /** What the file says of itself, text by key. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The arrays in the order of the header. */
  readonly stored: readonly StoredBytes[];
}

/**
 * Reads what a file says of its arrays, and checks that they fill it without gaps or overlaps.
 *
 * @param bytes the whole file
 * @param name the file's name, for error messages
 * @throws {InputError} when the file is no such file, or its header is over 1 MiB or names anything twice
 */
export function readSafetensorsContents(bytes: Uint8Array, name: string): SafetensorsContents {
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
  const stored = places.map(({ key, type, shape, start, end }) => {
    return { key, type, shape, bytes: body.subarray(start, end) };
  });
  return { metadata: metadata as Record<string, string>, stored };
}

/** Whether it is a list of lengths or offsets. */
export function areCounts(value: unknown): value is number[] {
  return Array.isArray(value) &&
    value.every((count) => Number.isSafeInteger(count) && (count as number) >= 0);
}

/**
 * The number of values in a shape.
 *
 * @returns NaN when the product passes 2^53 on the way, even where a later length is 0
 */
export function countOf(shape: readonly number[]): number {
  return shape.reduce(
    (product, length) => product * length <= Number.MAX_SAFE_INTEGER ? product * length : NaN,
    1,
  );
}

/** A value of a header as a message quotes it. */
export function quotedValue(value: unknown): string {
  return quotable(JSON.stringify(value) ?? "none");
}

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
  /** Its keys as they follow each other in the file, which `JSON.parse` changes. */
  readonly keys: readonly string[];
}

function parseHeader(text: string, name: string): Header {
  const header = readJson(text, `${name}: header`);
  if (!isObject(header)) throw unreadable(name, "its header is not a JSON object");
  const outermost = jsonKeys(text).filter(({ depth }) => depth === 1);
  return { header, keys: outermost.map(({ key }) => key).toArray() };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Where an array lies among the values. */
interface Place {
  readonly key: string;
  readonly type: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

function placeOf(key: string, entry: unknown, name: string): Place {
  const problem = (found: string) => unreadable(name, `array ${quotedValue(key)} ${found}`);
  if (!isObject(entry)) throw problem("has no entry of type, shape and offsets");
  const { dtype: type, shape, data_offsets: offsets } = entry;
  if (typeof type !== "string") {
    throw problem(`has type ${quotedValue(type)}; expected one such as "F32"`);
  }
  if (!areCounts(shape)) throw problem(`has the shape ${quotedValue(shape)}`);
  if (!areCounts(offsets) || offsets.length !== 2) {
    throw problem(`has the offsets ${quotedValue(offsets)}; expected a start and an end`);
  }
  const [start, end] = offsets as [number, number];
  const count = countOf(shape);
  if (Number.isNaN(count)) throw problem(`has the shape ${quotedValue(shape)}, beyond 2^53 values`);
  const expected = Object.hasOwn(TYPE_BYTES, type) ? count * TYPE_BYTES[type]! : end - start;
  if (end - start !== expected || end < start) {
    const found = `of shape ${quotedValue(shape)} lies at ${start} to ${end}`;
    throw problem(`${found}; expected ${expected} bytes`);
  }
  return { key, type, shape, start, end };
}

/** Fails unless the arrays follow each other and end with the file. */
function requireSeamless(places: readonly Place[], bytes: number, name: string): void {
  let next = 0;
  for (const { key, start, end } of places.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== next) {
      const found = `array ${quotedValue(key)} begins at ${start}; expected ${next}`;
      throw unreadable(name, `${found}, where the one before it ends`);
    }
    next = end;
  }
  if (next !== bytes) {
    throw unreadable(name, `header says ${next} bytes of values, file holds ${bytes}`);
  }
}
