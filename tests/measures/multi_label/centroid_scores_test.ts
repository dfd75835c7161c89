import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { matrixOf } from "../../../src/basics/matrix.ts";
import {
  centroidScores,
  learnedScores,
} from "../../../src/measures/multi_label/centroid_scores.ts";

const item = fc.record({
  row: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 2 }),
  labels: fc.uniqueArray(fc.integer({ min: 0, max: 1 })),
  source: fc.constantFrom("a", "b", "c"),
});

const unit = (row: readonly number[]) => row.map((value) => value / Math.hypot(...row));
const inner = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, c) => sum + value * b[c]!, 0);

Deno.test("scores are cosines with centroids of other sources' items, or of other vectors", () => {
  fc.assert(fc.property(fc.array(item, { minLength: 1, maxLength: 8 }), (items) => {
    const rows = matrixOf(2, Float32Array.from(items.flatMap(({ row }) => row)));
    const itemsOf = [0, 1].map((label) =>
      [...items.keys()].filter((i) => items[i]!.labels.includes(label))
    );
    const found = centroidScores(rows, itemsOf, items.map(({ source }) => source));
    const learned = learnedScores(rows, itemsOf, rows);
    items.forEach(({ row, source }, i) =>
      itemsOf.forEach((own, label) => {
        const expected = (members: readonly number[]) => {
          if (members.length === 0) return -2;
          const units = members.map((at) => unit(items[at]!.row));
          const sum = [0, 1].map((c) => units.reduce((total, one) => total + one[c]!, 0));
          return inner(unit(row), unit(sum));
        };
        const others = own.filter((at) => items[at]!.source !== source);
        assert(Math.abs(found[2 * i + label]! - expected(others)) < 1e-6);
        assert(Math.abs(learned[2 * i + label]! - expected(own)) < 1e-6);
      })
    );
  }));
});
