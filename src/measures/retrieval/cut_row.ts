/**
 * Rows of 16-bit whole numbers: their products cost a fraction of those of floating-point numbers, and are near them.
 * @module
 */
import type { Matrix } from "../../basics/matrix.ts";

/** Length of the scaled vectors: sums of products stay below 2^30, in the order of any width. */
export const LENGTH = 32767;

/**
 * Scales a row to LENGTH and cuts its numbers to whole ones, two at a time, `step` numbers apart.
 * @returns the row's length
 */
export function cutRow(
  { values, columns }: Matrix,
  row: number,
  numbers: Int16Array,
  place: number,
  step: number,
): number {
  const start = row * columns, end = start + columns;
  let squares = 0;
  for (let at = start; at < end; at++) squares += values[at]! * values[at]!;
  const length = Math.sqrt(squares);
  const scale = length === 0 ? 0 : LENGTH / length;
  for (let at = start; at < end; at += 2, place += step) {
    numbers[place] = values[at]! * scale;
    numbers[place + 1] = at + 1 < end ? values[at + 1]! * scale : 0;
  }
  return length;
}
