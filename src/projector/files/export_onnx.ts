/**
 * Exports projectors as ONNX files, and checks each by running it on random rows.
 * @module
 */
import type { Matrix } from "../../basics/matrix.ts";
import { openSessionIn } from "../../backbones/onnx/session.ts";
import type { ModelThread } from "../../backbones/worker/model_thread.ts";
import { CheckFailedError } from "../../basics/errors.ts";
import { RandomStream } from "../../basics/random.ts";
import type { Compute } from "../../compute/compute.ts";
import type { Side } from "../parameters.ts";
import { placeProjectors } from "../training.ts";
import { ONNX_INPUT, ONNX_OUTPUT, onnxProjector } from "./onnx_projector.ts";
import { projectMatrix } from "./project_set.ts";
import type { ProjectorFile } from "./projector_file.ts";

/** Largest accepted difference between our projections and onnxruntime's; rows have length one. */
export const EXPORT_TOLERANCE = 1e-5;

/** Numbers of rows that are compared: one, few, and a number that is not a multiple of another. */
const BATCHES = [1, 2, 7, 64];

/** A model that was exported and checked. */
export interface ExportedProjector {
  /** The file's bytes. */
  readonly bytes: Uint8Array;
  /** Number of rows that were compared. */
  readonly rows: number;
  /** Largest difference of any number. */
  readonly largestDifference: number;
}

/**
 * Exports a side's projector, and compares onnxruntime-web's output with our own projections of random rows.
 *
 * @param thread to run the ONNX file in; both sides share one, since loading the runtime takes longer than the rest
 * @throws {CheckFailedError} when they differ by more than 1e-5
 */
export async function exportProjector(
  compute: Compute,
  file: ProjectorFile,
  side: Side,
  thread: ModelThread,
): Promise<ExportedProjector> {
  const bytes = onnxProjector(file, side, compute.viewAlignment);
  // The thread gets a copy, since its memory is moved there.
  const read = () => Promise.resolve({ path: `${side}.onnx`, bytes: new Uint8Array(bytes) });
  const session = await openSessionIn(thread, read, {});
  const projectors = placeProjectors(compute, file);
  const random = new RandomStream(0, `rows for the exported ${side} projector`);
  let largestDifference = 0;
  try {
    for (const rows of BATCHES) {
      const matrix = randomRows(file, side, rows, random);
      const ours = await projectMatrix(compute, projectors, file, side, matrix);
      const input = { shape: [rows, matrix.columns], data: matrix.values };
      const outputs = await session.run({ [ONNX_INPUT]: input });
      const theirs = outputs[ONNX_OUTPUT]!.data as Float32Array;
      largestDifference = Math.max(largestDifference, differenceOf(ours, theirs));
    }
  } finally {
    projectors.release();
    await session.close();
  }
  // The condition is also true if the difference is NaN.
  if (largestDifference <= EXPORT_TOLERANCE) {
    return { bytes, rows: BATCHES.reduce((sum, rows) => sum + rows), largestDifference };
  }
  throw new CheckFailedError(
    `The ONNX file of the ${side} projector differs from it by ${largestDifference}; expected at ` +
      `most ${EXPORT_TOLERANCE}`,
  );
}

/** Draws rows like those of the training pool: audio about its means, with its deviations. */
function randomRows(
  { inputs, standardization: { means, deviations } }: ProjectorFile,
  side: Side,
  rows: number,
  random: RandomStream,
): Matrix {
  const columns = inputs[side];
  const values = Float32Array.from({ length: rows * columns }, (_, i) => {
    const column = i % columns;
    const drawn = random.normal();
    return side === "audio" ? means[column]! + deviations[column]! * drawn : drawn;
  });
  return { rows, columns, values };
}

function differenceOf(ours: Float32Array, theirs: Float32Array): number {
  if (ours.length !== theirs.length) return NaN;
  return ours.reduce((most, value, i) => Math.max(most, Math.abs(value - theirs[i]!)), 0);
}
