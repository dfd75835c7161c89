/**
 * The inputs of all contestants, the same in each process.
 * @module
 */
import { hash32 } from "../../src/basics/random.ts";

/**
 * Values between -1 and 1 that depend on name and count alone: xorshift32 (Marsaglia, "Xorshift RNGs", 2003),
 * for the streams that training draws from would take half a minute over a database.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(valuesOf("left", 3), valuesOf("left", 5).slice(0, 3));
 * assert.notDeepEqual(valuesOf("left", 3), valuesOf("right", 3));
 * ```
 */
export function valuesOf(name: string, count: number): Float32Array {
  let state = hash32(name) || 1;
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    values[i] = state / 2 ** 31;
  }
  return values;
}

/** Rows of length 1. */
export function unitRowsOf(name: string, rows: number, columns: number): Float32Array {
  const values = valuesOf(name, rows * columns);
  for (let row = 0; row < rows; row++) {
    const first = row * columns;
    let squares = 0;
    for (let i = first; i < first + columns; i++) squares += values[i]! ** 2;
    const norm = Math.sqrt(squares);
    for (let i = first; i < first + columns; i++) values[i] = values[i]! / norm;
  }
  return values;
}
