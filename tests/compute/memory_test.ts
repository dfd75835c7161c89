import assert from "node:assert/strict";
import { testOnEveryDevice } from "./devices.ts";
import { overShapes } from "./matrices.ts";

testOnEveryDevice(
  "written values are read back, bit for bit",
  (compute) =>
    overShapes(60, async ({ rows, columns, random, stream }) => {
      const values = Float32Array.from(random(rows, columns).flat());
      const tensor = compute.tensor(rows, columns);
      assert.deepEqual(await compute.read(tensor), new Float32Array(rows * columns));
      compute.write(tensor, values);
      assert.deepEqual(await compute.read(tensor), values);
      assert.deepEqual(await compute.read(compute.tensor(rows, columns, values)), values);
      const words = Uint32Array.from(values, () => stream.bits());
      assert.deepEqual(await compute.readIndices(compute.indices(rows, columns, words)), words);
    }),
);

testOnEveryDevice("values are copied, both ways", async (compute) => {
  const values = Float32Array.of(1, 2);
  const tensor = compute.tensor(1, 2, values);
  values[0] = 9;
  const read = await compute.read(tensor);
  read[1] = 9;
  assert.deepEqual(await compute.read(tensor), Float32Array.of(1, 2));
});

testOnEveryDevice("values that were read are not those of later operations", async (compute) => {
  const [a, b] = [1, 2].map((value) => new Float32Array(4096).fill(value));
  const [x, y] = [compute.tensor(64, 64, a), compute.tensor(64, 64, b)];
  const sum = compute.tensor(64, 64);
  const given = new Float32Array(4096);
  compute.add(x, x, sum);
  const own = await compute.read(sum), same = await compute.read(sum, given);
  assert.equal(same, given);
  compute.add(x, y, sum);
  await compute.read(sum);
  compute.release(sum);
  // Memory that was released serves the next tensor.
  const other = compute.tensor(64, 64, new Float32Array(4096).fill(9));
  await compute.read(other);
  for (const values of [own, given]) assert.deepEqual(values, new Float32Array(4096).fill(2));
  compute.release(x, y, other);
});

testOnEveryDevice("an array that values are read into is the caller's", async (compute) => {
  const row = compute.tensor(1, 2, Float32Array.of(1, 2));
  const given = Float32Array.of(7, 7, 7, 7);
  // The middle of an array: nothing around it is written.
  await compute.read(row, given.subarray(1, 3));
  assert.deepEqual(given, Float32Array.of(7, 1, 2, 7));
  given.fill(8);
  assert.deepEqual(await compute.read(row), Float32Array.of(1, 2));
  compute.release(row);
});

testOnEveryDevice("a write affects only operations recorded after it", async (compute) => {
  const x = compute.tensor(1, 2, Float32Array.of(1, 2));
  const before = compute.tensor(1, 2), after = compute.tensor(1, 2);
  compute.add(x, x, before);
  compute.write(x, Float32Array.of(10, 20));
  compute.add(x, x, after);
  assert.deepEqual(await compute.read(before), Float32Array.of(2, 4));
  assert.deepEqual(await compute.read(after), Float32Array.of(20, 40));
});

testOnEveryDevice("a view shares its row's memory", async (compute) => {
  const alignment = compute.viewAlignment;
  const row = compute.tensor(1, 2 * alignment + 6);
  const view = compute.view(row, 2 * alignment, 3, 2);
  compute.write(view, Float32Array.of(1, 2, 3, 4, 5, 6));
  assert.deepEqual((await compute.read(row)).slice(-7), Float32Array.of(0, 1, 2, 3, 4, 5, 6));
  compute.write(row, new Float32Array(row.columns).fill(8));
  assert.deepEqual(await compute.read(view), new Float32Array(6).fill(8));
});

testOnEveryDevice("an operation writes its view and nothing around it", async (compute) => {
  const alignment = compute.viewAlignment;
  const row = compute.tensor(1, 3 * alignment);
  const one = compute.tensor(1, 1, Float32Array.of(1));
  compute.relu(one, compute.view(row, alignment, 1, 1));
  const expected = new Float32Array(3 * alignment);
  expected[alignment] = 1;
  assert.deepEqual(await compute.read(row), expected);
});

testOnEveryDevice("operations recorded before a release still run", async (compute) => {
  const x = compute.tensor(1, 2, Float32Array.of(1, 2)), y = compute.tensor(1, 2);
  compute.relu(x, y);
  compute.release(x);
  const other = compute.tensor(1, 2, Float32Array.of(5, 5));
  compute.submit();
  assert.deepEqual(await compute.read(y), Float32Array.of(1, 2));
  compute.release(y, other);
});
