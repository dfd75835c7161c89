import assert from "node:assert/strict";
import { makeFolds } from "../../../src/audit/trainings/folds.ts";
import { measureLabelHeads } from "../../../src/audit/scores/label_heads.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { handInputs, matrixOf, resamplingFor } from "../hand_inputs.ts";

const HEAD = ["Animal", "Bark", "Dog", "Cat", "Rooster"];

/** Makes two items for each of four labels, with logits by hand; the head has no label for `glass`. */
function inputsWithHead() {
  const logits = [
    // Logits of Animal, Bark, Dog, Cat and Rooster. The second cat is named a dog because of Bark.
    ["cat", [9, 0, 1, 2, 0]],
    ["cat", [9, 5, 1, 2, 0]],
    // One dog is named by Bark, the other by Dog.
    ["dog", [9, 4, -1, 2, 0]],
    ["dog", [9, -1, 4, 2, 3]],
    ["glass", [0, 0, 0, 0, 7]],
    ["glass", [0, 0, 0, 7, 0]],
    ["rooster", [9, 0, 0, 0, 1]],
    ["rooster", [9, 0, 0, 2, 1]],
  ] as const;
  const items = logits.map(([label]) => [label, [0, 1]] as const);
  const inputs = handInputs(items, { any: [1] });
  const evaluation = matrixOf(logits.map(([, row]) => row));
  const [audio] = inputs.backbones.audio;
  return { inputs, audio: { ...audio!, labelHead: { labels: HEAD, evaluation } } };
}

function measure(
  { inputs, audio }: ReturnType<typeof inputsWithHead>,
  folds: number,
) {
  return measureLabelHeads(
    openCpu(),
    [audio, ...inputs.backbones.audio],
    inputs.evaluation,
    makeFolds(inputs.evaluation, [], folds),
    resamplingFor(inputs),
  );
}

Deno.test("an item is given the covered label with the largest of its head labels' logits", async () => {
  const [result, ...others] = await measure(inputsWithHead(), 1);
  assert.deepEqual(others, []);
  const { balanced_top1, ...rest } = result!;
  assert.deepEqual(rest, {
    audio: "audio",
    head_labels: 5,
    covered: { cat: ["Cat"], dog: ["Bark", "Dog"], rooster: ["Rooster"] },
    uncovered: ["glass"],
  });
  // Half of the cats, all dogs, and half of the roosters are right.
  assert.ok(Math.abs(balanced_top1!.value - 2 / 3) < 1e-12);
  assert.ok(balanced_top1!.low < 2 / 3 && balanced_top1!.high_fixed > 2 / 3);
});

Deno.test("with class folds items are named among the covered labels of their fold", async () => {
  const [result] = await measure(inputsWithHead(), 2);
  // The folds are cat and glass, with one covered label, and dog and rooster: all are right, one dog by 4 to 3.
  assert.equal(result!.balanced_top1?.value, 1);
});

Deno.test("a head that covers fewer than two labels has no accuracy", async () => {
  const { inputs, audio } = inputsWithHead();
  const labels = ["Animal", "Bark", "Dog", "Train", "Rain"];
  const other = { ...audio, labelHead: { ...audio.labelHead, labels } };
  const [result] = await measure({ inputs, audio: other }, 1);
  assert.deepEqual(result!.covered, { dog: ["Bark", "Dog"] });
  assert.deepEqual(result!.uncovered, ["cat", "glass", "rooster"]);
  assert.equal(result!.balanced_top1, undefined);
});
