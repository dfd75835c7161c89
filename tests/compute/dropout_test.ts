import assert from "node:assert/strict";
import { threefry2x32 } from "../../src/basics/random.ts";
import type { DropoutKey } from "../../src/compute/compute.ts";
import { testOnEveryDevice } from "./devices.ts";
import { assertTensor, kinds, overShapes, upload } from "./matrices.ts";
import { map } from "./oracle.ts";

function expectedDropout(x: number[], rate: number, { seed, layer, step }: DropoutKey) {
  const scale = Math.fround(1 / (1 - rate));
  return Float32Array.from(x, (value, i) => {
    const [word] = threefry2x32(seed, layer, i, step);
    return word >= Math.round(rate * 2 ** 32) ? value * scale : 0;
  });
}

testOnEveryDevice(
  "dropout draws its mask from Threefry, bit for bit",
  (compute) =>
    overShapes(40, async ({ rows, columns, inner, random, stream }) => {
      const x = random(rows, columns), y = compute.tensor(rows, columns);
      const rate = stream.uniform();
      const key = { seed: stream.bits(), layer: inner, step: stream.bits() };
      compute.dropout(upload(compute, x), y, rate, key);
      assert.deepEqual(await compute.read(y), expectedDropout(x.flat(), rate, key));
    }),
);

testOnEveryDevice(
  "dropoutAdd adds the residual to the result of dropout",
  (compute) =>
    overShapes(40, async ({ rows, columns, inner, random, stream }) => {
      const x = random(rows, columns), residual = random(rows, columns);
      const y = compute.tensor(rows, columns);
      const rate = stream.uniform();
      const key = { seed: stream.bits(), layer: inner, step: stream.bits() };
      compute.dropoutAdd(upload(compute, x), upload(compute, residual), y, rate, key);
      const dropped = expectedDropout(x.flat(), rate, key);
      const expected = map(residual, (value, i, j) => value + dropped[i * columns + j]!);
      await assertTensor(compute, y, expected, 1e-6);
    }),
);

testOnEveryDevice("dropout at rate 0 changes nothing, not even NaN", async (compute) => {
  const x = compute.tensor(1, 3, Float32Array.of(NaN, Infinity, -2)), y = compute.tensor(1, 3);
  compute.dropout(x, y, 0, { seed: 0, layer: 0, step: 1 });
  const found = await compute.read(y);
  assert.deepEqual(kinds(found), ["nan", "inf", "finite"]);
  assert.equal(found[2], -2);
});

testOnEveryDevice("dropout keeps about the share that its rate states", async (compute) => {
  const x = compute.tensor(100, 100, new Float32Array(10_000).fill(1));
  const y = compute.tensor(100, 100);
  const masks = await Promise.all([1, 2].map((step) => {
    compute.dropout(x, y, 0.2, { seed: 5, layer: 0, step });
    return compute.read(y);
  }));
  const kept = masks[0]!.filter((value) => value === 1.25).length;
  assert.ok(Math.abs(kept - 8000) < 200, `${kept} of 10,000 elements were kept`);
  assert.notDeepEqual(masks[0], masks[1]);
});
