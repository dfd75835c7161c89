/**
 * NumPy's `.npy` arrays: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 * @module
 */
import { unreadable } from "./reading.ts";

/** A row-major array of float32. */
export interface NpyArray {
  /** Length of each axis; the empty shape is a single value. */
  readonly shape: readonly number[];
  /** The values, as many as the product of the shape. */
  readonly data: Float32Array;
}

const MAGIC = "\x93NUMPY";
/** NumPy's own reader has the same limit. */
const LONGEST_HEADER = 10_000;

/**
 * Reads a little-endian float32 or float64 array in C order, format version 1, 2 or 3.
 *
 * @param bytes the whole file; a float32 array may share its memory
 * @param name the file's name, for error messages
 * @returns the array; float64 is rounded to float32
 * @throws {InputError} when the file is not such an array, or is longer or shorter than its header says
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const file = writeNpy([2, 2], Float32Array.of(1, 2, 3, 4));
 * assert.deepEqual(readNpy(file, "x.npy"), { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) });
 * ```
 */
export function readNpy(bytes: Uint8Array, name: string): NpyArray {
  const { text, dataStart } = readHeader(bytes, name);
  const fields = parseHeader(text, name);
  const size = elementSize(fields.get("descr"), name);
  if (fields.get("fortran_order") !== "False") {
    throw unreadable(name, "it is in Fortran order; expected C order");
  }
  const shape = parseShape(fields.get("shape"), name);
  const count = shape.reduce((product, length) => product * length, 1);
  const body = bytes.subarray(dataStart);
  // A product over 2^53 is inexact, but then certainly not the file's length.
  if (count * size !== body.length) {
    throw unreadable(name, lengthMismatch(shape, size, body.length));
  }
  return { shape, data: size === 4 ? float32Values(body) : float64Values(body, name) };
}

/**
 * The bytes of a `.npy` file (format version 1) with these values, as `numpy.save` writes them.
 *
 * @param shape length of each axis
 * @param data the values in row-major order
 * @throws {RangeError} when the shape does not hold as many values as there are
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
 * The bytes before the values in a `.npy` file of float32 values (format version 1), as `numpy.save` writes them: for
 * files that are too large to be made in memory.
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

function readHeader(bytes: Uint8Array, name: string): { text: string; dataStart: number } {
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

/** The fields of the Python dictionary in the header, as they are written there. */
function parseHeader(text: string, name: string): Map<string, string> {
  const malformed = () => unreadable(name, `malformed header ${JSON.stringify(text.trim())}`);
  const body = /^\{(.*)\}\s*$/.exec(text)?.[1];
  if (body === undefined) throw malformed();
  const fields = new Map<string, string>();
  const field = /\s*'(descr|fortran_order|shape)'\s*:\s*('[^']*'|True|False|\([\d, ]*\))\s*(,|$)/y;
  while (body.slice(field.lastIndex).trim() !== "") {
    const match = field.exec(body);
    if (match === null || fields.has(match[1]!)) throw malformed();
    fields.set(match[1]!, match[2]!);
  }
  return fields;
}

function elementSize(descr: string | undefined, name: string): 4 | 8 {
  if (descr === "'<f4'") return 4;
  if (descr === "'<f8'") return 8;
  const found = descr ?? "none in the header";
  throw unreadable(name, `element type ${found}; expected '<f4' (float32) or '<f8' (float64)`);
}

function parseShape(text: string | undefined, name: string): number[] {
  const lengths = text?.slice(1, -1).split(",").map((length) => length.trim()) ?? [""];
  if (lengths.at(-1) === "") lengths.pop();
  if (text === undefined || !lengths.every((length) => /^\d+$/.test(length))) {
    throw unreadable(name, `malformed shape ${text ?? "(none in the header)"}`);
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
  return `header says shape ${shapeText(shape)}, ${expected} bytes, file holds ${bytes}`;
}

function float32Values(body: Uint8Array): Float32Array {
  const aligned = body.byteOffset % 4 === 0 ? body : body.slice();
  return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
}

function float64Values(body: Uint8Array, name: string): Float32Array {
  const aligned = body.byteOffset % 8 === 0 ? body : body.slice();
  const exact = new Float64Array(aligned.buffer, aligned.byteOffset, aligned.length / 8);
  const rounded = Float32Array.from(exact);
  const over = rounded.findIndex((value, i) =>
    !Number.isFinite(value) && Number.isFinite(exact[i])
  );
  if (over >= 0) throw unreadable(name, `value ${over} is ${exact[over]}, beyond float32`);
  return rounded;
}

function shapeText(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}
