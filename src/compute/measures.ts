/**
 * What the operations of a device take that search and measure: neighbors, distances, t-SNE.
 * @module
 */
import type { Tensor } from "./tensor.ts";

/**
 * How near two rows x and y are. `cosine`: x · y / (‖x‖ ‖y‖), 0 where either is a row of zeros; `inner-product`: x · y;
 * `euclidean`: ‖x - y‖, where smaller is nearer.
 */
export type Metric = "cosine" | "inner-product" | "euclidean";

/** The largest k of {@link Compute.nearestRows}. */
export const MOST_NEAREST = 1024;

/**
 * What {@link Compute.nearestRows} names where there is no row. A query of NaN has rows: 0 to k - 1, with scores NaN,
 * since they all rank last alike.
 */
export const NO_ROW = 0xffffffff;

/** Operands of {@link Compute.nearestRows}; n queries, m database rows, width d, k from 1 to {@link MOST_NEAREST}. */
export interface NearestRows {
  /** n × d. */
  readonly queries: Tensor;
  /** m × d; it may be the same tensor as `queries`. */
  readonly database: Tensor;
  /** How near two rows are. */
  readonly metric: Metric;
  /** n × k, written: similarities, falling; for `euclidean` distances, rising. */
  readonly scores: Tensor;
  /** n × k uint32, written: the database rows that the scores are of. */
  readonly rows: Tensor;
  /** Database rows of the query's own group are left out: groups of queries 1 × n and of rows 1 × m, uint32. */
  readonly groups?: { readonly queries: Tensor; readonly database: Tensor };
}

/** Operands of {@link Compute.distanceSums}; n rows of width d, in C classes. */
export interface DistanceSums {
  /**
   * The rows, n × d, sorted by class. They should lie about their mean: far from it every distance would be a small
   * difference of large numbers, and take the slow way.
   */
  readonly x: Tensor;
  /** Class c has the rows `starts[c]` to `starts[c + 1]` - 1: 1 × (C + 1), uint32, rising or staying from 0 to n. */
  readonly starts: Tensor;
  /** The sums, n × C, written. */
  readonly sums: Tensor;
}

/** Operands of {@link Compute.tsneGradient}; n items. */
export interface TsneGradient {
  /** Joint probabilities, n × n: symmetric, zero on the diagonal, of sum 1. */
  readonly probabilities: Tensor;
  /** Where the items lie, 2 × n: the x of all, then the y. */
  readonly map: Tensor;
  /** By what the probabilities are multiplied. */
  readonly exaggeration: number;
  /** The gradient, 2 × n, written. */
  readonly gradient: Tensor;
}

/** Operands of {@link Compute.tsneDivergence}; n items. */
export interface TsneDivergence {
  /** As {@link TsneGradient} has them. */
  readonly probabilities: Tensor;
  /** As {@link TsneGradient} has it. */
  readonly map: Tensor;
  /** The divergence, 1 × 1, written. */
  readonly divergence: Tensor;
}

/** Operands of {@link Compute.tsneUpdate}, each 2 × n. */
export interface TsneUpdate {
  /** The gradient, as {@link Compute.tsneGradient} gives it. */
  readonly gradient: Tensor;
  /** Where the items lie, updated in place. */
  readonly map: Tensor;
  /** The last change of the map, 0 at first, updated in place. */
  readonly velocity: Tensor;
  /** A factor of each coordinate's gradient, 1 at first, updated in place. */
  readonly gains: Tensor;
  /** What is kept of the velocity. */
  readonly momentum: number;
  /** Learning rate. */
  readonly learningRate: number;
}
