/**
 * Work on tensors that are larger than what a device binds at once: a range of rows at a time.
 * @module
 */
import { ELEMENT_BYTES } from "./gpu_tensor.ts";

/** Rows of a piece are multiples of this, so that each begins at an offset that every device can bind. */
export const ROW_STEP = 64;

/** A range of rows. */
export interface Piece {
  /** The first row. */
  readonly first: number;
  /** How many rows. */
  readonly rows: number;
}

/**
 * Ranges that cover `rows` rows, in order: all of them where they fit in `limit` bytes of a tensor of that width, else
 * ranges of as many times 64 rows as fit, the last one shorter.
 *
 * @param columns the width of the widest tensor that is cut so
 * @param limit bytes. Where 64 rows take more, ranges have 64 rows all the same, and binding one is what fails
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
