/**
 * Limits how far one invocation of a kernel may loop along a line. The software adapter (lavapipe, Mesa 22.3) ends the
 * loops of an invocation after 65,535 rounds in total, without an error: longer lines are divided or refused.
 * @module
 */
import { DeviceError } from "../../basics/errors.ts";
import { ELEMENT_BYTES, type GpuTensor } from "./gpu_tensor.ts";
import type { Kernel } from "./kernels.ts";
import { type Piece, piecesOf } from "./pieces.ts";

/** Most rounds of all loops of one invocation. */
export const MOST_ROUNDS = 65_535;

/** Steps along a line in one dispatch: a multiple of 64, and few enough that a kernel may loop over it twice. */
export const MOST_STEPS = 32_704;

/** Returns the fewest ranges of rows that are short enough to loop over. */
export function walksOf(rows: number): Piece[] {
  return piecesOf(rows, 1, MOST_STEPS * ELEMENT_BYTES);
}

/**
 * Refuses a line that a kernel could not loop over to its end.
 * @param rounds of all loops of an invocation
 * @throws {DeviceError} when they are too many
 */
export function expectWalk(
  { file }: Pick<Kernel, "file">,
  { rows, columns }: Pick<GpuTensor, "rows" | "columns">,
  rounds: number,
): void {
  if (rounds <= MOST_ROUNDS) return;
  throw new DeviceError(
    `Cannot run kernels/${file} on ${rows}×${columns}: it takes ${rounds} rounds of loops, and ` +
      `adapters may end them after ${MOST_ROUNDS}; use --device cpu`,
  );
}
