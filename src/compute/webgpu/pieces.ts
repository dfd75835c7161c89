/**
 * Splits tensors that are larger than the device's largest binding into ranges of rows.
 * @module
 */
import { ELEMENT_BYTES } from "./gpu_tensor.ts";

/** Rows of a piece are a multiple of this, so that each piece begins at an offset that every device can bind. */
export const ROW_STEP = 64;

/** A range of rows. */
export interface Piece {
  /** The first row. */
  readonly first: number;
  /** Number of rows. */
  readonly rows: number;
}

/**
 * Returns ranges that cover `rows` rows, in order: one range where all fit in `limit` bytes, else ranges of as many
 * times 64 rows as fit, with a shorter last one.
 *
 * @param columns the width of the widest tensor that is split this way
 * @param limit bytes. Where 64 rows take more, ranges still have 64 rows, and binding one fails
 */
export function piecesOf(rows: number, columns: number, limit: number): Piece[] {
  const fitting = Math.floor(limit / (columns * ELEMENT_BYTES));
  if (rows <= fitting) return [{ first: 0, rows }];
  const step = Math.max(ROW_STEP, Math.floor(fitting / ROW_STEP) * ROW_STEP);
  return Array.from({ length: Math.ceil(rows / step) }, (_, piece) => ({
    first: piece * step,
    rows: Math.min(step, rows - piece * step),
  }));
}
