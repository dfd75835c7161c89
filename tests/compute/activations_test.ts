import assert from "node:assert/strict";
import { testOnEveryDevice } from "./devices.ts";
import { assertTensor, kinds, overShapes, upload } from "./matrices.ts";
import { gelu, gradient, map } from "./oracle.ts";

testOnEveryDevice(
  "add adds tensors, also one to itself",
  (compute) =>
    overShapes(40, async ({ rows, columns, random }) => {
      const a = random(rows, columns), b = random(rows, columns);
      const sum = map(a, (value, i, j) => value + b[i]![j]!);
      const left = upload(compute, a), y = compute.tensor(rows, columns);
      compute.add(left, upload(compute, b), y);
      await assertTensor(compute, y, sum);
      compute.add(left, left, y);
      await assertTensor(compute, y, map(a, (value) => 2 * value));
    }),
);

testOnEveryDevice(
  "relu and its gradient",
  (compute) =>
    overShapes(40, async ({ rows, columns, random }) => {
      const x = random(rows, columns), weights = random(rows, columns);
      const input = upload(compute, x), y = compute.tensor(rows, columns);
      compute.relu(input, y);
      await assertTensor(compute, y, map(x, (value) => Math.max(value, 0)));
      compute.reluBackward(input, upload(compute, weights), y);
      await assertTensor(compute, y, map(weights, (weight, i, j) => x[i]![j]! > 0 ? weight : 0));
    }),
);

testOnEveryDevice(
  "gelu and its gradient",
  (compute) =>
    overShapes(40, async ({ rows, columns, random }) => {
      const x = map(random(rows, columns), (value) => Math.fround(2 * value));
      const weights = random(rows, columns);
      const input = upload(compute, x), y = compute.tensor(rows, columns);
      compute.gelu(input, y);
      await assertTensor(compute, y, gelu(x), 1e-6);
      compute.geluBackward(input, upload(compute, weights), y);
      const slope = (value: number) => gradient((a) => gelu(a)[0]![0]!, [[value]])[0]![0]!;
      const expected = map(x, (value, i, j) => slope(value) * weights[i]![j]!);
      await assertTensor(compute, y, expected, 2e-6);
      const other = random(rows, columns);
      compute.geluBackward(input, upload(compute, weights), y, upload(compute, other));
      await assertTensor(compute, y, map(expected, (value, i, j) => value + other[i]![j]!), 2e-6);
    }),
);

testOnEveryDevice("gelu far from zero is x or 0", async (compute) => {
  const x = compute.tensor(1, 4, Float32Array.of(-1000, -12, 12, 1000)), y = compute.tensor(1, 4);
  compute.gelu(x, y);
  await assertTensor(compute, y, [[0, 0, 12, 1000]], 1e-6);
});

testOnEveryDevice("activations treat NaN and infinity as IEEE 754 says", async (compute) => {
  const x = compute.tensor(1, 5, Float32Array.of(NaN, Infinity, -Infinity, 1, -1));
  const ones = compute.tensor(1, 5, Float32Array.of(1, 1, 1, 1, NaN)), y = compute.tensor(1, 5);
  const kindsOf = async () => kinds(await compute.read(y));
  compute.relu(x, y);
  assert.deepEqual(await kindsOf(), ["nan", "inf", "finite", "finite", "finite"]);
  compute.reluBackward(x, ones, y);
  assert.deepEqual(await compute.read(y), Float32Array.of(0, 1, 0, 1, 0));
  compute.gelu(x, y);
  assert.deepEqual((await kindsOf()).slice(0, 2), ["nan", "inf"]);
  compute.geluBackward(x, ones, y);
  assert.equal((await kindsOf())[0], "nan");
  compute.add(x, compute.tensor(1, 5, Float32Array.of(1, -Infinity, 1, NaN, 1)), y);
  assert.deepEqual(await kindsOf(), ["nan", "nan", "-inf", "nan", "finite"]);
});
