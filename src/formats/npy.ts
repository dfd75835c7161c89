/**
 * Reads and writes NumPy's `.npy` arrays: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 * @module
 */
import { quotable } from "../basics/printable.ts";
import { ELEMENT_BYTES, type ElementLayout, float32Of, type IntegerType } from "./elements.ts";
import { unreadable } from "./reading.ts";
import { rowMajor } from "./row_major.ts";

/** A row-major array of float32; `readEmbeddingArray` gives a matrix as measures take it. */
export interface NpyArray {
  /** Length of each axis; the empty shape is a single value. */
  readonly shape: readonly number[];
  /** The values, as many as the product of the shape. */
  readonly data: Float32Array;
}

const MAGIC = "\x93NUMPY";
/** The limit of NumPy's own reader. */
const LONGEST_HEADER = 10_000;
/** Bytes from the start of a file that contain the whole header of an acceptable file. */
export const NPY_HEADER_BYTES = 12 + LONGEST_HEADER;

/** Names of whole numbers of more than a byte. */
const INTEGERS: readonly (readonly [string, IntegerType])[] = [
  ["i2", "int16"],
  ["i4", "int32"],
  ["i8", "int64"],
  ["u2", "uint16"],
  ["u4", "uint32"],
  ["u8", "uint64"],
];

/**
 * Names of element types in a header. ml_dtypes 0.6.0 saves bfloat16 as two void bytes *with* a byte order and has no
 * other type of that name; NumPy's own void bytes have none (`|V2`), so they could be anything.
 */
const LAYOUTS: ReadonlyMap<string, ElementLayout> = new Map<string, ElementLayout>([
  ["'<f2'", { type: "float16", bigEndian: false }],
  ["'>f2'", { type: "float16", bigEndian: true }],
  ["'<f4'", { type: "float32", bigEndian: false }],
  ["'>f4'", { type: "float32", bigEndian: true }],
  ["'<f8'", { type: "float64", bigEndian: false }],
  ["'>f8'", { type: "float64", bigEndian: true }],
  ["'<V2'", { type: "bfloat16", bigEndian: false }],
  ["'>V2'", { type: "bfloat16", bigEndian: true }],
  ["'|i1'", { type: "int8", bigEndian: false }],
  ["'|u1'", { type: "uint8", bigEndian: false }],
  ...["<", ">"].flatMap((order) =>
    INTEGERS.map(([code, type]) =>
      [`'${order}${code}'`, { type, bigEndian: order === ">" }] as const
    )
  ),
]);

/**
 * Reads an array of float16, float32, float64, bfloat16 or whole numbers in either byte order, C or Fortran order,
 * format version 1, 2 or 3.
 *
 * @param bytes the whole file; an array of little-endian float32 in C order may share its memory
 * @param name the file's name, for error messages
 * @returns the array in C order; float64 is rounded to float32
 * @throws {InputError} when the file is not such an array, its length differs from its header, or float32 does not hold a
 * whole number exactly
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const file = writeNpy([2, 2], Float32Array.of(1, 2, 3, 4));
 * assert.deepEqual(readNpy(file, "x.npy"), { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) });
 * ```
 */
export function readNpy(bytes: Uint8Array, name: string): NpyArray {
  const { layout, isRowMajor, shape, dataStart } = readNpyLayout(bytes, bytes.length, name);
  const data = float32Of(bytes.subarray(dataStart), layout, name);
  return { shape, data: isRowMajor ? data : rowMajor(data, shape) };
}

/**
 * Checks that the length of a file matches its header, before the whole file is read.
 *
 * @param start its first {@link NPY_HEADER_BYTES} bytes, or all if it is shorter
 * @param length of the whole file in bytes
 * @param name the file's name, for error messages
 * @throws {InputError} as {@link readNpy}
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const file = writeNpy([2, 500], new Float32Array(1000));
 * const message = 'Cannot read "x.npy": header says 2 rows, file holds 20';
 * assert.throws(() => checkNpyLength(file.subarray(0, 128), 40_128, "x.npy"), { message });
 * ```
 */
