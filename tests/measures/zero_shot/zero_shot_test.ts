import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { InputError } from "../../../src/basics/errors.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { assessClassification } from "../../../src/measures/classification.ts";
import {
  classifyByScores,
  classifyZeroShot,
  type ZeroShot,
} from "../../../src/measures/zero_shot/zero_shot.ts";
import { testOnEveryDevice } from "../../compute/devices.ts";

async function classify(rows: readonly (readonly number[])[], classes: readonly number[]) {
  const compute = openCpu();
  const scores = compute.tensor(rows.length, rows[0]!.length, Float32Array.from(rows.flat()));
  const result = await classifyByScores(compute, { scores, classes });
  compute.close();
  return result;
}

Deno.test("accuracies of a small table, worked out by hand", async () => {
  const result = await classify([
    [9, 1, 2, 3, 4, 5, 6],
    [1, 9, 2, 3, 4, 5, 6],
    [9, 8, 7, 6, 5, 4, 3],
    [3, 4, 5, 6, 7, 9, 8],
  ], [0, 0, 6, 6]);
  assert.deepEqual([...result.predicted], [0, 1, 0, 5]);
  assert.deepEqual([...result.hits], [1, 0, 0, 0]);
  assert.deepEqual([...result.top5Hits], [1, 0, 0, 1]);
  assert.equal(result.top1, 1 / 4);
  assert.equal(result.top5, 2 / 4);
  assert.equal(result.balancedTop1, (1 / 2 + 0) / 2);
  assert.deepEqual(result.perClass, [0.5, ...new Array(5).fill(undefined), 0]);
  assert.deepEqual([...result.nearest.subarray(0, 5)], [0, 6, 5, 4, 3]);
  assert.equal(result.confusion.length, 49);
  assert.equal(result.confusion[0 * 7 + 1], 1);
  assert.equal(result.confusion[6 * 7 + 5], 1);
});

Deno.test("equal scores go to the lower label", async () => {
  const { nearest, predicted } = await classify([[1, 2, 2], [0, 0, 0]], [1, 0]);
  assert.deepEqual([...predicted], [1, 0]);
  assert.deepEqual([...nearest], [1, 2, 0, 0, 1, 2]);
});

Deno.test("with five labels or fewer every item is within the top five", async () => {
  assert.equal((await classify([[1, 2], [2, 1]], [0, 0])).top5, 1);
});

/** The same by sorting, item by item. */
function sorted(rows: readonly (readonly number[])[], classes: readonly number[]): number[][] {
  return rows.map((row, item) => {
    const order = row.map((_, label) => label).sort((a, b) => row[b]! - row[a]! || a - b);
    const place = order.indexOf(classes[item]!);
    return [order[0]!, place === 0 ? 1 : 0, place < 5 ? 1 : 0];
  });
}

Deno.test("any scores are ranked as by sorting", async () => {
  const table = fc.record({
    labels: fc.integer({ min: 1, max: 9 }),
    items: fc.integer({ min: 1, max: 12 }),
    seed: fc.integer(),
  });
  await fc.assert(
    fc.asyncProperty(table, async ({ labels, items, seed }) => {
      const random = new RandomStream(seed, "scores");
      const rows = Array.from(
        { length: items },
        () => Array.from({ length: labels }, () => random.below(5)),
      );
      const classes = rows.map(() => random.below(labels));
      const result: ZeroShot = await classify(rows, classes);
      const expected = sorted(rows, classes);
      assert.deepEqual(
        expected.map((_, i) => [result.predicted[i]!, result.hits[i]!, result.top5Hits[i]!]),
        expected,
      );
      assert.equal(result.confusion.reduce((a, b) => a + b), items);
    }),
    { seed: 1, numRuns: 100 },
  );
});

Deno.test("lengths of embeddings do not matter, and no memory stays on the device", async () => {
  const compute = openCpu();
  const items = compute.tensor(3, 2, Float32Array.of(0.01, 0.001, 5, 30, -2, 1));
  const labels = compute.tensor(2, 2, Float32Array.of(100, 0, 0, 0.1));
  const { predicted } = await classifyZeroShot(compute, { items, labels, classes: [0, 1, 1] });
  assert.deepEqual([...predicted], [0, 1, 1]);
  assert.equal((await compute.read(items))[4], -2);
  compute.close();
});

Deno.test("shapes that do not match are refused", async () => {
  await assert.rejects(classify([[1, 2]], [2]), /Item 0 has class 2; expected 0 to 1/);
  await assert.rejects(classify([[1, 2]], [0, 1]), InputError);
  await assert.rejects(classify([[1, 2], [1, Infinity]], [0, 1]), /Item 1 has score Infinity/);
  await assert.rejects(classify([[1, 2], [NaN, NaN]], [0, 1]), InputError);
  assert.throws(() => assessClassification([], new Uint32Array(0), 2), InputError);
  assert.throws(() => assessClassification([0.5], Uint32Array.of(0), 2), InputError);
  const compute = openCpu();
  await assert.rejects(
    classifyZeroShot(compute, {
      items: compute.tensor(1, 2),
      labels: compute.tensor(1, 3),
      classes: [0],
    }),
    /width 2 and labels of width 3/,
  );
  compute.close();
});

testOnEveryDevice("an item or a label that is not finite is refused", async (compute) => {
  const items = compute.tensor(2, 2, Float32Array.of(1, 0, 0, 1));
  const labels = (...last: number[]) =>
    compute.tensor(7, 2, Float32Array.of(1, 0, 0, 1, 1, 1, -1, 0, 0, -1, 1, 2, ...last));
  for (const [value, row] of [[NaN, [NaN, 0]], [Infinity, [1, Infinity]]] as const) {
    const column = row.findIndex((other) => !Number.isFinite(other));
    await assert.rejects(
      classifyZeroShot(compute, { items, labels: labels(...row), classes: [0, 1] }),
      {
        name: "InputError",
        message: `Label 6 has ${value} in column ${column}; expected finite values`,
      },
    );
    const bad = compute.tensor(2, 2, Float32Array.of(1, 0, ...row));
    await assert.rejects(
      classifyZeroShot(compute, { items: bad, labels: labels(1, 3), classes: [0, 1] }),
      /Item 1 has score/,
    );
  }
});

testOnEveryDevice("labels are found at any scale", async (compute) => {
  const values = Float32Array.of(1, 0, 0, 1, 0.5, 1);
  for (const scale of [2 ** -100, 2 ** 66, 2 ** 122]) {
    const items = compute.tensor(3, 2, values.map((value) => value * scale));
    const labels = compute.tensor(2, 2, Float32Array.of(1, 0, 0, 1).map((v) => v * scale));
    const { predicted } = await classifyZeroShot(compute, { items, labels, classes: [0, 1, 1] });
    assert.deepEqual([...predicted], [0, 1, 1], `scale ${scale}`);
  }
});
