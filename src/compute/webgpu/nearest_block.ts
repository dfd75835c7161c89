/**
 * A block of queries of an exact search, and the operations on strips of the database before and after their
 * multiplication with it.
 * @module
 */
import type { NearestRows } from "../compute.ts";
import type { GpuTensor, OnGpu } from "./gpu_tensor.ts";
import { VECTOR_KERNELS } from "./kernels.ts";
import { toMultipleOf4 } from "./product.ts";
import { lineGrid, type Recorder } from "./recorder.ts";
import type { Scratch } from "./scratch.ts";
import { twin } from "./vectors.ts";

/** {@link NearestRows} with tensors of this device. */
export type GpuNearestRows = OnGpu<NearestRows>;

/** A block of queries in the kernels' layout. */
export interface Block extends GpuNearestRows {
  /** The queries as columns: padded width × padded queries. */
  readonly packed: GpuTensor;
  /** The origin, subtracted from every row. */
  readonly origin: GpuTensor;
  /** ‖query‖² of each packed query. */
  readonly squares: GpuTensor;
  /** Number of lists of each query. */
  readonly lists: number;
  /** The lists, two words an entry: queries × lists × k. */
  readonly heaps: GpuTensor;
}

/**
 * Returns the strip in the form to be multiplied: itself where possible, else a copy about the origin or of a padded
 * width.
 * @param measures written: for cosines the inverse lengths of the strip's rows, for distances their squares
 */
export function prepareStrip(
  recorder: Recorder,
  scratch: Scratch,
  { metric, origin }: Block,
  strip: GpuTensor,
  measures: GpuTensor,
): GpuTensor {
  const padded = toMultipleOf4(strip.columns);
  const isAsGiven = metric !== "euclidean" && padded === strip.columns;
  const prepared = isAsGiven ? strip : scratch.tensor("nearest strip", strip.rows, padded);
  if (!isAsGiven) recordCopy(recorder, strip, origin, prepared, measures);
  if (metric === "cosine") recordLengths(recorder, prepared, measures);
  return prepared;
}

function recordCopy(
  recorder: Recorder,
  strip: GpuTensor,
  origin: GpuTensor,
  copy: GpuTensor,
  squares: GpuTensor,
): void {
  const { rows, columns } = strip;
  const [kernel, elements] = twin(VECTOR_KERNELS.nearestCopy, columns);
  const stride = elements === columns ? copy.columns : copy.columns / 4;
  recorder.dispatch(kernel, [strip, origin, copy, squares], [rows, stride], lineGrid(rows));
}

/** Records the inverse length of each row, 0 for a row of zeros. */
export function recordLengths(recorder: Recorder, source: GpuTensor, lengths: GpuTensor): void {
  const [kernel] = twin(VECTOR_KERNELS.nearestLengths, source.columns);
  recorder.dispatch(kernel, [source, lengths], [source.rows], lineGrid(source.rows));
}

/** Replaces a strip's products by distances. */
export function recordDistances(
  recorder: Recorder,
  { queries, packed, squares, heaps, lists, scores }: Block,
  strip: GpuTensor,
  stripSquares: GpuTensor,
  products: GpuTensor,
): void {
  const [kernel, width] = twin(VECTOR_KERNELS.nearestDistances, strip.columns);
  const entries = lists * scores.columns;
  recorder.dispatch(
    kernel,
    [queries, strip, squares, stripSquares, heaps, products],
    [strip.rows, queries.rows, packed.columns, entries, width],
    [Math.ceil(queries.rows / 8), Math.ceil(strip.rows / 8)],
  );
}
