/**
 * Computes from distances how likely items are to pick each other as neighbors: the target of t-SNE.
 * van der Maaten and Hinton, "Visualizing Data using t-SNE" (2008), equation 1 and section 3.1.
 * @module
 */
/** Largest difference between the logarithms of a row's perplexity and the requested one; scikit-learn's value. */
const TOLERANCE = 1e-5;
/** If no precision gives the perplexity, the search ends at one that is practically infinite. */
const SEARCH_STEPS = 200;

/**
 * Computes the joint probabilities of t-SNE. Each item's neighbors have normal weights exp(-β |x_i - x_j|²), with the
 * β that gives the perplexity, found by bisection in float64; the weights are normalized and averaged over both
 * directions. Items that are equally far from an item are equally likely, at any perplexity.
 *
 * @param rows items × dim; their squared distances must be far from the limits of float32
 * @param dim width of a row
 * @param perplexity effective number of neighbors, at least 1
 * @param onStep called with the share of finished work, twice for each item, and awaited
 * @returns items × items, symmetric, zero on the diagonal, of sum 1
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const joint = await jointProbabilities(Float64Array.of(0, 1, 5), 1, 1);
 * // 0 and 1 have each other as nearest neighbor, 5 has 1.
 * assert.deepEqual([...joint].map((p) => Math.round(p * 1000) / 1000), [0, .333, 0, .333, 0, .167, 0, .167, 0]);
 * ```
 */
export async function jointProbabilities(
  rows: Float64Array,
  dim: number,
  perplexity: number,
  onStep?: (share: number) => Promise<void>,
): Promise<Float32Array> {
  const n = rows.length / dim;
  const matrix = new Float32Array(n * n);
  for (let item = 0; item < n; item++) {
    squaredDistances(rows, dim, item, matrix);
    // Each item's distances are to the items before it.
    await onStep?.(0.5 * ((item + 1) / n) ** 2);
  }
  for (let item = 0; item < n; item++) {
    toShares(matrix.subarray(item * n, (item + 1) * n), item, perplexity);
    await onStep?.(0.5 + 0.5 * (item + 1) / n);
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const joint = (matrix[i * n + j]! + matrix[j * n + i]!) / (2 * n);
      matrix[i * n + j] = joint;
      matrix[j * n + i] = joint;
    }
  }
  return matrix;
}

/** Writes the squared distances of an item and those before it to the whole matrix. */
function squaredDistances(
  rows: Float64Array,
  dim: number,
  item: number,
  matrix: Float32Array,
): void {
  const n = rows.length / dim;
  for (let other = 0; other < item; other++) {
    let sum = 0;
    for (let column = 0; column < dim; column++) {
      const difference = rows[item * dim + column]! - rows[other * dim + column]!;
      sum += difference * difference;
    }
    matrix[item * n + other] = sum;
    matrix[other * n + item] = sum;
  }
}

/** Turns an item's squared distances into the probabilities of its neighbors. */
function toShares(row: Float32Array, item: number, perplexity: number): void {
  const others = row.length - 1;
  row[item] = Infinity;
  const least = row.reduce((a, b) => Math.min(a, b));
  let excess = 0;
  for (const distance of row) if (distance < Infinity) excess += (distance - least) / others;
  // In units of the mean excess the search begins near its solution, at any scale of the rows.
  const scaled = Float64Array.from(row, (distance) => (distance - least) / (excess || 1));
  const weights = new Float64Array(row.length);
  let [low, precision, high] = [0, 1, Infinity];
  let sum = 0;
  for (let step = 0; step < SEARCH_STEPS; step++) {
    sum = 0;
    let mean = 0;
    for (let other = 0; other < row.length; other++) {
      if (other === item) continue;
      const weight = Math.exp(-precision * scaled[other]!);
      weights[other] = weight;
      sum += weight;
      mean += weight * scaled[other]!;
    }
    const surplus = Math.log(sum) + precision * mean / sum - Math.log(perplexity);
    if (excess === 0 || Math.abs(surplus) < TOLERANCE) break;
    if (surplus > 0) {
      [low, precision] = [precision, Math.min(2 * precision, (precision + high) / 2)];
    } else [high, precision] = [precision, (low + precision) / 2];
  }
  for (let other = 0; other < row.length; other++) row[other] = weights[other]! / sum;
}
