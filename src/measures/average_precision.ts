/**
 * Average precision: whether a label's own items rank before the others.
 * @module
 */
import { requireClasses } from "./classification.ts";

/**
 * For each item, the precision among the items that its own label scores at least as high: the share of them that
 * have that label, too. Its mean over a class's items is the class's average precision, as in scikit-learn's
 * `average_precision_score` (items of equal scores count together); the mean over classes is the mean average
 * precision.
 *
 * @param scores items × labels, the larger the better
 * @param classes the label of each item
 * @param labelCount number of labels
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const scores = Float32Array.of(0.9, 0, 0.8, 0, 0.7, 0);
 * assert.deepEqual([...precisionOfItems(scores, [0, 1, 0], 2)], [1, 1 / 3, 2 / 3]);
 * ```
 */
export function precisionOfItems(
  scores: Float32Array,
  classes: ArrayLike<number>,
  labelCount: number,
): Float64Array {
  requireClasses(classes, labelCount);
  const precisions = new Float64Array(classes.length);
  const items = Array.from(classes, (_, item) => item);
  for (const [label, members] of Map.groupBy(items, (item) => classes[item]!)) {
    const scoreOf = (item: number) => scores[item * labelCount + label]!;
    const own = Float32Array.from(members, scoreOf).sort();
    const reaching = countReaching(own, items.length, scoreOf);
    for (const item of members) {
      const place = countBelow(own, scoreOf(item));
      precisions[item] = (own.length - place) / reaching[place]!;
    }
  }
  return precisions;
}

/** Counts the items whose score is at least as high as each of a label's own scores, which are sorted. */
function countReaching(
  own: Float32Array,
  items: number,
  scoreOf: (item: number) => number,
): Uint32Array {
  const counts = new Uint32Array(own.length + 1);
  for (let item = 0; item < items; item++) counts[countUpTo(own, scoreOf(item))]! += 1;
  // An item that reaches some of the scores reaches all lower ones.
  for (let place = own.length - 1; place > 0; place--) counts[place]! += counts[place + 1]!;
  return counts.subarray(1);
}

/** Counts the sorted scores that are lower than one. */
function countBelow(sorted: Float32Array, score: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < score) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Counts the sorted scores that are at most as high as one. */
function countUpTo(sorted: Float32Array, score: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! > score) high = middle;
    else low = middle + 1;
  }
  return low;
}
