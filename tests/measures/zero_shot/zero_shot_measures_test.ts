import assert from "node:assert/strict";
import { matrixOf } from "../../../src/basics/matrix.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { classifyZeroShot } from "../../../src/measures/zero_shot/zero_shot.ts";
import { measureZeroShot } from "../../../src/measures/zero_shot/zero_shot_measures.ts";
import { testOnEveryDevice } from "../../compute/devices.ts";

const DIM = 16;
const OPTIONS = { resamples: 400, seed: 3 };

/** Makes this many normal numbers. */
function noise(name: string, count: number): Float32Array {
  const random = new RandomStream(5, name);
  return Float32Array.from({ length: count }, () => random.normal());
}

/** 12 classes of 20 items; the prompts are the items' centers mixed with a share of noise. */
function planted(prompts: number, share: number) {
  const centers = noise("centers", 12 * DIM);
  const classes = Array.from({ length: 240 }, (_, item) => item % 12);
  const spread = noise("items", 240 * DIM);
  const values = spread.map((value, at) =>
    0.7 * value + centers[classes[Math.floor(at / DIM)]! * DIM + at % DIM]!
  );
  const promptClasses = Array.from({ length: 12 * prompts }, (_, prompt) => prompt % 12);
  const words = noise("prompts", 12 * prompts * DIM);
  const texts = words.map((value, at) =>
    share * value + (1 - share) * centers[promptClasses[Math.floor(at / DIM)]! * DIM + at % DIM]!
  );
  return {
    items: { ...matrixOf(DIM, values), classes, classCount: 12 },
    prompts: { ...matrixOf(DIM, texts), classes: promptClasses, classCount: 12 },
    sources: classes.map((_, item) => `source ${Math.floor(item / 24)} of ${item % 12}`),
  };
}

testOnEveryDevice("one prompt a label names as the zero-shot classifier does", async (compute) => {
  const { items, prompts, sources } = planted(1, 0.5);
  const measured = await measureZeroShot(compute, { items, prompts, sources }, OPTIONS);
  const x = compute.tensor(240, DIM, items.values);
  const y = compute.tensor(12, DIM, prompts.values);
  const expected = await classifyZeroShot(compute, { items: x, labels: y, classes: items.classes });
  compute.release(x, y);
  assert(expected.balancedTop1 > 0.3 && expected.balancedTop1 < 1, `${expected.balancedTop1}`);
  assert(Math.abs(measured.balanced_top1.value - expected.balancedTop1) < 1e-12);
  assert(Math.abs(measured.top5.value - expected.top5) < 1e-12);
  assert.deepEqual(measured.confusion, expected.confusion);
  assert.equal(measured.single_prompts, undefined);
});

Deno.test("aligned spaces are named correctly, unrelated spaces by chance", async () => {
  const compute = openCpu();
  const { items, prompts, sources } = planted(1, 0);
  const aligned = await measureZeroShot(compute, { items, prompts, sources }, OPTIONS);
  assert(aligned.balanced_top1.value > 0.95 && aligned.mean_average_precision.value > 0.95);
  const apart = planted(1, 1);
  const { balanced_top1 } = await measureZeroShot(compute, {
    items,
    prompts: apart.prompts,
    sources,
  }, OPTIONS);
  assert(balanced_top1.low < 1 / 12 && 1 / 12 < balanced_top1.high, JSON.stringify(balanced_top1));
  compute.close();
});

Deno.test("an ensemble is better than its prompts, whose spread is reported", async () => {
  const compute = openCpu();
  const { items, prompts, sources } = planted(8, 0.7);
  const { balanced_top1, single_prompts } = await measureZeroShot(compute, {
    items,
    prompts,
    sources,
  }, OPTIONS);
  const singles = single_prompts!.balanced_top1;
  assert.equal(singles.length, 8);
  assert(balanced_top1.value > single_prompts!.mean + 0.1);
  // The first set of single prompts holds the first prompt of each label.
  const first = {
    ...prompts,
    ...matrixOf(DIM, prompts.values.slice(0, 12 * DIM)),
    classes: prompts.classes.slice(0, 12),
  };
  const alone = await measureZeroShot(compute, { items, prompts: first, sources }, OPTIONS);
  assert.equal(alone.balanced_top1.value, singles[0]);
  compute.close();
});

Deno.test("a label without items competes and has no measures; one without a prompt is refused", async () => {
  const compute = openCpu();
  const items = { ...matrixOf(2, Float32Array.of(1, 0, 0, 1)), classes: [0, 1], classCount: 3 };
  const prompts = {
    ...matrixOf(2, Float32Array.of(1, 0, 1, 1, 0, 1)),
    classes: [0, 1, 2],
    classCount: 3,
  };
  const { labels, top1 } = await measureZeroShot(
    compute,
    { items, prompts, sources: ["a", "b"] },
    OPTIONS,
  );
  assert.equal(top1.value, 0.5);
  assert.deepEqual(labels[2], { items: 0 });
  const fewer = { ...prompts, ...matrixOf(2, prompts.values.slice(0, 4)), classes: [0, 1] };
  await assert.rejects(
    measureZeroShot(compute, { items, prompts: fewer, sources: ["a", "b"] }, OPTIONS),
    {
      message: "Label 2 has no prompt; expected at least 1",
    },
  );
  compute.close();
});
