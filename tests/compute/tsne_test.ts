import assert from "node:assert/strict";
import type { Compute } from "../../src/compute/compute.ts";
import { openWebGpu } from "../../src/compute/webgpu/open_webgpu.ts";
import { testOnEveryDevice } from "./devices.ts";
import { assertSameBits, assertTensor, overShapes, sample, upload } from "./matrices.ts";
import { build, gradient, type Matrix, transposed } from "./oracle.ts";

/** Creates symmetric probabilities of sum 1, some of them 0. */
function probabilitiesOf(n: number, uniform: () => number): Matrix {
  const upper = build(n, n, (i, j) => i < j && uniform() > 0.2 ? uniform() ** 4 : 0);
  const sum = 2 * upper.flat().reduce((total, value) => total + value, 0) || 1;
  return build(n, n, (i, j) => Math.fround((upper[i]![j]! + upper[j]![i]!) / sum));
}

const weight = (map: Matrix, i: number, j: number) =>
  i === j ? 0 : 1 / (1 + (map[0]![i]! - map[0]![j]!) ** 2 + (map[1]![i]! - map[1]![j]!) ** 2);

/**
 * Computes Σ e p log(p / q), which for e = 1 is the divergence; the gradient of its part in log Z does not grow with e.
 */
function exaggerated(p: Matrix, map: Matrix, e: number): number {
  const n = p.length;
  const w = build(n, n, (i, j) => weight(map, i, j));
  const z = w.flat().reduce((total, value) => total + value, 0);
  const terms = p.flatMap((row, i) =>
    row.map((value, j) => value === 0 ? 0 : e * value * Math.log(value / w[i]![j]!))
  );
  const mass = p.flat().reduce((total, value) => total + value, 0);
  return terms.reduce((total, value) => total + value, 0) + mass * Math.log(z);
}

async function run(compute: Compute, p: Matrix, map: Matrix, e: number) {
  const n = p.length;
  const operands = { probabilities: upload(compute, p), map: upload(compute, map) };
  const [slope, divergence] = [compute.tensor(2, n), compute.tensor(1, 1)];
  compute.tsneGradient({ ...operands, exaggeration: e, gradient: slope });
  compute.tsneDivergence({ ...operands, divergence });
  return { slope, divergence: (await compute.read(divergence))[0]! };
}

testOnEveryDevice(
  "the gradient and the divergence of t-SNE",
  (compute) =>
    overShapes(30, async ({ rows, random, stream }) => {
      const n = rows + 1;
      const p = probabilitiesOf(n, () => stream.uniform());
      const map = random(2, n);
      for (const e of [1, 12]) {
        const { slope, divergence } = await run(compute, p, map, e);
        if (n > 2) {
          await assertTensor(compute, slope, gradient((y) => exaggerated(p, y, e), map), 1e-5);
        }
        const expected = exaggerated(p, map, 1);
        assert.ok(Math.abs(divergence - expected) < 2e-6, `${divergence} is not ${expected}`);
      }
    }),
);

testOnEveryDevice("items at one position exert no force on each other", async (compute) => {
  const p = probabilitiesOf(5, () => 0.5);
  const { slope } = await run(compute, p, build(2, 5, () => 3), 12);
  assert.deepEqual([...await compute.read(slope)], new Array(10).fill(0));
});

testOnEveryDevice("a far-off map keeps its digits", async (compute) => {
  // Σ w is far below 1, which a sum including the items themselves would lose.
  const map = [[0, 3000, -2000], [0, 1000, 500]];
  const p = build(3, 3, (i, j) => i === j ? 0 : Math.fround(1 / 6));
  const { slope, divergence } = await run(compute, p, map, 1);
  await assertTensor(compute, slope, gradient((y) => exaggerated(p, y, 1), map, 1e-2), 1e-4);
  assert.ok(Math.abs(divergence - exaggerated(p, map, 1)) < 1e-5);
});

