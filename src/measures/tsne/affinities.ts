/**
 * Computes from distances how likely items are to pick each other as neighbors: the target of t-SNE.
 * van der Maaten and Hinton, "Visualizing Data using t-SNE" (2008), equation 1 and section 3.1.
 * @module
 */
/** Largest difference between the logarithms of a row's perplexity and the requested one; scikit-learn's value. */
const TOLERANCE = 1e-5;
/** Largest change of a precision's logarithm in one step, since far from the solution Newton's is no guide. */
const LARGEST_STEP = 3;
/** If no precision gives the perplexity, the search ends at one that is practically infinite. */
const LARGEST_PRECISION = 1e60;
/** Neighbors further off than this many units of 1 / precision weigh below 1e-17, and exp() costs most of the time. */
const FARTHEST = 40;

/**
 * Computes the joint probabilities of t-SNE. Each item's neighbors have normal weights exp(-β |x_i - x_j|²), with the
 * β that gives the perplexity, found by Newton's method in float64; the weights are normalized and averaged over both
 * directions. Items that are equally far from an item are equally likely, at any perplexity.
 *
 * @param squares squared distances, items × items, symmetric, far from the limits of float32; they are overwritten
 * @param items number of items, at least 2
 * @param perplexity effective number of neighbors, at least 1
 * @param onStep called with the share of finished work, once for each item, and awaited
 * @returns `squares`, now the probabilities: symmetric, zero on the diagonal, of sum 1
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const joint = await jointProbabilities(Float32Array.of(0, 1, 25, 1, 0, 16, 25, 16, 0), 3, 1);
 * // 0 and 1 have each other as nearest neighbor, 5 has 1.
 * assert.deepEqual([...joint].map((p) => Math.round(p * 1000) / 1000), [0, .333, 0, .333, 0, .167, 0, .167, 0]);
 * ```
 */
export async function jointProbabilities(
  squares: Float32Array,
  items: number,
  perplexity: number,
  onStep?: (share: number) => Promise<void>,
): Promise<Float32Array> {
  const n = items;
  const excesses = new Float64Array(n), weights = new Float64Array(n);
  let precision = 1;
  for (let item = 0; item < n; item++) {
    const row = squares.subarray(item * n, (item + 1) * n);
    const excess = relativeExcess(row, item, excesses);
    // Each search begins at the solution of the item before, in units of the mean excess, if there was one.
    if (precision >= LARGEST_PRECISION) precision = 1;
    if (excess > 0) precision = findPrecision(excesses, item, perplexity, precision, weights);
    else weigh(excesses, item, precision, weights);
    toShares(weights);
    row.set(weights);
    await onStep?.((item + 1) / n);
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const joint = (squares[i * n + j]! + squares[j * n + i]!) / (2 * n);
      squares[i * n + j] = joint;
      squares[j * n + i] = joint;
    }
  }
  return squares;
}

/**
 * Writes by how much each square exceeds that of the nearest other item, in units of the mean excess, at which the
 * search begins near its solution at any scale of the items. Returns the mean; of 0, the excesses stay as they are.
 */
function relativeExcess(row: Float32Array, item: number, excesses: Float64Array): number {
  let least = Infinity;
  for (let other = 0; other < row.length; other++) {
    if (other !== item) least = Math.min(least, row[other]!);
  }
  let sum = 0;
  for (let other = 0; other < row.length; other++) {
    const excess = other === item ? 0 : row[other]! - least;
    excesses[other] = excess;
    sum += excess;
  }
  const mean = sum / (row.length - 1);
  if (mean > 0) { for (let other = 0; other < row.length; other++) excesses[other]! /= mean; }
  return mean;
}

/**
 * Finds the precision at which the weights have the perplexity, by Newton's method between bounds that close in, and
 * writes the weights at that precision.
 */
function findPrecision(
  excesses: Float64Array,
  item: number,
  perplexity: number,
  start: number,
  weights: Float64Array,
): number {
  const target = Math.log(perplexity);
  let [low, precision, high] = [0, start, Infinity];
  while (precision < LARGEST_PRECISION && high - low > Number.EPSILON * precision) {
    const { sum, mean, variance } = weigh(excesses, item, precision, weights);
    const surplus = Math.log(sum) + precision * mean - target;
    if (Math.abs(surplus) < TOLERANCE) return precision;
    if (surplus > 0) low = precision;
    else high = precision;
    // The entropy falls by precision² · variance for each unit of log(precision).
    const slope = precision * precision * variance;
    const step = Math.min(Math.max(surplus / slope, -LARGEST_STEP), LARGEST_STEP);
    const next = precision * Math.exp(step);
    precision = next > low && next < high ? next : (low + high) / 2;
  }
  weigh(excesses, item, precision, weights);
  return precision;
}

/** Writes the weights of an item's neighbors; returns their sum, and mean and variance of the excesses under them. */
function weigh(
  excesses: Float64Array,
  item: number,
  precision: number,
  weights: Float64Array,
): { sum: number; mean: number; variance: number } {
  let sum = 0, first = 0, second = 0;
  for (let other = 0; other < excesses.length; other++) {
    const excess = excesses[other]!;
    const isFar = other === item || precision * excess > FARTHEST;
    const weight = isFar ? 0 : Math.exp(-precision * excess);
    weights[other] = weight;
    sum += weight;
    first += weight * excess;
    second += weight * excess * excess;
  }
  const mean = first / sum;
  return { sum, mean, variance: second / sum - mean * mean };
}

/** Scales weights to a sum of 1. */
function toShares(weights: Float64Array): void {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  for (let other = 0; other < weights.length; other++) weights[other]! /= sum;
}
