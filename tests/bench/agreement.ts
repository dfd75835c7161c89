/**
 * Whether contestants computed the same.
 * @module
 */

/** Greatest difference between float32 answers that are sums of thousands of products, of the largest value. */
const TOLERANCE = 1e-3;

/**
 * How an answer differs from ours, in a few words; undefined where it agrees but for rounding.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(valueDifference([1, 100], [1.01, 100]), undefined);
 * assert.equal(valueDifference([1, 100], [2, 100]), "differs by 1.0 % of the largest value");
 * assert.equal(valueDifference([1, 100], [1]), "has 1 values; expected 2");
 * ```
 */
export function valueDifference(
  ours: readonly number[],
  other: readonly number[],
): string | undefined {
  if (other.length !== ours.length) return `has ${other.length} values; expected ${ours.length}`;
  const largest = ours.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const difference = ours.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - other[i]!)),
    0,
  );
  // Not a number is no agreement.
  if (difference <= TOLERANCE * largest) return undefined;
  return `differs by ${(100 * difference / largest).toFixed(1)} % of the largest value`;
}

/** Greatest difference between losses of the same step, of the loss. */
const LOSS_TOLERANCE = 2e-5;

/**
 * How the losses of training steps differ from ours, in a few words; undefined where each agrees but for rounding.
 *
 * Over the 28 steps that are compared tfjs stays within 1.5e-6 on lavapipe (Mesa 22.3). AdamW without weight decay
 * comes to 7e-3, with a second beta of 0.99 to 3e-3, clipping at 2 for 1 to 7e-3.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(lossDifference([5, 0.1], [5, 0.100001]), undefined);
 * assert.equal(lossDifference([5, 0.1], [5, 0.10001]), "has a loss of step 2 that differs by 0.0100 %");
 * assert.equal(lossDifference([5, 0.1], [NaN, 0.1]), "has a loss of step 1 that differs by NaN %");
 * assert.equal(lossDifference([5, 0.1], [5]), "has 1 losses; expected 2");
 * ```
 */
export function lossDifference(
  ours: readonly number[],
  other: readonly number[],
): string | undefined {
  if (other.length !== ours.length) return `has ${other.length} losses; expected ${ours.length}`;
  const differences = ours.map((loss, step) => Math.abs(other[step]! - loss) / loss);
  // Not a number is no agreement.
  const step = differences.findIndex((difference) => !(difference <= LOSS_TOLERANCE));
  if (step < 0) return undefined;
  const percent = (100 * differences[step]!).toFixed(4);
  return `has a loss of step ${step + 1} that differs by ${percent} %`;
}

/** Greatest share of other items among the answers: near ties change places by rounding. */
const OTHER_ITEMS = 0.01;

/**
 * How the items found differ from ours, in a few words; undefined where they are the same but for near ties.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(searchDifference([3, 1, 2], [3, 1, 2]), undefined);
 * assert.equal(searchDifference([3, 1, 2], [3, 2, 1]), "gives 2 of 3 other items");
 * ```
 */
export function searchDifference(
  ours: readonly number[],
  other: readonly number[],
): string | undefined {
  const differing = ours.filter((item, i) => item !== other[i]).length;
  if (differing <= OTHER_ITEMS * ours.length) return undefined;
  return `gives ${differing} of ${ours.length} other items`;
}

/** How much higher the divergence of a picture may be, of ours. */
const DIVERGENCE_TOLERANCE = 0.1;

/**
 * How the divergence of a picture differs from ours, in a few words; undefined where it is about as good. Pictures
 * themselves may be turned, and begin elsewhere.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(divergenceDifference([1], [1.05]), undefined);
 * assert.equal(divergenceDifference([1], [0.5]), "has a divergence of 0.50; Earnest's is 1.00");
 * ```
 */
export function divergenceDifference(
  ours: readonly number[],
  other: readonly number[],
): string | undefined {
  const [a = NaN, b = NaN] = [ours[0], other[0]];
  if (Math.abs(a - b) <= DIVERGENCE_TOLERANCE * a) return undefined;
  return `has a divergence of ${b.toFixed(2)}; Earnest's is ${a.toFixed(2)}`;
}