export function checkNpyLength(start: Uint8Array, length: number, name: string): void {
  readNpyLayout(start, length, name);
}

/** Where the values of an array lie in its file. */
export interface NpyLayout {
  /** The encoding of each number. */
  readonly layout: ElementLayout;
  /** Whether the last axis varies fastest. */
  readonly isRowMajor: boolean;
  /** Length of each axis. */
  readonly shape: readonly number[];
  /** Bytes before the first value. */
  readonly dataStart: number;
}

/**
 * Returns where the values of an array lie in a file that is not read whole.
 *
 * @param start its first {@link NPY_HEADER_BYTES} bytes, or all if it is shorter
 * @param length of the whole file in bytes
 * @param name the file's name, for error messages
 * @throws {InputError} as {@link readNpy}
 */
export function readNpyLayout(start: Uint8Array, length: number, name: string): NpyLayout {
  const { text, dataStart } = readNpyHeader(start, name);
  const fields = parseNpyFields(text, name);
  const layout = elementLayout(fields.get("descr"), name);
  const order = fields.get("fortran_order");
  if (order !== "True" && order !== "False") {
    throw unreadable(
      name,
      `fortran_order ${order ?? "none in the header"}; expected True or False`,
    );
  }
  const shape = parseShape(fields.get("shape"), name);
  const size = ELEMENT_BYTES[layout.type];
  const count = shape.reduce((product, length) => product * length, 1);
  // A product over 2^53 is inexact, but then certainly not the file's length.
  const held = Math.max(0, length - dataStart);
  if (count * size !== held) throw unreadable(name, lengthMismatch(shape, size, held));
  return { layout, isRowMajor: order === "False", shape, dataStart };
}

/**
 * Returns where the values of an array of any element type start, and the element type as the header names it.
 *
 * @throws {InputError} when the bytes are not the start of a NumPy file
 */
export function readNpyStart(
  start: Uint8Array,
  name: string,
): { readonly descr: string; readonly dataStart: number } {
  const { text, dataStart } = readNpyHeader(start, name);
  return { descr: /'descr'\s*:\s*('[^']*')/.exec(text)?.[1] ?? "", dataStart };
}

/** The encoding of numbers of an element type; undefined if it is none of numbers. */
export function npyLayout(descr: string): ElementLayout | undefined {
  return LAYOUTS.get(descr);
}

/**
 * Returns the shape of an array of any element type.
 *
 * @param start the file's first {@link NPY_HEADER_BYTES} bytes, or all if it is shorter
 * @param name the file's name, for error messages
 * @throws {InputError} when they are not the start of a NumPy file
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const file = writeNpy([2, 500], new Float32Array(1000));
 * assert.deepEqual(readNpyShape(file.subarray(0, 128), "x.npy"), [2, 500]);
 * ```
 */
export function readNpyShape(start: Uint8Array, name: string): number[] {
  // parseNpyFields does not accept compound element types.
  const shape = /'shape'\s*:\s*(\([\d, ]*\))/.exec(readNpyHeader(start, name).text)?.[1];
  return parseShape(shape, name);
}

/**
 * Encodes values as a `.npy` file (format version 1), as `numpy.save` writes it.
 *
 * @param shape length of each axis
 * @param data the values in row-major order
 * @throws {RangeError} when the number of values does not match the shape
 */
export function writeNpy(shape: readonly number[], data: Float32Array): Uint8Array {
  if (shape.reduce((product, length) => product * length, 1) !== data.length) {
    throw new RangeError(`Cannot write ${data.length} values in the shape ${shapeText(shape)}`);
  }
  const header = npyHeader(shape);
  const file = new Uint8Array(header.length + data.byteLength);
  file.set(header);
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.length);
  return file;
}

/**
 * Encodes the header of a `.npy` file of float32 values (format version 1), as `numpy.save` writes it: for files that
 * are too large to be built in memory.
 *
 * @param shape length of each axis
 */
