import assert from "node:assert/strict";
import { makeFolds } from "../../../src/audit/trainings/folds.ts";
import { measureTextSpace } from "../../../src/audit/scores/text_spaces.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { handInputs } from "../hand_inputs.ts";

const options = { resamples: 200, seed: 0 };
const items = ["bird", "cat", "dog", "hen"].map((label) => [label, [0]] as const);

Deno.test("a label's similarity is that to the nearest other label of its class fold", async () => {
  const inputs = handInputs(items, {
    bird: [1, 0],
    cat: [0, 1],
    dog: [3, 4],
    hen: [0, -2],
    tree: [1, 0],
  });
  const measure = (folds: number) =>
    measureTextSpace(
      openCpu(),
      inputs.backbones.text[0]!,
      makeFolds(inputs.evaluation, [], folds),
      ["{label}"],
      options,
    );
  // By hand: bird · dog = 0.6, cat · dog = 0.8, hen is nearest to bird with 0; tree is not a label.
  const { separability, nearest } = await measure(1);
  const rounded = Object.fromEntries(
    Array.from(nearest, ([label, value]) => [label, Math.round(value * 1e6) / 1e6]),
  );
  assert.deepEqual(rounded, { bird: 0.6, cat: 0.8, dog: 0.8, hen: 0 });
  assert.ok(Math.abs(separability.nearest_text! - 0.55) < 1e-6);
  assert.deepEqual([separability.items, separability.silhouette_cosine], [4, undefined]);

  // The folds are bird and dog, cat and hen: 0.6 twice and -1 twice.
  const inFolds = await measure(2);
  assert.ok(Math.abs(inFolds.separability.nearest_text! - -0.2) < 1e-6);
});

Deno.test("labels with several prompts have silhouettes and ensembles", async () => {
  const inputs = handInputs(items.slice(1, 3), {
    "a cat": [1, 0],
    "the cat": [0, 1],
    "a dog": [-1, 0],
    "the dog": [0, -1],
  });
  const templates = ["a {label}", "the {label}"];
  const folds = makeFolds(inputs.evaluation, [], 1);
  const { separability } = await measureTextSpace(
    openCpu(),
    inputs.backbones.text[0]!,
    folds,
    templates,
    options,
  );
  // The ensembles are opposite. By cosine distance, a prompt is 1 from its label's other prompt and 1.5 from the rest.
  assert.ok(Math.abs(separability.nearest_text! - -1) < 1e-6);
  assert.equal(separability.items, 4);
  const { value, low, high, low_fixed, high_fixed } = separability.silhouette_cosine!;
  assert.ok(Math.abs(value - 1 / 3) < 1e-6);
  assert.ok([low, high, low_fixed, high_fixed].every((end) => Math.abs(end - 1 / 3) < 1e-6));
  // The distance within a label is √2, and 2 and √2 to the other prompts.
  const between = (2 + Math.SQRT2) / 2;
  const euclidean = (between - Math.SQRT2) / between;
  assert.ok(Math.abs(separability.silhouette_euclidean!.value - euclidean) < 1e-6);
});
