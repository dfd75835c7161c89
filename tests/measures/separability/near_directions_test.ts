import assert from "node:assert/strict";
import { matrixRow } from "../../../src/basics/matrix.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import type { LabeledVectors } from "../../../src/measures/labeled_vectors.ts";
import { differencesFromMean } from "../../../src/measures/separability/near_directions.ts";
import { classifyByNeighbors } from "../../../src/measures/separability/neighbors.ts";
import { testOnEveryDevice } from "../../compute/devices.ts";

const ITEMS = 300, COLUMNS = 9, CLASSES = 5;

/** Items around the centers of classes, with a part in common; some are zero, some twice there. */
function itemsWith(common: number): LabeledVectors {
  const random = new RandomStream(1, "vectors");
  const centers = Float64Array.from({ length: CLASSES * COLUMNS }, () => 2 * random.normal());
  const classes = Array.from({ length: ITEMS }, (_, item) => item % CLASSES);
  const values = Float32Array.from(
    { length: ITEMS * COLUMNS },
    (_, at) => {
      const item = Math.floor(at / COLUMNS);
      const center = centers[classes[item]! * COLUMNS + at % COLUMNS]!;
      return item === 70 ? 0 : common + center + random.normal();
    },
  );
  values.copyWithin(10 * COLUMNS, 21 * COLUMNS, 22 * COLUMNS);
  return { rows: ITEMS, columns: COLUMNS, values, classes, classCount: CLASSES };
}

/** The class of each item's nearest other item, by directions in float64. */
function nearestClasses(set: LabeledVectors): number[] {
  const units = Array.from(set.classes, (_, item) => {
    const row = [...matrixRow(set, item)];
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    return row.map((value) => value / (length || 1));
  });
  const isZero = (row: readonly number[]) => row.every((value) => value === 0);
  return units.map((unit, item) => {
    const distances = units.map((other, at) => {
      if (at === item) return Infinity;
      if (isZero(unit) || isZero(other)) return 1;
      return unit.reduce((sum, value, column) => sum + (value - other[column]!) ** 2, 0) / 2;
    });
    return set.classes[distances.indexOf(Math.min(...distances))]!;
  });
}

testOnEveryDevice("neighbors are right where directions are near", async (compute) => {
  for (const common of [0, 10, 1e3, 1e4]) {
    const set = itemsWith(common);
    const expected = nearestClasses(set).map((name, item) => name === set.classes[item] ? 1 : 0);
    const sources = Array.from(set.classes, () => undefined);
    const [all] = await classifyByNeighbors(compute, { items: set, sources }, { ks: [1] });
    assert.deepEqual([...all!.hits], expected, `all, common part ${common}`);
    const only = [70, 3, 299, 10];
    const [some] = await classifyByNeighbors(compute, { items: set, sources }, { ks: [1], only });
    assert.deepEqual([...some!.hits], only.map((item) => expected[item]!));
  }
});

Deno.test("rows stay as they are where directions are not near, or there are none", () => {
  const cross = { rows: 2, columns: 2, values: Float32Array.of(1, 0, 0, 1) };
  assert.equal(differencesFromMean(cross, cross), undefined);
  const zeros = { rows: 2, columns: 2, values: new Float32Array(4) };
  assert.equal(differencesFromMean(zeros, zeros), undefined);
});
