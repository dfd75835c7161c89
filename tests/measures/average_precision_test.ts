import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { precisionOfItems } from "../../src/measures/average_precision.ts";
import { mean } from "../../src/statistics/means.ts";

/**
 * Average precision as scikit-learn defines it: the sum over thresholds of precision times the increase of recall.
 */
function averagePrecision(scores: readonly number[], own: readonly boolean[]): number {
  const positives = own.filter(Boolean).length;
  let [sum, recall] = [0, 0];
  for (const threshold of [...new Set(scores)].sort((a, b) => b - a)) {
    const named = own.filter((_, item) => scores[item]! >= threshold);
    const right = named.filter(Boolean).length;
    sum += (right / positives - recall) * (right / named.length);
    recall = right / positives;
  }
  return sum;
}

Deno.test("the mean of items' precisions is scikit-learn's average precision, including ties", () => {
  const item = fc.tuple(
    fc.integer({ min: 0, max: 2 }),
    fc.array(fc.integer({ min: 0, max: 4 }), {
      minLength: 3,
      maxLength: 3,
    }),
  );
  fc.assert(fc.property(fc.array(item, { minLength: 1, maxLength: 12 }), (items) => {
    const classes = items.map(([label]) => label);
    const scores = Float32Array.from(items.flatMap(([, row]) => row));
    const precisions = precisionOfItems(scores, classes, 3);
    for (const label of new Set(classes)) {
      const found = mean([...precisions].filter((_, i) => classes[i] === label));
      const column = items.map(([, row]) => row[label]!);
      const expected = averagePrecision(column, classes.map((c) => c === label));
      assert(Math.abs(found - expected) < 1e-12, `${found} is not ${expected}`);
    }
  }));
});
