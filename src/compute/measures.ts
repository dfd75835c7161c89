/**
 * Operands of the operations that search and measure: neighbors, distances, t-SNE.
 * @module
 */
import type { Tensor } from "./tensor.ts";

/**
 * How the nearness of two rows x and y is measured. `cosine`: x · y / (‖x‖ ‖y‖), 0 where either is a row of zeros;
 * `inner-product`: x · y; `euclidean`: ‖x - y‖, where smaller is nearer.
 */
export type Metric = "cosine" | "inner-product" | "euclidean";

/** The largest k of {@link Compute.nearestRows}. */
export const MOST_NEAREST = 1024;

/**
 * The entry of {@link Compute.nearestRows} where no row is left. A query that contains NaN still gets rows: 0 to k - 1
 * with scores NaN, since all rows rank last alike.
 */
export const NO_ROW = 0xffffffff;

/** Operands of {@link Compute.nearestRows}: n queries, m database rows, width d, k from 1 to {@link MOST_NEAREST}. */
export interface NearestRows {
  /** n × d. */
  readonly queries: Tensor;
  /** m × d; it may be the same tensor as `queries`. */
  readonly database: Tensor;
  /** How nearness is measured. */
  readonly metric: Metric;
  /** n × k, written: similarities, falling; for `euclidean` distances, rising. */
  readonly scores: Tensor;
  /** n × k uint32, written: the database rows of the scores. */
  readonly rows: Tensor;
  /** Groups of queries, 1 × n, and of rows, 1 × m, uint32: database rows of the query's own group are left out. */
  readonly groups?: { readonly queries: Tensor; readonly database: Tensor };
  /**
   * The score, or distance, of each query that a row must beat to be of use, n numbers; NaN where every row is of use. A
   * device may leave out other rows and end a list early, as where no row is left.
   */
  readonly toBeat?: Float32Array;
}

/** Operands of {@link Compute.distanceSums}: n rows of width d, in C classes. */
export interface DistanceSums {
  /**
   * The rows, n × d, sorted by class. They should be centered on their mean: far from it every distance would be a
   * small difference of large numbers and take the slow path.
   */
  readonly x: Tensor;
  /** Class c has the rows `starts[c]` to `starts[c + 1]` - 1: 1 × (C + 1), uint32, never falling, from 0 to n. */
  readonly starts: Tensor;
  /** Rows whose distances to those of `x` are summed, q × d, centered as these; default: the rows of `x` themselves. */
  readonly queries?: Tensor;
  /** The sums, q × C, written. */
  readonly sums: Tensor;
}

/** Operands of {@link Compute.tsneGradient}: n items. */
export interface TsneGradient {
  /** Joint probabilities, n × n: symmetric, with a zero diagonal and sum 1. */
  readonly probabilities: Tensor;
  /** Positions of the items, 2 × n: the x of all, then the y. */
  readonly map: Tensor;
  /** Factor of the probabilities. */
  readonly exaggeration: number;
  /** The gradient, 2 × n, written. */
  readonly gradient: Tensor;
}

/** Operands of {@link Compute.tsneDivergence}: n items. */
export interface TsneDivergence {
  /** As in {@link TsneGradient}. */
  readonly probabilities: Tensor;
  /** As in {@link TsneGradient}. */
  readonly map: Tensor;
  /** The divergence, 1 × 1, written. */
  readonly divergence: Tensor;
}

/** Operands of {@link Compute.tsneUpdate}, each 2 × n. */
export interface TsneUpdate {
  /** The gradient, from {@link Compute.tsneGradient}. */
  readonly gradient: Tensor;
  /** Positions of the items, updated in place. */
  readonly map: Tensor;
  /** The last change of the map, initially 0, updated in place. */
  readonly velocity: Tensor;
  /** A factor of each coordinate's gradient, initially 1, updated in place. */
  readonly gains: Tensor;
  /** Share of the velocity that is kept. */
  readonly momentum: number;
  /** Learning rate. */
  readonly learningRate: number;
}
