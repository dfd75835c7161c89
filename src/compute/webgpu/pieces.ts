/**
 * Work on tensors that are larger than what a device binds at once: a range of rows at a time.
 * @module
 */
import { ELEMENT_BYTES, type GpuTensor } from "./gpu_tensor.ts";

/** Rows of a piece are multiples of this, so that each begins at an offset that every device can bind. */
const ROW_STEP = 64;

/** A range of rows. */
export interface Piece {
  /** The first row. */
  readonly first: number;
  /** How many rows. */
  readonly rows: number;
}

/**
 * The fewest ranges that cover `rows` rows, each of at most `limit` bytes in a tensor of that width.
 *
 * @param columns the width of the widest tensor that is cut so
 * @param limit bytes; at least those of 64 rows
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

/** Whether a device can bind all of a tensor at once. */
export function fits({ count }: GpuTensor, limit: number): boolean {
  return count * ELEMENT_BYTES <= limit;
}
