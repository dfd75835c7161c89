import assert from "node:assert/strict";
import { matrixOf, matrixRow } from "../../../src/basics/matrix.ts";
import { makeFolds } from "../../../src/audit/trainings/folds.ts";
import { measureAudioSpace, referenceOf } from "../../../src/audit/scores/audio_spaces.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { measureSeparability } from "../../../src/measures/separability/measure.ts";
import { readEsc10 } from "../../measures/separability/esc10.ts";
import { sharedPath } from "../../shared.ts";
import { handInputs, resamplingFor } from "../hand_inputs.ts";

/** Makes the inputs of an audit of ESC-10. */
function esc10Inputs() {
  const esc10 = readEsc10();
  if (esc10 === undefined) return undefined;
  const { set, names, sources } = esc10;
  const inputs = handInputs(
    Array.from(
      set.classes,
      (c, row) => [names[c]!, [...matrixRow(set, row)]] as const,
    ),
    Object.fromEntries(names.map((name, i) => [name, [i, 1]])),
  );
  const items = inputs.evaluation.items.map((item, row) => ({ ...item, source: sources[row]! }));
  return { ...inputs, evaluation: { ...inputs.evaluation, items } };
}

Deno.test("an audio backbone's space is measured as scikit-learn does", async () => {
  const inputs = esc10Inputs();
  const path = sharedPath("golden/separability.json");
  if (inputs === undefined || path === undefined) return;
  const golden = JSON.parse(Deno.readTextFileSync(path));
  const { labels, items } = inputs.evaluation;
  const alone = items.map(({ id, label }) => ({ id, label }));
  const space = await measureAudioSpace(
    openCpu(),
    inputs.backbones.audio[0]!,
    [],
    makeFolds({ labels, items: alone }, [], 1),
    resamplingFor(inputs),
  );
  const { separability, silhouettes } = space;
  const near = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-5);
  near(separability.silhouette_cosine!.value, golden.silhouette_cosine.mean);
  near(separability.silhouette_euclidean!.value, golden.silhouette_euclidean.mean);
  // Classes have the same number of items, so balanced accuracy is plain accuracy.
  near(separability.knn!["k1"]!.value, golden.knn_cosine.leave_one_out_accuracy_k1);
  near(separability.knn!["k5"]!.value, golden.knn_cosine.leave_one_out_accuracy_k5);
  near(
    silhouettes.reduce((sum, one) => sum + one / silhouettes.length, 0),
    golden.silhouette_cosine.mean,
  );

  const { nearest_centroid, knn, silhouette_cosine } = separability;
  assert.deepEqual(referenceOf(space), {
    audio: "audio",
    separability: { nearest_centroid, knn, silhouette_cosine },
  });
});

Deno.test("with sources left out and in class folds, items are compared within their fold", async () => {
  const inputs = esc10Inputs();
  if (inputs === undefined) return;
  const folds = makeFolds(inputs.evaluation, [], 2);
  const compute = openCpu();
  const [audio] = inputs.backbones.audio;
  const { separability } = await measureAudioSpace(
    compute,
    audio!,
    [],
    folds,
    resamplingFor(inputs),
  );
  const { columns, values } = audio!.evaluation;
  const alone = await Promise.all(folds.map(({ itemRows, truths, labels, sources }) => {
    const rows = itemRows.map((row) => values.subarray(row * columns, (row + 1) * columns));
    const set = {
      ...matrixOf(columns, Float32Array.from(rows.flatMap((row) => [...row]))),
      classes: truths,
      classCount: labels.length,
    };
    return measureSeparability(compute, { items: set, sources }, { resamples: 1, seed: 0 });
  }));
  const mean = (a: number, b: number) => (a + b) / 2;
  const near = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-9);
  const [first, second] = alone as [typeof alone[0], typeof alone[0]];
  near(
    separability.silhouette_euclidean!.value,
    mean(first.silhouette_euclidean.value, second.silhouette_euclidean.value),
  );
  near(
    separability.nearest_centroid.value,
    mean(first.nearest_centroid.balanced_top1.value, second.nearest_centroid.balanced_top1.value),
  );
  near(
    separability.knn!["k5"]!.value,
    mean(first.knn["k5"]!.balanced_top1.value, second.knn["k5"]!.balanced_top1.value),
  );
});

Deno.test("compared items that were drawn weigh as their classes do among all", async () => {
  const inputs = esc10Inputs();
  if (inputs === undefined) return;
  const [audio] = inputs.backbones.audio;
  const folds = makeFolds(inputs.evaluation, [], 2);
  const measure = async (drawn: readonly (readonly number[])[]) => {
    const asked = folds.map((fold, at) => ({ ...fold, compared: drawn[at]! }));
    const { separability } = await measureAudioSpace(
      openCpu(),
      audio!,
      [],
      asked,
      resamplingFor(inputs),
    );
    return separability;
  };
  const { separability: whole } = await measureAudioSpace(
    openCpu(),
    audio!,
    [],
    folds,
    resamplingFor(inputs),
  );
  const all = await measure(folds.map(({ items }) => [...items.keys()]));
  const near = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-6);
  near(all.silhouette_euclidean!.value, whole.silhouette_euclidean!.value);
  assert.equal(all.knn!["k5"]!.value, whole.knn!["k5"]!.value);
  assert.equal(all.compared, inputs.evaluation.items.length);
  assert.equal(whole.compared, undefined);

  // A half of some classes and all of others, twice: together they are all.
  const half = (part: number) =>
    folds.map(({ truths }) =>
      [...truths.keys()].filter((item) => truths[item]! > 2 || item % 2 === part)
    );
  const halves = [await measure(half(0)), await measure(half(1))];
  const mean = (halves[0]!.silhouette_euclidean!.value + halves[1]!.silhouette_euclidean!.value) /
    2;
  const parts = half(0).map(({ length }, at) => length - half(1)[at]!.length);
  assert.deepEqual(parts, [0, 0], "the classes are halved");
  near(mean, whole.silhouette_euclidean!.value);
  for (const one of halves) {
    assert.equal(one.silhouette_cosine!.value, whole.silhouette_cosine!.value);
    assert.equal(one.compared, half(0).flat().length);
  }
});