testOnEveryDevice("the divergence is finite for probabilities near 0", async (compute) => {
  // Z is about 1e-10, so that p Z underflows float32; one probability is subnormal.
  const map = [[0, 1e5, -2e5], [0, 1e5, 5e4]];
  const p = build(3, 3, (i, j) => Math.fround([[0, 0.5, 1e-40], [0.5, 0, 2e-38]][i]?.[j] ?? 0));
  p[2] = [p[0]![2]!, p[1]![2]!, 0];
  const { divergence } = await run(compute, p, map, 1);
  const expected = exaggerated(p, map, 1);
  assert.ok(Math.abs(divergence - expected) < 1e-6, `${divergence} is not ${expected}`);
});

testOnEveryDevice("a gain distinguishes signs whose product underflows", async (compute) => {
  const signs = [[1, -1], [-1, 1], [1, 1], [-1, -1], [0, 1], [1, 0]];
  const of = (sign: (pair: readonly number[]) => number) =>
    upload(compute, [signs, signs].map((row) => row.map((pair) => 1e-30 * sign(pair))));
  const [gradient, velocity] = [of(([slope]) => slope!), of(([, before]) => before!)];
  const gains = compute.tensor(2, 6, new Float32Array(12).fill(1));
  const map = compute.tensor(2, 6);
  compute.tsneUpdate({ gradient, map, velocity, gains, momentum: 0.5, learningRate: 1 });
  const expected = [1.2, 1.2, 0.8, 0.8, 0.8, 0.8];
  await assertTensor(compute, gains, [expected, expected], 1e-6);
});

testOnEveryDevice(
  "the update follows its definition over several steps",
  (compute) =>
    overShapes(50, async ({ rows: n, random }) => {
      const map = random(2, n).flat();
      const velocity = map.map(() => 0), gains = map.map(() => 1);
      const tensors = {
        map: upload(compute, [map.slice(0, n), map.slice(n)]),
        velocity: compute.tensor(2, n),
        gains: compute.tensor(2, n, new Float32Array(2 * n).fill(1)),
      };
      for (let step = 0; step < 25; step++) {
        const slopes = random(2, n);
        if (step > 5) slopes[0]!.fill(0.5);
        compute.tsneUpdate({
          ...tensors,
          gradient: upload(compute, slopes),
          momentum: 0.5,
          learningRate: 0.1,
        });
        slopes.flat().forEach((slope, at) => {
          const gain = velocity[at]! * slope < 0 ? gains[at]! + 0.2 : gains[at]! * 0.8;
          gains[at] = Math.max(gain, 0.01);
          velocity[at] = 0.5 * velocity[at]! - 0.1 * gains[at]! * slope;
          map[at]! += velocity[at]!;
        });
      }
      const byRows = (values: number[]) => [values.slice(0, n), values.slice(n)];
      await assertTensor(compute, tensors.map, byRows(map));
      await assertTensor(compute, tensors.velocity, byRows(velocity));
      await assertTensor(compute, tensors.gains, byRows(gains));
    }),
);

testOnEveryDevice("the same gradient of t-SNE has the same bits", (compute) => {
  const { random, stream } = sample(301, 2, 1);
  const p = probabilitiesOf(301, () => stream.uniform()), map = transposed(random(301, 2));
  return assertSameBits(async () => compute.read((await run(compute, p, map, 12)).slope));
});

Deno.test("t-SNE with probabilities that are larger than a binding", async () => {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) return console.warn("SKIPPED: no WebGPU adapter answers");
  for (const n of [300, 301]) {
    const { random, stream } = sample(n, 2, 1);
    const p = probabilitiesOf(n, () => stream.uniform()), map = transposed(random(n, 2));
    const whole = await openWebGpu((await navigator.gpu.requestAdapter())!);
    // 128 rows fit.
    const parts = await openWebGpu((await navigator.gpu.requestAdapter())!, {
      bindingBytes: 2 ** 18,
    });
    const expected = await run(whole, p, map, 12), found = await run(parts, p, map, 12);
    assert.deepEqual(await parts.read(found.slope), await whole.read(expected.slope));
    assert.equal(found.divergence, expected.divergence);
    whole.close();
    parts.close();
  }
});
