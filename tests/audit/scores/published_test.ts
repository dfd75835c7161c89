import assert from "node:assert/strict";
import { makeFolds } from "../../../src/audit/trainings/folds.ts";
import { measurePublished } from "../../../src/audit/scores/published.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { handInputs, matrixOf, resamplingFor } from "../hand_inputs.ts";

const items = [
  ["cat", [1, 0, 0]],
  ["cat", [0.9, 0.1, 0]],
  ["cat", [0.8, 0, 0.1]],
  // This dog is nearest to the cat's text, but among the other dogs.
  ["dog", [0.8, 0.7, 0]],
  ["dog", [0.6, 0.8, 0]],
  ["hen", [0, 0, 1]],
  ["hen", [0, 0.1, 1]],
] as const;

/** Measures a published model with these items, and with prompts that represent a label only as an ensemble. */
function measure(folds: number) {
  const inputs = handInputs(items, { any: [1] });
  const model = {
    name: "published",
    evaluation: inputs.backbones.audio[0]!.evaluation,
    texts: ["a cat", "the cat", "a dog", "the dog", "a hen", "the hen"],
    vectors: matrixOf([[2, 0, 0], [1, 0, 0], [1, 1, 0], [-1, 1, 0], [0, 0, 1], [0, 0, 3]]),
  };
  const prompts = ["a {label}", "the {label}"];
  const resampling = resamplingFor(inputs);
  return measurePublished(
    openCpu(),
    model,
    { ...inputs.evaluation, prompts },
    makeFolds(inputs.evaluation, [], folds),
    resampling,
  );
}

Deno.test("a published model names items by its own texts", async () => {
  const { name, per_class, ...measures } = await measure(1);
  assert.equal(name, "published");
  // The dog's ensemble is (0, √2/2, 0): the first dog is nearer to the cat's text.
  assert.deepEqual(per_class, { cat: 1, dog: 0.5, hen: 1 });
  const { balanced_top1, top1, top5, nearest_centroid } = measures;
  assert.ok(Math.abs(balanced_top1.value - 2.5 / 3) < 1e-12);
  assert.ok(Math.abs(top1!.value - 6 / 7) < 1e-12);
  assert.equal(top5!.value, 1);
  assert.equal(nearest_centroid.value, 1);
  assert.ok(balanced_top1.low < 2.5 / 3 && balanced_top1.high_fixed === 1);
});

Deno.test("each prompt alone has its accuracy, beside that of the ensemble", async () => {
  const { prompts } = await measure(1);
  // By "a" cat is (2, 0, 0) and dog (1, 1, 0), so both dogs are right; by "the" dog is (-1, 1, 0), and both are wrong.
  const [a, the] = prompts!.single;
  assert.deepEqual([a!.prompt, the!.prompt], ["a {label}", "the {label}"]);
  assert.ok(Math.abs(a!.balanced_top1 - 1) < 1e-12);
  assert.ok(Math.abs(the!.balanced_top1 - 2 / 3) < 1e-12, `${the!.balanced_top1}`);
  assert.ok(Math.abs(prompts!.sd - Math.SQRT2 / 6) < 1e-12);
});

Deno.test("items are named among the labels of their class fold", async () => {
  // The folds are cat and hen, and dog alone.
  const { per_class } = await measure(2);
  assert.deepEqual(per_class, { cat: 1, dog: 1, hen: 1 });
});
