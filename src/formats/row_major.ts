/**
 * Converts arrays whose first axis varies fastest (Fortran order) to row-major order.
 * @module
 */

/** Side of the square that is moved at a time: its lines of 32 float32 stay in the processor's cache. */
const TILE = 32;

/**
 * Reorders values so that the last axis varies fastest.
 *
 * @param values the values with the first axis varying fastest
 * @param shape length of each axis; the product is the number of values
 * @returns a new array, or `values` where both orders are the same
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const columns = Float32Array.of(1, 4, 2, 5, 3, 6);
 * assert.deepEqual(rowMajor(columns, [2, 3]), Float32Array.of(1, 2, 3, 4, 5, 6));
 * ```
 */
export function rowMajor(values: Float32Array, shape: readonly number[]): Float32Array {
  if (values.length === 0) return values;
  // Without axes of length 1 there are at most as many axes as bits in a count, which bounds the recursion.
  return withFirstAxisOutermost(values, shape.filter((length) => length !== 1));
}

function withFirstAxisOutermost(values: Float32Array, shape: readonly number[]): Float32Array {
  const [rows, ...others] = shape;
  if (rows === undefined || others.length === 0) return values;
  const columns = values.length / rows;
  const moved = transpose(values, columns, rows);
  if (others.length > 1) {
    for (let at = 0; at < moved.length; at += columns) {
      moved.set(withFirstAxisOutermost(moved.subarray(at, at + columns), others), at);
    }
  }
  return moved;
}

/** Transposes `rows` × `columns` to `columns` × `rows`, both row-major. */
function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  const moved = new Float32Array(values.length);
  for (let top = 0; top < rows; top += TILE) {
    const bottom = Math.min(top + TILE, rows);
    for (let left = 0; left < columns; left += TILE) {
      const right = Math.min(left + TILE, columns);
      for (let column = left; column < right; column++) {
        for (let row = top; row < bottom; row++) {
          moved[column * rows + row] = values[row * columns + column]!;
        }
      }
    }
  }
  return moved;
}
