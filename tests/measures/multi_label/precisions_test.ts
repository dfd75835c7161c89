import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import {
  chancePrecision,
  labelsWithItems,
  macroPrecision,
  type Memberships,
  membershipsOf,
  precisionTable,
  rankItems,
  rocArea,
} from "../../../src/measures/multi_label/precisions.ts";
import { mean } from "../../../src/statistics/means.ts";
import { sharedPath } from "../../shared.ts";

/** scikit-learn's values; the scores have two decimals, so that there are ties. */
interface Golden {
  readonly truth: readonly (readonly number[])[];
  readonly scores: readonly (readonly number[])[];
  readonly average_precision: readonly (number | null)[];
  readonly macro_map: number;
  readonly roc_auc: readonly (number | null)[];
  readonly permutations: readonly (readonly number[])[];
  readonly chance: number;
}

function assertNear(found: number | undefined, expected: number, what: string) {
  assert(
    found !== undefined && Math.abs(found - expected) < 1e-8,
    `${what}: ${found}, ${expected}`,
  );
}

function tableOf(scores: readonly (readonly number[])[], memberships: Memberships) {
  return precisionTable(Float32Array.from(scores.flat()), memberships);
}

Deno.test("average precisions, areas and chance are scikit-learn's", () => {
  const path = sharedPath("golden/multilabel.json");
  if (path === undefined) return;
  const golden: Golden = JSON.parse(Deno.readTextFileSync(path));
  const labelsOf = golden.truth.map((row) => row.flatMap((has, label) => has ? [label] : []));
  const memberships = membershipsOf(labelsOf, golden.truth[0]!.length);
  const scores = Float32Array.from(golden.scores.flat());
  const table = precisionTable(scores, memberships);
  const labels = labelsWithItems(memberships);
  assert.deepEqual(labels, [0, 1, 2, 4, 5, 6, 7, 8]);
  for (const label of labels) {
    assertNear(table[label]![label], golden.average_precision[label]!, `label ${label}`);
    const ranked = rankItems(scores, table.length, label);
    const area = rocArea(ranked, memberships.itemsOf[label]!);
    assertNear(area, golden.roc_auc[label]!, `area of label ${label}`);
  }
  assertNear(macroPrecision(table, labels), golden.macro_map, "macro mean average precision");
  const permuted = golden.permutations.map((texts) =>
    mean(labels.map((label) => table[label]![texts[label]!]!))
  );
  assertNear(mean(permuted), golden.chance, "chance over these permutations");
});

/** The sum over thresholds of precision times the increase of recall. */
function byThresholds(scores: readonly number[], own: ReadonlySet<number>): number {
  let [sum, recall] = [0, 0];
  for (const threshold of [...new Set(scores)].sort((a, b) => b - a)) {
    const named = [...scores.keys()].filter((item) => scores[item]! >= threshold);
    const right = named.filter((item) => own.has(item)).length;
    sum += (right / own.size - recall) * (right / named.length);
    recall = right / own.size;
  }
  return sum;
}

const item = fc.record({
  labels: fc.uniqueArray(fc.integer({ min: 0, max: 2 })),
  row: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 3, maxLength: 3 }),
});

Deno.test("tables hold the direct definition for every label and text, including ties", () => {
  fc.assert(fc.property(fc.array(item, { minLength: 1, maxLength: 12 }), (items) => {
    const memberships = membershipsOf(items.map(({ labels }) => labels), 3);
    const table = tableOf(items.map(({ row }) => row), memberships);
    for (const label of labelsWithItems(memberships)) {
      const own = new Set(memberships.itemsOf[label]);
      for (const text of [0, 1, 2]) {
        const expected = byThresholds(items.map(({ row }) => row[text]!), own);
        assertNear(table[label]![text], expected, `label ${label}, text ${text}`);
      }
    }
  }));
});

Deno.test("areas are the share of pairs in the right order, half of those that tie", () => {
  fc.assert(fc.property(fc.array(item, { minLength: 1, maxLength: 12 }), (items) => {
    const { itemsOf } = membershipsOf(items.map(({ labels }) => labels), 3);
    const scores = Float32Array.from(items.flatMap(({ row }) => row));
    const own = itemsOf[1]!;
    const others = [...items.keys()].filter((i) => !own.includes(i));
    const score = (i: number) => items[i]!.row[1]!;
    const pairs = own.flatMap((one) => others.map((other) => Math.sign(score(one) - score(other))));
    const area = rocArea(rankItems(scores, 3, 1), own);
    if (pairs.length === 0) return assert.equal(area, undefined);
    assertNear(area, mean(pairs.map((sign) => (sign + 1) / 2)), "area");
  }));
});

Deno.test("chance is the mean over all permutations of the texts", () => {
  const orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
  fc.assert(fc.property(fc.array(item, { minLength: 1, maxLength: 9 }), (items) => {
    const memberships = membershipsOf(items.map(({ labels }) => labels), 3);
    const labels = labelsWithItems(memberships);
    fc.pre(labels.length > 0);
    const table = tableOf(items.map(({ row }) => row), memberships);
    const all = orders.map((texts) => mean(labels.map((label) => table[label]![texts[label]!]!)));
    assertNear(chancePrecision(table, labels), mean(all), "chance");
  }));
});
