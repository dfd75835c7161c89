/**
 * Decodes the values of a Parquet page.
 * @module
 */
import { convert } from "npm:hyparquet@1.31.5/src/convert.js";
import { byteStreamSplit } from "npm:hyparquet@1.31.5/src/encoding.js";
import { readPlain } from "npm:hyparquet@1.31.5/src/plain.js";
import type { DecodedArray, ParquetParsers, SchemaElement } from "npm:hyparquet@1.31.5";
import { float32Of } from "./elements.ts";
import { unpackDeltaBytes, unpackDeltaLengths, unpackDeltas } from "./parquet_delta.ts";
import { unpackRuns } from "./parquet_levels.ts";

/** Longest encoding of a decimal of 38 digits; hyparquet's time for one grows with the square of its length. */
const LONGEST_DECIMAL = 16;

/** The supported encodings: all that the format's specification has, but for the deprecated BIT_PACKED. */
export const ENCODINGS: readonly string[] = [
  "PLAIN",
  "PLAIN_DICTIONARY",
  "RLE_DICTIONARY",
  "RLE",
  "BYTE_STREAM_SPLIT",
  "DELTA_BINARY_PACKED",
  "DELTA_LENGTH_BYTE_ARRAY",
  "DELTA_BYTE_ARRAY",
];

const isoText = (milliseconds: number) => new Date(milliseconds).toISOString();
const utf8 = new TextDecoder("utf-8", { fatal: true });
function utf8Text(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Error("text that is not UTF-8");
  }
}
const refuse = (what: string) => () => {
  throw new Error(`${what} are not read`);
};

/** Converts values that JSON has no type for to text. */
const PARSERS = {
  timestampFromMilliseconds: (value: bigint) => isoText(Number(value)),
  timestampFromMicroseconds: (value: bigint) => isoText(Number(value / 1000n)),
  timestampFromNanoseconds: (value: bigint) => isoText(Number(value / 1_000_000n)),
  dateFromDays: (days: number) => isoText(days * 86_400_000).slice(0, 10),
  stringFromBytes: utf8Text,
  jsonFromBytes: utf8Text,
  geometryFromBytes: refuse("geometries"),
  geographyFromBytes: refuse("geographies"),
};

/**
 * Decodes values.
 *
 * @param bytes the values, and nothing before them
 * @param count number of values
 * @param encoding their encoding, one of {@link ENCODINGS}
 * @param element their type
 * @param dictionary the values that indices refer to, if there is a dictionary
 * @param isRaw whether bytes without a meaning stay bytes; else they count as text
 * @returns numbers, booleans, text (also for dates and times, in ISO 8601), or bytes where the type has no meaning
 * @throws {Error} when there are too few values, or the type or encoding is not supported
 */
export function decodeValues(
  bytes: Uint8Array,
  count: number,
  encoding: string,
  element: SchemaElement,
  dictionary: DecodedArray | undefined,
  isRaw = false,
): DecodedArray {
  if (count === 0) return [];
  const converted = (values: DecodedArray) => convertedTo(values, element, isRaw);
  switch (encoding) {
    case "PLAIN":
      return plainValues(bytes, count, element, converted);
    case "PLAIN_DICTIONARY":
    case "RLE_DICTIONARY":
      return dictionaryValues(bytes, count, dictionary);
    case "RLE":
      return booleanRuns(bytes, count, element);
    case "BYTE_STREAM_SPLIT":
      return converted(splitValues(bytes, count, element));
    case "DELTA_BINARY_PACKED":
      return converted(deltaNumbers(bytes, count, element));
    case "DELTA_LENGTH_BYTE_ARRAY":
      return converted(ofBytes(unpackDeltaLengths(bytes, count), element));
    case "DELTA_BYTE_ARRAY":
      return converted(ofBytes(unpackDeltaBytes(bytes, count), element));
    default:
      throw new Error(`the encoding ${encoding}`);
  }
}

