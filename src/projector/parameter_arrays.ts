/**
 * Stores rows of parameters as the arrays of a `.safetensors` file.
 * @module
 */
import { quotable } from "../basics/printable.ts";
import { unreadable } from "../formats/reading.ts";
import type { Safetensors, StoredArray } from "../formats/safetensors.ts";
import type { ParameterShape } from "./parameters.ts";

/** The array of the loss of each step. */
export const LOSSES = "losses";
/** The array of the losses on held-out pairs, with early stopping. */
export const VALIDATION_LOSSES = "validation_losses";
/** In a checkpoint, the prefix of the parameters with the lowest of these losses. */
export const BEST = "best.";

/** Splits a row of parameters, or of their moments, into one array for each parameter. */
export function addParameters(
  arrays: Map<string, StoredArray>,
  prefix: string,
  row: Float32Array,
  shapes: readonly ParameterShape[],
): void {
  for (const { name, rows, columns, offset } of shapes) {
    const data = row.subarray(offset, offset + rows * columns);
    arrays.set(prefix + name, { shape: [rows, columns], data });
  }
}

type Arrays = Safetensors["arrays"];

/**
 * Reads the values of an array.
 *
 * @throws {InputError} when it is missing or has another shape
 */
export function arrayValues(arrays: Arrays, key: string, shape: readonly number[], name: string) {
  const array = arrays.get(key);
  if (array && String(array.shape) === String(shape)) return array.data;
  const found = array ? `has shape ${quotable(`[${array.shape}]`)}` : "is missing";
  throw unreadable(name, `array "${key}" ${found}; expected [${shape}]`);
}

/** Reads a row of all parameters, or their moments. */
export function rowOf(
  arrays: Arrays,
  prefix: string,
  shapes: readonly ParameterShape[],
  length: number,
  name: string,
): Float32Array {
  const parts = shapes.map(({ name: parameter, rows, columns, offset }) => ({
    offset,
    values: arrayValues(arrays, prefix + parameter, [rows, columns], name),
  }));
  // The row is allocated only now, when the file is known to hold that many values.
  const row = new Float32Array(length);
  for (const { offset, values } of parts) row.set(values, offset);
  return row;
}
