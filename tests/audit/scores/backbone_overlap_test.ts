import assert from "node:assert/strict";
import { type Matrix, matrixRow } from "../../../src/basics/matrix.ts";
import { measureOverlaps } from "../../../src/audit/scores/backbone_overlap.ts";
import { makeFolds } from "../../../src/audit/trainings/folds.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { handInputs, matrixOf } from "../hand_inputs.ts";

const rowList = (matrix: Matrix, row: number) => [...matrixRow(matrix, row)];
const options = { resamples: 200, seed: 0 };

/** Makes two sounds for each label, and texts at the positions of the sounds or at other random ones. */
function inputsOf(labels: number, aligned: boolean) {
  const random = new RandomStream(1, "overlap test");
  const names = Array.from({ length: labels }, (_, i) => `label ${String(i).padStart(2, "0")}`);
  const place = () => Array.from({ length: 4 }, () => random.normal());
  const sounds = names.map(place);
  const texts = aligned ? sounds : names.map(place);
  return handInputs(
    names.flatMap((name, i) => [[name, sounds[i]!] as const, [name, sounds[i]!] as const]),
    Object.fromEntries(names.map((name, i) => [name, texts[i]!])),
  );
}

function measure(inputs: ReturnType<typeof inputsOf>, folds: number) {
  const { evaluation, backbones } = inputs;
  const { prompts } = evaluation;
  return measureOverlaps(openCpu(), backbones, makeFolds(evaluation, [], folds), prompts, options);
}

Deno.test("aligned spaces overlap wholly, in each class fold, and hardly by chance", async () => {
  const [{ overlap, classes, k, chance, p_value, p_value_holm }] =
    (await measure(inputsOf(21, true), 2)) as [Awaited<ReturnType<typeof measure>>[0]];
  assert.deepEqual([overlap.value, overlap.high, overlap.high_fixed], [1, 1, 1]);
  assert.ok(overlap.low > 0.8 && overlap.low < 1, "21 classes do not show that all others overlap");
  assert.deepEqual([classes, k], [10.5, 1]);
  // Folds have 11 and 10 classes, so chance is the mean over classes of 1/10 and 1/9.
  assert.ok(Math.abs(chance - (11 / 10 + 10 / 9) / 21) < 1e-12);
  assert.deepEqual([p_value, p_value_holm], [1e-4, 1e-4]);
});

/** Returns each class's nearest other class. */
function nearestOf(rows: readonly (readonly number[])[]): number[] {
  const cosine = (a: readonly number[], b: readonly number[]) => {
    const dot = (x: readonly number[], y: readonly number[]) =>
      x.reduce((sum, v, i) => sum + v * y[i]!, 0);
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  };
  return rows.map((row, i) => {
    const others = rows.map((other, j) => j === i ? -Infinity : cosine(row, other));
    return others.indexOf(Math.max(...others));
  });
}

/** Returns every order of some numbers. */
function ordersOf(things: readonly number[]): number[][] {
  if (things.length === 0) return [[]];
  return things.flatMap((thing, i) =>
    ordersOf(things.toSpliced(i, 1)).map((rest) => [thing, ...rest])
  );
}

Deno.test("the p-value of two class folds is that of all combinations of permutations within them", async () => {
  const inputs = inputsOf(8, false);
  const [{ p_value, overlap }] = (await measure(inputs, 2)) as [
    Awaited<ReturnType<typeof measure>>[0],
  ];
  const folds = makeFolds(inputs.evaluation, [], 2);
  // Numbers of a fold's classes that share their neighbor, with true texts and under each of their 24 permutations.
  const counts = folds.map(({ labels }) => {
    const { evaluation } = inputs.backbones.audio[0]!;
    const { texts, vectors } = inputs.backbones.text[0]!;
    const audio = nearestOf(
      labels.map((label) =>
        rowList(evaluation, inputs.evaluation.items.findIndex((item) => item.label === label))
      ),
    );
    const words = nearestOf(labels.map((label) => rowList(vectors, texts.indexOf(label))));
    const shared = (to: readonly number[]) =>
      audio.filter((near, i) => to[near] === words[to[i]!]).length;
    const all = ordersOf([0, 1, 2, 3]).map(shared);
    return { own: shared([0, 1, 2, 3]), all };
  });
  const [first, second] = counts as [typeof counts[0], typeof counts[0]];
  const own = first.own + second.own;
  assert.ok(Math.abs(overlap.value - own / 8) < 1e-12);
  const sums = first.all.flatMap((one) => second.all.map((other) => one + other));
  const exact = sums.filter((sum) => sum >= own).length / sums.length;
  assert.ok(own > 0 && exact < 1, "the case is informative");
  assert.ok(Math.abs(p_value! - exact) < 0.02, `${p_value} is far from ${exact}`);
});

Deno.test("p-values are corrected for all pairs of backbones", async () => {
  const inputs = inputsOf(12, true);
  const random = new RandomStream(2, "noise");
  const { evaluation: { items }, backbones } = inputs;
  const noise = matrixOf(items.map(() => Array.from({ length: 4 }, () => random.normal())));
  const audio = [...backbones.audio, { ...backbones.audio[0]!, name: "noise", evaluation: noise }];
  const [aligned, other] = await measure({ ...inputs, backbones: { ...backbones, audio } }, 1);
  assert.equal(aligned!.p_value_holm, 2 * aligned!.p_value!);
  assert.equal(other!.p_value_holm, other!.p_value);
});

Deno.test("class folds of two classes have no neighborhoods", async () => {
  assert.deepEqual(await measure(inputsOf(4, true), 2), []);
  const [of5] = await measure(inputsOf(5, true), 2);
  assert.equal(of5!.classes, 3);
});
