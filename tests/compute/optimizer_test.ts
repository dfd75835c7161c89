import assert from "node:assert/strict";
import type { AdamWStep } from "../../src/compute/compute.ts";
import { testOnEveryDevice } from "./devices.ts";
import { assertSameBits, assertTensor, kinds, overShapes, sample, upload } from "./matrices.ts";
import { dot, map } from "./oracle.ts";

const SETTINGS = {
  learningRate: 0.01,
  betas: [0.9, 0.999],
  epsilon: 1e-8,
  weightDecay: 0.05,
} as const;

testOnEveryDevice("globalNorm, also of a long row", async (compute) => {
  await overShapes(40, async ({ rows, columns, random }) => {
    const x = random(rows, columns), norm = compute.tensor(1, 1);
    compute.globalNorm(upload(compute, x), norm);
    await assertTensor(compute, norm, [[Math.sqrt(dot(x.flat(), x.flat()))]], 2e-6);
  });
  const norm = compute.tensor(1, 1);
  compute.globalNorm(compute.tensor(1, 70_001, new Float32Array(70_001).fill(0.1)), norm);
  await assertTensor(compute, norm, [[Math.sqrt(70_001) * Math.fround(0.1)]], 2e-6);
});

testOnEveryDevice("the same globalNorm has the same bits", (compute) => {
  const x = upload(compute, sample(1, 7001, 1).random(1, 7001));
  return assertSameBits(() => {
    const norm = compute.tensor(1, 1);
    compute.globalNorm(x, norm);
    return compute.read(norm);
  });
});

testOnEveryDevice("globalNorm keeps NaN and infinity", async (compute) => {
  const norm = compute.tensor(1, 1);
  compute.globalNorm(compute.tensor(1, 3, Float32Array.of(1, NaN, 2)), norm);
  assert.deepEqual(kinds(await compute.read(norm)), ["nan"]);
  compute.globalNorm(compute.tensor(1, 3, Float32Array.of(1, -Infinity, 2)), norm);
  assert.deepEqual(kinds(await compute.read(norm)), ["inf"]);
});

testOnEveryDevice(
  "adamW follows its definition over several steps",
  (compute) =>
    overShapes(300, async ({ columns, random, stream }) => {
      const parameters = random(1, columns);
      const moments = { first: new Float64Array(columns), second: new Float64Array(columns) };
      const tensors = {
        parameters: upload(compute, parameters),
        firstMoment: compute.tensor(1, columns),
        secondMoment: compute.tensor(1, columns),
      };
      const clamp = { index: stream.below(columns), low: -0.5, high: 0.5 };
      for (let step = 1; step <= 4; step++) {
        const gradients = random(1, columns);
        const norm = Math.fround(Math.sqrt(dot(gradients[0]!, gradients[0]!)));
        compute.adamW({
          ...SETTINGS,
          ...tensors,
          gradients: upload(compute, gradients),
          gradientNorm: upload(compute, [[norm]]),
          clipNorm: 2,
          step,
          clamp,
        });
        parameters[0] = parameters[0]!.map((parameter, i) => {
          const g = gradients[0]![i]! * Math.min(1, 2 / (norm + 1e-6));
          moments.first[i] = 0.9 * moments.first[i]! + 0.1 * g;
          moments.second[i] = 0.999 * moments.second[i]! + 0.001 * g * g;
          const first = moments.first[i]! / (1 - 0.9 ** step);
          const second = moments.second[i]! / (1 - 0.999 ** step);
          const changed = parameter * (1 - 0.01 * 0.05) - 0.01 * first / (Math.sqrt(second) + 1e-8);
          return i === clamp.index ? Math.min(Math.max(changed, clamp.low), clamp.high) : changed;
        });
      }
      await assertTensor(compute, tensors.parameters, parameters, 2e-6);
      await assertTensor(compute, tensors.firstMoment, [[...moments.first]]);
      await assertTensor(compute, tensors.secondMoment, [[...moments.second]]);
    }),
);

function oneStep(
  compute: Parameters<Parameters<typeof testOnEveryDevice>[1]>[0],
  gradients: Float32Array,
  norm: number,
): AdamWStep {
  return {
    ...SETTINGS,
    parameters: compute.tensor(1, 3, Float32Array.of(1, 2, 9)),
    firstMoment: compute.tensor(1, 3),
    secondMoment: compute.tensor(1, 3),
    gradients: compute.tensor(1, 3, gradients),
    gradientNorm: compute.tensor(1, 1, Float32Array.of(norm)),
    clipNorm: 1,
    step: 1,
    clamp: { index: 2, low: 0, high: 5 },
  };
}

testOnEveryDevice("adamW without gradient only decays and clamps", async (compute) => {
  const step = oneStep(compute, Float32Array.of(0, 0, 0), 0);
  compute.adamW(step);
  const decayed = map([[1, 2]], (value) => value * (1 - 0.01 * 0.05))[0]!;
  await assertTensor(compute, step.parameters, [[...decayed, 5]], 1e-6);
});

testOnEveryDevice("adamW does not hide a NaN of the gradient norm", async (compute) => {
  const step = oneStep(compute, Float32Array.of(1, 1, 1), NaN);
  compute.adamW(step);
  assert.deepEqual(kinds(await compute.read(step.parameters)), ["nan", "nan", "nan"]);
});
