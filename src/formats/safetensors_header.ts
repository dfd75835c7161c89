/**
 * Reads the header of a `.safetensors` file: the position, type and shape of each array.
 * @module
 */
import { jsonKeys, readJson } from "../basics/json.ts";
import { quotable } from "../basics/printable.ts";
import { decodeUtf8, unreadable } from "./reading.ts";

/** Length of the field before the header, in bytes; it holds the header's length. */
export const LENGTH_BYTES = 8;
/**
 * The format allows 100 MB, enough for a million arrays; this limit allows about ten thousand, and bounds the time and
 * memory that a malformed file costs.
 */
export const LONGEST_HEADER = 2 ** 20;
/** The key of the file's metadata. */
export const METADATA = "__metadata__";
/** Bytes of an element, by the type's name in a header; the format's types of less than a byte are not supported. */
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

/** An array of any type in a file. */
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

/** The content of a file, before any value is read. */
export interface SafetensorsContents {
  /** The file's metadata, text by key. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The arrays in the order of the header. */
  readonly stored: readonly StoredBytes[];
}

/**
 * Reads a file's header, and checks that the arrays fill the file without gaps or overlaps.
 *
 * @param bytes the whole file
 * @param name the file's name, for error messages
 * @throws {InputError} when the file is not a safetensors file, or its header is over 1 MiB or repeats a name
 */
export function readSafetensorsContents(bytes: Uint8Array, name: string): SafetensorsContents {
  const { text, dataStart } = readHeaderText(bytes, name);
  const { header, keys } = parseJsonHeader(text, name);
  const { [METADATA]: metadata = {} } = header;
  if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === "string")) {
    throw unreadable(name, "its metadata is not text by key");
  }
  const places = keys.filter((key) => key !== METADATA).map((key) =>
    arrayPlace(key, header[key], name)
  );
  const body = bytes.subarray(dataStart);
  requireSeamless(places, body.length, name);
  const stored = places.map(({ key, type, shape, start, end }) => {
    return { key, type, shape, bytes: body.subarray(start, end) };
  });
  return { metadata: metadata as Record<string, string>, stored };
}

/** Whether a value is a list of lengths or offsets. */
export function areCounts(value: unknown): value is number[] {
  return Array.isArray(value) &&
    value.every((count) => Number.isSafeInteger(count) && (count as number) >= 0);
}

/**
 * Returns the number of values in a shape.
 *
 * @returns NaN when the product exceeds 2^53 on the way, even if a later length is 0
 */
export function countOf(shape: readonly number[]): number {
  return shape.reduce(
    (product, length) => product * length <= Number.MAX_SAFE_INTEGER ? product * length : NaN,
    1,
  );
}

/** Formats a header value for a message. */
export function quotedValue(value: unknown): string {
  return quotable(JSON.stringify(value) ?? "none");
}

function readHeaderText(bytes: Uint8Array, name: string): { text: string; dataStart: number } {
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
  // Compares bytes, since decoding drops a byte order mark.
  if (length > 0 && bytes[LENGTH_BYTES] !== "{".charCodeAt(0)) {
    throw unreadable(name, 'its header does not begin with "{"');
  }
  return { text, dataStart };
}

interface Header {
  readonly header: Readonly<Record<string, unknown>>;
  /** Its keys in file order, which `JSON.parse` does not keep. */
  readonly keys: readonly string[];
}

function parseJsonHeader(text: string, name: string): Header {
  const header = readJson(text, `${name}: header`);
  if (!isObject(header)) throw unreadable(name, "its header is not a JSON object");
  const outermost = jsonKeys(text).filter(({ depth }) => depth === 1);
  return { header, keys: outermost.map(({ key }) => key).toArray() };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The position of an array among the values. */
interface Place {
  readonly key: string;
  readonly type: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

function arrayPlace(key: string, entry: unknown, name: string): Place {
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

/** Throws unless the arrays follow each other and end with the file. */
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
