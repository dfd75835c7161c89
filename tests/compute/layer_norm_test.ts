import assert from "node:assert/strict";
import { testOnEveryDevice } from "./devices.ts";
import { assertSameBits, assertTensor, kinds, overShapes, sample, upload } from "./matrices.ts";
import { gradient, layerNorm, layerNormStatistics, weighted } from "./oracle.ts";

testOnEveryDevice(
  "layerNorm and its gradients",
  (compute) =>
    overShapes(14, async ({ rows, columns, random }) => {
      const x = random(rows, columns), gain = random(1, columns), shift = random(1, columns);
      const weights = random(rows, columns);
      const [input, scale] = [upload(compute, x), upload(compute, gain)];
      const y = compute.tensor(rows, columns), statistics = compute.tensor(rows, 2);
      compute.layerNorm(input, scale, upload(compute, shift), y, statistics);
      await assertTensor(compute, y, layerNorm(x, gain, shift));
      await assertTensor(compute, statistics, layerNormStatistics(x));

      const forX = compute.tensor(rows, columns);
      const forGain = compute.tensor(1, columns), forShift = compute.tensor(1, columns);
      const yGradient = upload(compute, weights);
      compute.layerNormBackward(input, scale, statistics, yGradient, forX, forGain, forShift);
      const loss = (a = x, b = gain, c = shift) => weighted(layerNorm(a, b, c), weights);
      // A row of one or two columns has a gradient that cancels to almost 0: what remains is 1/deviation times
      // rounding.
      if (columns > 2) await assertTensor(compute, forX, gradient((a) => loss(a), x), 1e-4);
      await assertTensor(compute, forGain, gradient((b) => loss(x, b), gain));
      await assertTensor(compute, forShift, gradient((c) => loss(x, gain, c), shift));
    }),
);

testOnEveryDevice("layerNorm of a row without spread is its shift", async (compute) => {
  const x = compute.tensor(1, 5, new Float32Array(5).fill(3));
  const gain = compute.tensor(1, 5, new Float32Array(5).fill(2));
  const shift = compute.tensor(1, 5, Float32Array.of(1, 2, 3, 4, 5));
  const y = compute.tensor(1, 5), statistics = compute.tensor(1, 2);
  compute.layerNorm(x, gain, shift, y, statistics);
  await assertTensor(compute, y, [[1, 2, 3, 4, 5]]);
});

testOnEveryDevice("NaN and infinity stay in their row of a layerNorm", async (compute) => {
  const x = compute.tensor(3, 2, Float32Array.of(NaN, 1, Infinity, 1, 2, 1));
  const gain = compute.tensor(1, 2, Float32Array.of(1, 1)), shift = compute.tensor(1, 2);
  const y = compute.tensor(3, 2), statistics = compute.tensor(3, 2);
  compute.layerNorm(x, gain, shift, y, statistics);
  const expected = ["nan", "nan", "nan", "nan", "finite", "finite"];
  assert.deepEqual(kinds(await compute.read(y)), expected);
});

testOnEveryDevice("the same layerNorm gradients have the same bits", (compute) => {
  const { random } = sample(61, 67, 1);
  const [x, yGradient] = [upload(compute, random(61, 67)), upload(compute, random(61, 67))];
  const [gain, statistics] = [upload(compute, random(1, 67)), upload(compute, random(61, 2))];
  return assertSameBits(async () => {
    const forX = compute.tensor(61, 67);
    const forGain = compute.tensor(1, 67), forShift = compute.tensor(1, 67);
    compute.layerNormBackward(x, gain, statistics, yGradient, forX, forGain, forShift);
    const parts = await Promise.all([forX, forGain, forShift].map((part) => compute.read(part)));
    return Float32Array.from(parts.flatMap((part) => [...part]));
  });
});
