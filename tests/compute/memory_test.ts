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
