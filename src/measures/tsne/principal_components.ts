/**
 * Finds the two directions in which rows vary most.
 * @module
 */
import { RandomStream } from "../../basics/random.ts";
import { dot } from "../labeled_vectors.ts";

/** Convergence: the directions turn by less than this in the last round, far less than a picture shows. */
const TOLERANCE = 1e-5;
/** Rows that vary evenly have no leading components to find; any two of their directions serve. */
const ROUNDS = 40;
/** Below this share of the first direction's growth, the remainder of the second direction is rounding. */
const NOTHING = 1e-10;

/**
 * Computes the rows' coordinates along the two leading principal components, in float64, by subspace iteration from a
 * fixed start. A component's entry of largest magnitude is positive, as in scikit-learn's `PCA`.
 *
 * @param rows items × dim, centered
 * @param dim width of a row
 * @param onRound called after each round except the last, and awaited
 * @returns the coordinates along each component; undefined for a component without variance
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const [first, second] = await leadingComponents(Float64Array.of(-3, -4, 0, 0, 3, 4), 2);
 * assert.deepEqual([...first!].map(Math.round), [-5, 0, 5]);
 * assert.equal(second, undefined);
 * ```
 */
export async function leadingComponents(
  rows: Float64Array,
  dim: number,
  onRound?: () => Promise<void>,
): Promise<[first: Float64Array | undefined, second: Float64Array | undefined]> {
  const random = new RandomStream(0, "principal components");
  const start = () => Float64Array.from({ length: dim }, () => random.normal());
  let axes = orthonormal(start(), start());
  for (let round = 0; round < ROUNDS; round++) {
    const next = orthonormal(...grown(rows, axes));
    const turned = next.map((axis, i) => axis ? distance(axis, axes[i]!) : 0);
    axes = next;
    if (Math.max(...turned) < TOLERANCE) break;
    await onRound?.();
  }
  const [first, second] = axes.map((axis) => axis && coordinates(rows, upright(axis)));
  return [first, second];
}

type Axes = [first: Float64Array | undefined, second: Float64Array | undefined];

/** Makes two vectors orthonormal; undefined for a vector without a direction of its own. */
function orthonormal(first: Float64Array | undefined, second: Float64Array | undefined): Axes {
  const length = first ? Math.sqrt(dot(first, first)) : 0;
  if (first === undefined || length === 0) return [undefined, undefined];
  const unit = first.map((value) => value / length);
  if (second === undefined) return [unit, undefined];
  const along = dot(unit, second);
  const rest = second.map((value, column) => value - along * unit[column]!);
  const restLength = Math.sqrt(dot(rest, rest));
  if (restLength <= NOTHING * length) return [unit, undefined];
  return [unit, rest.map((value) => value / restLength)];
}

/** Multiplies the axes by the rows' covariance matrix times their number, in one pass over the rows. */
function grown(rows: Float64Array, [first, second]: Axes): Axes {
  if (first === undefined) return [undefined, undefined];
  const dim = first.length;
  const sums: [Float64Array, Float64Array] = [new Float64Array(dim), new Float64Array(dim)];
  for (let at = 0; at < rows.length; at += dim) {
    const row = rows.subarray(at, at + dim);
    const a = dot(row, first), b = second ? dot(row, second) : 0;
    for (let column = 0; column < dim; column++) {
      sums[0][column]! += a * row[column]!;
      sums[1][column]! += b * row[column]!;
    }
  }
  return second ? sums : [sums[0], undefined];
}

/** Computes the inner product of each row with an axis. */
function coordinates(rows: Float64Array, axis: Float64Array): Float64Array {
  const dim = axis.length;
  return Float64Array.from(
    { length: rows.length / dim },
    (_, row) => dot(rows.subarray(row * dim, (row + 1) * dim), axis),
  );
}

/** The distance of two vectors; 1 minus the cosine would not distinguish angles below 1e-8 from 0. */
function distance(a: Float64Array, b: Float64Array): number {
  return Math.sqrt(a.reduce((sum, value, column) => sum + (value - b[column]!) ** 2, 0));
}

function upright(axis: Float64Array): Float64Array {
  const largest = axis.reduce((a, b) => Math.abs(b) > Math.abs(a) ? b : a);
  return largest < 0 ? axis.map((value) => -value) : axis;
}