export function npyHeader(shape: readonly number[]): Uint8Array {
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': ${shapeText(shape)}, }`;
  const prefix = MAGIC.length + 4;
  // Values start at a multiple of 64 bytes, so that they can be mapped into memory.
  const dataStart = Math.ceil((prefix + dictionary.length + 1) / 64) * 64;
  const text = MAGIC + "\x01\x00\x00\x00" + dictionary.padEnd(dataStart - prefix - 1) + "\n";
  const header = Uint8Array.from(text, (character) => character.charCodeAt(0));
  new DataView(header.buffer).setUint16(MAGIC.length + 2, dataStart - prefix, true);
  return header;
}

function readNpyHeader(bytes: Uint8Array, name: string): { text: string; dataStart: number } {
  const latin1 = (part: Uint8Array) => String.fromCharCode(...part);
  if (latin1(bytes.subarray(0, MAGIC.length)) !== MAGIC) {
    throw unreadable(name, "it is not a NumPy file (its first bytes are not \\x93NUMPY)");
  }
  const version = bytes[MAGIC.length] ?? 0;
  if (bytes.length > MAGIC.length && (version < 1 || version > 3)) {
    throw unreadable(name, `format version ${version}; expected 1, 2 or 3`);
  }
  const start = MAGIC.length + (version === 1 ? 4 : 6);
  if (bytes.length < start) throw unreadable(name, "it ends inside its header");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = MAGIC.length + 2;
  const length = version === 1 ? view.getUint16(at, true) : view.getUint32(at, true);
  if (length > LONGEST_HEADER) {
    throw unreadable(name, `a header of ${length} bytes; expected at most ${LONGEST_HEADER}`);
  }
  if (bytes.length < start + length) throw unreadable(name, "it ends inside its header");
  const text = new TextDecoder().decode(bytes.subarray(start, start + length));
  return { text, dataStart: start + length };
}

/** Parses the fields of the Python dictionary in the header, as written. */
function parseNpyFields(text: string, name: string): Map<string, string> {
  const malformed = () =>
    unreadable(name, `malformed header ${quotable(JSON.stringify(text.trim()))}`);
  const body = /^\{(.*)\}\s*$/.exec(text)?.[1];
  if (body === undefined) throw malformed();
  const fields = new Map<string, string>();
  const field =
    /\s*'(descr|fortran_order|shape)'\s*:\s*('[^']*'|\[[^\]]*\]|True|False|\([\d, ]*\))\s*(,|$)/y;
  while (body.slice(field.lastIndex).trim() !== "") {
    const match = field.exec(body);
    if (match === null || fields.has(match[1]!)) throw malformed();
    fields.set(match[1]!, match[2]!);
  }
  return fields;
}

function elementLayout(descr: string | undefined, name: string): ElementLayout {
  const layout = LAYOUTS.get(descr ?? "");
  if (layout !== undefined) return layout;
  if (descr === "'|V2'") {
    const found = "element type '|V2', two bytes of no known meaning";
    throw unreadable(name, `${found}; expected '<V2' where ml_dtypes saved bfloat16`);
  }
  const found = quotable(descr ?? "none in the header");
  const expected = "'<f2', '<f4' or '<f8' (float16, float32, float64), '<V2' (bfloat16), '<i4'";
  throw unreadable(name, `element type ${found}; expected ${expected} or the same with '>'`);
}

function parseShape(text: string | undefined, name: string): number[] {
  const lengths = text?.slice(1, -1).split(",").map((length) => length.trim()) ?? [""];
  if (lengths.at(-1) === "") lengths.pop();
  if (text === undefined || !lengths.every((length) => /^\d+$/.test(length))) {
    throw unreadable(name, `malformed shape ${quotable(text ?? "(none in the header)")}`);
  }
  return lengths.map(Number);
}

function lengthMismatch(shape: readonly number[], size: number, bytes: number): string {
  const perRow = shape.slice(1).reduce((product, length) => product * length, size);
  const rows = bytes / perRow;
  if (shape.length > 0 && Number.isInteger(rows)) {
    return `header says ${shape[0]} rows, file holds ${rows}`;
  }
  const expected = shape.reduce((product, length) => product * length, size);
  return `header says shape ${quotable(shapeText(shape))}, ${expected} bytes, file holds ${bytes}`;
}

function shapeText(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}
