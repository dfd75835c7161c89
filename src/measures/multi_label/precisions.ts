/**
 * Average precision of labels of which an item may have several: whether a text ranks the items of a label first.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { mean } from "../../statistics/means.ts";

/** Which items have which labels. */
export interface Memberships {
  /** Number of items. */
  readonly items: number;
  /** The items of each label, ascending; a label may have none. */
  readonly itemsOf: readonly (readonly number[])[];
}

/** Items in the order of their scores, the larger the better. */
export interface Ranked {
  /** For each item, the number of items that score at least as high, itself among them. */
  readonly atLeast: Uint32Array;
  /** For each item, the number of items that score higher. */
  readonly above: Uint32Array;
}

/**
 * Gathers the items of each label.
 *
 * @param labelsOf the labels of each item, each once, 0 to `labelCount` - 1
 * @throws {InputError} when there are no items, or a label is out of range
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(membershipsOf([[1], [0, 1], []], 2), { items: 3, itemsOf: [[1], [0, 1]] });
 * ```
 */
export function membershipsOf(
  labelsOf: readonly (readonly number[])[],
  labelCount: number,
): Memberships {
  if (labelsOf.length === 0) throw new InputError("There are no items; expected at least 1");
  const itemsOf = Array.from({ length: labelCount }, (): number[] => []);
  labelsOf.forEach((labels, item) => {
    for (const label of labels) {
      if (itemsOf[label] === undefined) {
        throw new InputError(`Item ${item} has label ${label}; expected 0 to ${labelCount - 1}`);
      }
      itemsOf[label].push(item);
    }
  });
  return { items: labelsOf.length, itemsOf };
}

/**
 * Ranks items by their scores with one text.
 *
 * @param scores items × texts
 * @throws {InputError} when a score is not a number
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { atLeast, above } = rankItems(Float32Array.of(0.5, 0.9, 0.5), 1, 0);
 * assert.deepEqual([[...atLeast], [...above]], [[3, 1, 3], [1, 0, 1]]);
 * ```
 */
export function rankItems(scores: Float32Array, texts: number, text: number): Ranked {
  const own = Float32Array.from(
    { length: scores.length / texts },
    (_, i) => scores[i * texts + text]!,
  );
  const bad = own.findIndex(Number.isNaN);
  if (bad >= 0) throw new InputError(`Item ${bad} has no score with text ${text}`);
  const sorted = own.toSorted();
  // Negative zero equals zero, and is sorted before it.
  const atLeast = Uint32Array.from(
    own,
    (score) => sorted.length - countBelow(sorted, score, false),
  );
  const above = Uint32Array.from(own, (score) => sorted.length - countBelow(sorted, score, true));
  return { atLeast, above };
}

/** Counts the sorted scores below a score, or, with `andEqual`, up to it. */
function countBelow(sorted: Float32Array, score: number, andEqual: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const isBelow = andEqual ? sorted[middle]! <= score : sorted[middle]! < score;
    if (isBelow) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Computes the average precision of items in a ranking, as scikit-learn's `average_precision_score` does: items of equal
 * scores count together.
 *
 * @param own the items that are right; at least one
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const ranked = rankItems(Float32Array.of(0.9, 0.8, 0.7), 1, 0);
 * assert.equal(averagePrecision(ranked, [0, 2]), (1 + 2 / 3) / 2);
 * ```
 */
export function averagePrecision({ atLeast }: Ranked, own: readonly number[]): number {
  const places = Uint32Array.from(own, (item) => atLeast[item]!).sort();
  let sum = 0;
  for (let first = 0, end = 0; first < places.length; first = end) {
    while (end < places.length && places[end] === places[first]) end++;
    sum += (end - first) * end / places[first]!;
  }
  return sum / places.length;
}

/**
 * Computes the area under the ROC curve: the probability that an item that is right scores higher than one that is not,
 * where equal scores count one half. Undefined where all items, or none, are right.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const ranked = rankItems(Float32Array.of(0.9, 0.8, 0.7), 1, 0);
 * assert.equal(rocArea(ranked, [0, 2]), 0.5);
 * assert.equal(rocArea(ranked, []), undefined);
 * ```
 */
export function rocArea({ atLeast, above }: Ranked, own: readonly number[]): number | undefined {
  const others = atLeast.length - own.length;
  if (own.length === 0 || others === 0) return undefined;
  // From the end of the ranking, from 1; items of equal scores share the mean of their places.
  const places = own.map((item) => atLeast.length - (atLeast[item]! + above[item]! - 1) / 2);
  const least = own.length * (own.length + 1) / 2;
  return (places.reduce((sum, place) => sum + place, 0) - least) / (own.length * others);
}

/**
 * Computes the average precision of every label's items when every text ranks them: row l, column t. The diagonal has
 * the labels' average precisions with their own texts. Rows of labels without items hold NaN.
 *
 * @param scores items × labels: the score of each item with the text of each label
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const scores = Float32Array.of(0.9, 0.1, 0.2, 0.8);
 * assert.deepEqual(precisionTable(scores, { items: 2, itemsOf: [[0], [1]] }), [[1, 0.5], [0.5, 1]]);
 * ```
 */
export function precisionTable(scores: Float32Array, { itemsOf }: Memberships): number[][] {
  const table = itemsOf.map((): number[] => []);
  for (let text = 0; text < itemsOf.length; text++) {
    const ranked = rankItems(scores, itemsOf.length, text);
    itemsOf.forEach((own, label) => table[label]!.push(averagePrecision(ranked, own)));
  }
  return table;
}

/** Returns the numbers of the labels that have items. */
export function labelsWithItems({ itemsOf }: Memberships): number[] {
  return [...itemsOf.keys()].filter((label) => itemsOf[label]!.length > 0);
}

/**
 * Computes the mean average precision over labels that have items.
 *
 * @param table see {@link precisionTable}
 */
export function macroPrecision(table: readonly (readonly number[])[], labels: readonly number[]) {
  return mean(labels.map((label) => table[label]![label]!));
}

/**
 * Computes what macro mean average precision is by chance: its mean over all permutations of the texts among the labels
 * with the same scores. Each label meets each text in as many permutations, so it is the mean of its row.
 *
 * @param table see {@link precisionTable}
 * @param labels the labels that have items
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(chancePrecision([[1, 0.5], [0.5, 1]], [0, 1]), 0.75);
 * ```
 */
export function chancePrecision(
  table: readonly (readonly number[])[],
  labels: readonly number[],
): number {
  return mean(labels.map((label) => mean(table[label]!)));
}
