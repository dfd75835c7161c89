import assert from "node:assert/strict";
import { testOnEveryDevice } from "./devices.ts";
import { overShapes, sample, upload } from "./matrices.ts";
import { map } from "./oracle.ts";

/** All columns, best first: NaN last, ties by the lower column. */
function ranking(row: number[]): number[] {
  const keys = row.map((score) => Number.isNaN(score) ? [0, 0] : [1, score]);
  return row.map((_, column) => column).sort((a, b) => {
    const [left, right] = [keys[a]!, keys[b]!];
    if (left[0] !== right[0]) return right[0]! - left[0]!;
    if (left[1] !== right[1]) return right[1]! > left[1]! ? 1 : -1;
    return a - b;
  });
}

testOnEveryDevice(
  "topK sorts, whatever ties, NaN and infinities there are",
  (compute) =>
    overShapes(60, async ({ rows, columns, random, stream }) => {
      const special = [NaN, Infinity, -Infinity];
      const scores = map(
        random(rows, columns),
        (value) => stream.below(5) === 0 ? special[stream.below(3)]! : Math.round(2 * value) || 0,
      );
      const k = 1 + stream.below(columns);
      const values = compute.tensor(rows, k);
      const places = compute.indices(rows, k, new Uint32Array(rows * k));
      compute.topK(upload(compute, scores), values, places);
      const expected = scores.map((row) => ranking(row).slice(0, k));
      assert.deepEqual([...await compute.readIndices(places)], expected.flat());
      const best = expected.flatMap((row, i) => row.map((column) => scores[i]![column]!));
      assert.deepEqual([...await compute.read(values)], best);
    }),
);

testOnEveryDevice("topK finds the ten best of many", async (compute) => {
  const scores = sample(5, 3001, 1).random(5, 3001);
  const values = compute.tensor(5, 10), places = compute.indices(5, 10, new Uint32Array(50));
  compute.topK(upload(compute, scores), values, places);
  const expected = scores.flatMap((row) => ranking(row).slice(0, 10));
  assert.deepEqual([...await compute.readIndices(places)], expected);
});
