import assert from "node:assert/strict";
import { testInPieces, testOnEveryDevice } from "./devices.ts";
import { assertSameBits, assertTensor, kinds, overShapes, sample, upload } from "./matrices.ts";
import { build, columnSums, gradient, map, normalizeRows, norms, weighted } from "./oracle.ts";

testOnEveryDevice("columnSums", (compute) =>
  overShapes(150, async ({ rows, columns, random }) => {
    const x = random(rows, columns), sums = compute.tensor(1, columns);
    compute.columnSums(upload(compute, x), sums);
    await assertTensor(compute, sums, columnSums(x));
  }));

testOnEveryDevice("the same columnSums have the same bits", (compute) => {
  const x = upload(compute, sample(131, 67, 1).random(131, 67));
  return assertSameBits(() => {
    const sums = compute.tensor(1, 67);
    compute.columnSums(x, sums);
    return compute.read(sums);
  });
});

testOnEveryDevice(
  "normalizeRows and its gradient",
  (compute) =>
    overShapes(14, async ({ rows, columns, random }) => {
      const x = random(rows, columns), weights = random(rows, columns);
      const y = compute.tensor(rows, columns), lengths = compute.tensor(rows, 1);
      compute.normalizeRows(upload(compute, x), y, lengths);
      await assertTensor(compute, y, normalizeRows(x));
      await assertTensor(compute, lengths, norms(x));

      const xGradient = compute.tensor(rows, columns);
      compute.normalizeRowsBackward(y, lengths, upload(compute, weights), xGradient);
      if (columns === 1) return; // The gradient is 0, and rounding times 1/norm is what is left.
      const expected = gradient((a) => weighted(normalizeRows(a), weights), x);
      await assertTensor(compute, xGradient, expected, 1e-4);
    }),
);

testOnEveryDevice("a row of zeros stays zero and its gradient is only scaled", async (compute) => {
  const y = compute.tensor(2, 3), lengths = compute.tensor(2, 1), xGradient = compute.tensor(2, 3);
  compute.normalizeRows(compute.tensor(2, 3, Float32Array.of(0, 0, 0, 0, 3, 4)), y, lengths);
  await assertTensor(compute, y, [[0, 0, 0], [0, 0.6, 0.8]]);
  assert.deepEqual(await compute.read(lengths), Float32Array.of(1e-12, 5));
  const ones = compute.tensor(2, 3, new Float32Array(6).fill(1));
  compute.normalizeRowsBackward(y, lengths, ones, xGradient);
  const found = await compute.read(xGradient);
  assert.ok(found.subarray(0, 3).every((value) => Math.abs(value / 1e12 - 1) < 1e-5));
});

testOnEveryDevice("NaN and infinity stay in their row of normalizeRows", async (compute) => {
  const x = compute.tensor(3, 2, Float32Array.of(NaN, 1, Infinity, 1, 3, 4));
  const y = compute.tensor(3, 2), lengths = compute.tensor(3, 1);
  compute.normalizeRows(x, y, lengths);
  const expected = ["nan", "nan", "nan", "finite", "finite", "finite"];
  assert.deepEqual(kinds(await compute.read(y)), expected);
  assert.deepEqual(kinds(await compute.read(lengths)), ["nan", "inf", "finite"]);
});

testOnEveryDevice(
  "gatherRows and its gradient",
  (compute) =>
    overShapes(40, async ({ rows, columns, inner, random, stream }) => {
      const source = random(inner, columns), weights = random(rows, columns);
      const order = Array.from({ length: rows + 5 }, () => stream.below(inner));
      const indices = compute.indices(1, rows + 5, Uint32Array.from(order));
      const gathered = compute.tensor(rows, columns);
      compute.gatherRows(upload(compute, source), indices, 3, gathered);
      const rowOf = (i: number) => order[3 + i]!;
      await assertTensor(compute, gathered, map(weights, (_, i, j) => source[rowOf(i)]![j]!), 0);

      const sourceGradient = upload(compute, random(inner, columns));
      compute.gatherRowsBackward(upload(compute, weights), indices, 3, sourceGradient);
      const expected = build(inner, columns, (r, j) =>
        weights.reduce((sum, row, i) =>
          rowOf(i) === r ? sum + row[j]! : sum, 0));
      await assertTensor(compute, sourceGradient, expected, 2e-6);
    }),
);

testInPieces("gatherRows of matrices larger than a binding", 2 ** 13, async (compute) => {
  const { random, stream } = sample(200, 16, 1);
  const source = random(200, 16), weights = random(30, 16);
  const order = Array.from({ length: 30 }, () => stream.below(200));
  const indices = compute.indices(1, 30, Uint32Array.from(order));
  const gathered = compute.tensor(30, 16);
  compute.gatherRows(upload(compute, source), indices, 0, gathered);
  await assertTensor(compute, gathered, order.map((row) => source[row]!), 0);

  const sourceGradient = upload(compute, random(200, 16));
  compute.gatherRowsBackward(upload(compute, weights), indices, 0, sourceGradient);
  const expected = build(
    200,
    16,
    (r, j) => weights.reduce((sum, row, i) => order[i] === r ? sum + row[j]! : sum, 0),
  );
  await assertTensor(compute, sourceGradient, expected, 2e-6);
});
