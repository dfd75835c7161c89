import assert from "node:assert/strict";
import { associateArms } from "../../../src/audit/scores/associations.ts";
import type { ScoredArm } from "../../../src/audit/scores/scored_arm.ts";
import { makeFolds } from "../../../src/audit/trainings/folds.ts";
import { measureAudioSpace } from "../../../src/audit/scores/audio_spaces.ts";
import { measureTextSpace } from "../../../src/audit/scores/text_spaces.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { spearman } from "../../../src/statistics/spearman.ts";
import { handInputs, resamplingFor } from "../hand_inputs.ts";

/** Items of a tight, a looser and a loose class, far from each other. */
const items = [
  ["bird", [1, 0, 0]],
  ["bird", [1, 0, 0]],
  ["cat", [0, 1, 0]],
  ["cat", [0.2, 1, 0]],
  ["dog", [0, 0, 1]],
  ["dog", [0, 0.9, 1]],
] as const;

/** Makes an arm with this accuracy of each class. */
function scored(
  kind: "dirty" | "clean" | "control",
  perClass: Record<string, number>,
  randomText = false,
): ScoredArm {
  const none = { mean: 0, low: 0, high: 0, low_fixed: 0, high_fixed: 0, per_seed: [] };
  const nothing = new Float64Array();
  return {
    arm: { audio: "audio", text: "text", randomText, condition: { kind } },
    measures: {
      pairs: 0,
      classes: 0,
      trainings: 0,
      balanced_top1: none,
      top1: none,
      top5: none,
      accuracy: none,
      map: none,
      per_class: perClass,
    },
    balancedTop1: { value: 0, theseClasses: nothing, classesLikeThese: nothing },
  };
}

Deno.test("the accuracy of classes is correlated with their silhouettes and their texts", async () => {
  const inputs = handInputs(items, { bird: [1, 0], cat: [0.6, 0.8], dog: [0, 1] });
  const compute = openCpu();
  const folds = makeFolds(inputs.evaluation, [], 1);
  const resampling = resamplingFor(inputs);
  const spaces = {
    audio: [await measureAudioSpace(compute, inputs.backbones.audio[0]!, [], folds, resampling)],
    text: [
      await measureTextSpace(
        compute,
        inputs.backbones.text[0]!,
        folds,
        ["{label}"],
        resampling.options,
      ),
    ],
  };
  const dirty = { bird: 1, cat: 0.9, dog: 0.8 };
  const clean = { bird: 0.2, cat: 0.6, dog: 0.4 };
  const results = associateArms(
    [
      scored("dirty", dirty),
      scored("control", dirty),
      scored("clean", clean),
      scored("clean", clean, true),
    ],
    inputs.evaluation.labels,
    spaces,
    resampling,
  );
  assert.deepEqual(results.map(({ condition }) => condition), ["dirty", "clean"]);
  const [first, second] = results as [typeof results[0], typeof results[0]];
  assert.equal(first.silhouette.spearman, 1);
  assert.deepEqual(
    first.classes.map(({ label, accuracy }) => [label, accuracy]),
    Object.entries(dirty),
  );
  const [bird, cat, dog] = first.classes;
  assert.equal(bird!.silhouette, 1);
  assert.ok(cat!.silhouette > dog!.silhouette);
  // By hand: bird · cat = 0.6, cat · dog = dog · cat = 0.8.
  const texts = first.classes.map(({ nearest_text }) => Math.round(nearest_text * 1e6) / 1e6);
  assert.deepEqual(texts, [0.6, 0.8, 0.8]);
  assert.equal(first.nearest_text.spearman, spearman([1, 0.9, 0.8], [0.6, 0.8, 0.8]));
  assert.equal(second.silhouette.spearman, spearman([1, 3, 2], [3, 2, 1]));
  assert.equal(second.silhouette.classes, 3);
});
