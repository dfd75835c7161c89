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
  for (const label of new Set(Array.from(classes))) {
    const scoreOf = (item: number) => scores[item * labelCount + label]!;
    const ranked = items.toSorted((a, b) => scoreOf(b) - scoreOf(a));
    let own = 0;
    for (let first = 0, end = 0; first < ranked.length; first = end) {
      while (end < ranked.length && scoreOf(ranked[end]!) === scoreOf(ranked[first]!)) {
        if (classes[ranked[end]!] === label) own++;
        end++;
      }
      for (const item of ranked.slice(first, end)) {
        if (classes[item] === label) precisions[item] = own / end;
      }
    }
  }
  return precisions;
}