function plainValues(
  bytes: Uint8Array,
  count: number,
  element: SchemaElement,
  converted: (values: DecodedArray) => DecodedArray,
): DecodedArray {
  if (element.logical_type?.type === "FLOAT16") {
    // hyparquet makes an array of each value.
    if (2 * count > bytes.length) throw new RangeError("its values are cut off");
    return float32Of(bytes.subarray(0, 2 * count), { type: "float16", bigEndian: false }, "");
  }
  // The smallest values take a bit each; hyparquet allocates before it finds them missing.
  if (count > 8 * bytes.length) throw new RangeError("its values are cut off");
  return converted(readPlain(readerOf(bytes), typeOf(element), count, element.type_length));
}

function convertedTo(values: DecodedArray, element: SchemaElement, isRaw: boolean): DecodedArray {
  const isDecimal = element.converted_type === "DECIMAL";
  const isBytes = element.type === "BYTE_ARRAY" || (element.type_length ?? 0) > LONGEST_DECIMAL;
  if (isDecimal && isBytes) throw new Error(`decimals of over ${LONGEST_DECIMAL} bytes`);
  const decoder = { element, parsers: PARSERS as unknown as ParquetParsers, utf8: !isRaw };
  return convert(values, decoder as Parameters<typeof convert>[1]);
}

function dictionaryValues(
  bytes: Uint8Array,
  count: number,
  dictionary: DecodedArray | undefined,
): DecodedArray {
  if (dictionary === undefined) throw new Error("it has no dictionary");
  const indices = new Uint32Array(count);
  unpackRuns(bytes.subarray(1), bytes[0] ?? 0, indices);
  const values = Array.isArray(dictionary)
    ? new Array(count)
    : new (dictionary.constructor as Float32ArrayConstructor)(count);
  for (let i = 0; i < count; i++) {
    const index = indices[i]!;
    if (index >= dictionary.length) {
      throw new RangeError(`value ${index} of a dictionary of ${dictionary.length}`);
    }
    values[i] = dictionary[index];
  }
  return values;
}

function booleanRuns(bytes: Uint8Array, count: number, element: SchemaElement): DecodedArray {
  if (element.type !== "BOOLEAN") throw new Error(`runs of ${element.type}`);
  const bits = new Uint8Array(count);
  // The length of the runs comes first, in 4 bytes.
  unpackRuns(bytes.subarray(4), 1, bits);
  return Array.from(bits, (bit) => bit === 1);
}

function splitValues(bytes: Uint8Array, count: number, element: SchemaElement): DecodedArray {
  // A value takes at least two bytes, which bounds the allocation.
  const width = { INT32: 4, FLOAT: 4, INT64: 8, DOUBLE: 8 }[element.type as "FLOAT"] ??
    element.type_length ?? 0;
  if (!(width > 0) || count * width > bytes.length) throw new RangeError("its values are cut off");
  return byteStreamSplit(readerOf(bytes), count, typeOf(element), element.type_length);
}

function deltaNumbers(bytes: Uint8Array, count: number, element: SchemaElement): DecodedArray {
  const { values } = unpackDeltas(bytes, count);
  if (element.type === "INT64") return values;
  if (element.type !== "INT32") throw new Error(`deltas of ${element.type}`);
  return Int32Array.from(values, (value) => Number(BigInt.asIntN(32, value)));
}

/** Checks that values are of a type that consists of bytes. */
function ofBytes(values: Uint8Array[], { type, type_length }: SchemaElement): Uint8Array[] {
  if (type === "BYTE_ARRAY") return values;
  if (type !== "FIXED_LEN_BYTE_ARRAY") throw new Error(`deltas of ${type}`);
  const other = values.find(({ length }) => length !== type_length);
  if (other === undefined) return values;
  throw new RangeError(`a value of ${other.length} bytes; expected ${type_length}`);
}

function readerOf(bytes: Uint8Array) {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
}

function typeOf(element: SchemaElement): NonNullable<SchemaElement["type"]> {
  if (element.type === undefined) throw new Error("a column without a type");
  return element.type;
}
