import assert from "node:assert/strict";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { resamplingOf } from "../../../src/audit/scores/resampling.ts";
import { measureSamePairs, pairsOfClasses } from "../../../src/audit/scores/same_pairs.ts";
import { makeFolds } from "../../../src/audit/trainings/folds.ts";
import type { Matrix } from "../../../src/basics/matrix.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import type { Finding, TrainingPair } from "../../../src/leakage/findings.ts";
import { difference } from "../../../src/statistics/intervals.ts";
import { escArrays } from "../esc_arrays.ts";
import { handInputs, matrixOf, resamplingFor } from "../hand_inputs.ts";

type Rows = number[][];

const rowsOf = ({ rows, columns, values }: Matrix): Rows =>
  Array.from(
    { length: rows },
    (_, i) => [...values.subarray(i * columns, (i + 1) * columns)],
  );

/** The definition, written out on plain arrays: standardize, mean of unit vectors of each class, greatest cosine. */
function oracle(
  training: Rows,
  classOf: readonly (readonly string[])[],
  evaluation: Rows,
  truths: readonly string[],
  folds: readonly (readonly string[])[],
): number {
  const columns = [...training[0]!.keys()];
  const means = columns.map((c) =>
    training.reduce((sum, row) => sum + row[c]!, 0) / training.length
  );
  const scales = columns.map((c) =>
    Math.sqrt(
      training.reduce((sum, row) => sum + (row[c]! - means[c]!) ** 2, 0) / training.length,
    ) ||
    1
  );
  const unit = (row: number[]) => row.map((value) => value / (Math.hypot(...row) || 1));
  const scaled = (rows: Rows) =>
    rows.map((row) => unit(row.map((value, c) => (value - means[c]!) / scales[c]!)));
  const [sounds, items] = [scaled(training), scaled(evaluation)];
  const centroidOf = (label: string) => {
    const own = sounds.filter((_, j) => classOf[j]!.includes(label));
    if (own.length === 0) return [];
    return [{
      label,
      centroid: unit(columns.map((c) => own.reduce((sum, row) => sum + row[c]!, 0))),
    }];
  };
  const centroids = folds.map((labels) => labels.flatMap(centroidOf));
  const right = new Map<string, number[]>();
  items.forEach((item, i) => {
    let [named, most] = ["", -Infinity];
    for (
      const { label, centroid } of centroids[folds.findIndex((fold) => fold.includes(truths[i]!))]!
    ) {
      const similarity = item.reduce((sum, value, c) => sum + value * centroid[c]!, 0);
      if (similarity > most) [named, most] = [label, similarity];
    }
    right.set(truths[i]!, [...right.get(truths[i]!) ?? [], named === truths[i] ? 1 : 0]);
  });
  const shares = [...right.values()].map((hits) => hits.reduce((a, b) => a + b, 0) / hits.length);
  return shares.reduce((a, b) => a + b, 0) / shares.length;
}

const finding = (item: string, label: string, rest: Partial<Finding> = {}): Finding => ({
  rule: "TEXT-EXACT",
  flagged: true,
  item,
  label,
  evidence: label,
  confidence: 1,
  ...rest,
});

const LABELS = ["cat", "dog", "hen", "sea_waves"];

/** Makes evaluation items and training pairs of some classes around random centers; pairs of "owl" are of no class. */
function world(trained: readonly string[], noise: number, isLabeled = true) {
  const random = new RandomStream(11, "same pairs");
  const classes = [...LABELS, "owl"];
  const centers = classes.map(() => Array.from({ length: 6 }, () => 5 + random.normal()));
  const sound = (label: string) =>
    centers[classes.indexOf(label)]!.map((value, c) => (c + 1) * (value + noise * random.normal()));
  const items = LABELS.flatMap((label) =>
    Array.from({ length: 8 }, () => [label, sound(label)] as const)
  );
  const named = trained.flatMap((label, at) => Array.from({ length: 3 + at }, () => label));
  const pairs = named.map((label, i): TrainingPair => ({
    id: `${i}`,
    text: label,
    ...(isLabeled ? { label: label.replace("_", " ").toUpperCase() } : {}),
  }));
  const inputs = handInputs(items, Object.fromEntries(LABELS.map((label, i) => [label, [i, 1]])));
  const audio = { ...inputs.backbones.audio[0]!, training: matrixOf(named.map(sound)) };
  return { inputs, audio, pairs, named };
}

Deno.test("the reference of the same pairs is the definition, also in class folds", () => {
  for (
    const [trained, classFolds] of [[[...LABELS, "owl"], 1], [["dog", "hen", "owl"], 2]] as const
  ) {
    for (const noise of [0.3, 1, 3]) {
      const { inputs, audio, pairs, named } = world(trained, noise);
      const { evaluation: { items } } = inputs;
      const folds = makeFolds(inputs.evaluation, [], classFolds);
      const found = measureSamePairs(audio, pairs, folds, resamplingFor(inputs))!;
      const expected = oracle(
        rowsOf(audio.training),
        named.map((label) => [label]),
        rowsOf(audio.evaluation),
        items.map(({ label }) => label),
        folds.map(({ labels }) => labels),
      );
      assert.ok(Math.abs(found.accuracy.value - expected) < 1e-12, `${trained}, ${noise}`);
      const own = trained.filter((label) => label !== "owl");
      assert.deepEqual(
        [found.classes, found.pairs],
        [own.length, named.filter((label) => label !== "owl").length],
      );
    }
  }
});

Deno.test("classes without a training pair cannot be named, and count as wrong", () => {
  const { inputs, audio, pairs } = world(["dog", "sea_waves", "owl"], 0.01);
  const folds = makeFolds(inputs.evaluation, [], 1);
  const { accuracy, classes } = measureSamePairs(audio, pairs, folds, resamplingFor(inputs))!;
  assert.deepEqual([accuracy.value, classes], [0.5, 2]);
});

Deno.test("where pairs have no labels, flagged findings of text rules name the class", () => {
  const { inputs, audio, pairs, named } = world([...LABELS, "owl"], 1, false);
  const found = pairs.flatMap(({ id }, i) => named[i] === "owl" ? [] : [finding(id, named[i]!)]);
  const labeled = pairs.map((pair, i) => ({ ...pair, label: named[i]! }));
  const value = (own: readonly TrainingPair[], findings: readonly Finding[]) =>
    measureSamePairs(
      audio,
      own,
      makeFolds(inputs.evaluation, findings, 2),
      resamplingFor(inputs),
    );
  assert.deepEqual(value(pairs, found), value(labeled, []));
  assert.equal(value(pairs, []), undefined);
});

Deno.test("a label decides before findings; sources and reported findings name no class", () => {
  const pairs = [
    { id: "a", text: "a dog", label: "Sea Waves" },
    { id: "b", text: "a dog and a cat", label: "recording 7" },
    { id: "c", text: "a hen" },
    { id: "d", text: "an animal" },
  ];
  const findings = [
    finding("a", "dog"),
    finding("b", "dog"),
    finding("b", "cat", { rule: "TEXT-SYNONYM" }),
    finding("b", "cat"),
    finding("c", "hen", { rule: "AUDIO-SOURCE" }),
    finding("d", "hen", { rule: "TEXT-HYPERNYM", flagged: false }),
  ];
  assert.deepEqual(
    [...pairsOfClasses(pairs, LABELS, findings)],
    [["cat", [1]], ["dog", [1]], ["sea_waves", [0]]],
  );
});

Deno.test("the reference is paired with other quantities of the same items", () => {
  const { inputs, audio, pairs } = world(LABELS, 2);
  const folds = makeFolds(inputs.evaluation, [], 1);
  const [one, other] = [0, 1].map(() =>
    measureSamePairs(audio, pairs, folds, resamplingFor(inputs))!
  );
  const { theseClasses, classesLikeThese } = difference(one!.accuracy, other!.accuracy);
  assert.ok([...theseClasses, ...classesLikeThese].every((value) => value === 0));
  assert.ok(new Set(one!.accuracy.classesLikeThese).size > 1);
});

Deno.test("ESC-50's fold 4 names the clips of ESC-10 as the definition does", async () => {
  const configuration = escArrays();
  if (configuration === undefined) return;
  const { evaluation, pairs, backbones, leaks } = await readInputs(configuration, ".");
  const folds = makeFolds(evaluation, leaks.findings, 1);
  for (const [at, least, most] of [[0, 0.85, 1], [1, 0.5, 0.8]] as const) {
    const audio = backbones.audio[at]!;
    const resampling = resamplingOf({ bootstrap: 100, seeds: [0] }, evaluation);
    const found = measureSamePairs(audio, pairs, folds, resampling)!;
    const expected = oracle(
      rowsOf(audio.training),
      pairs.map(({ label }) => [label!]),
      rowsOf(audio.evaluation),
      evaluation.items.map(({ label }) => label),
      [evaluation.labels],
    );
    assert.ok(Math.abs(found.accuracy.value - expected) < 1e-12);
    assert.ok(least < expected && expected < most, `${audio.name}: ${expected}`);
    assert.deepEqual([found.classes, found.pairs], [10, 80]);
  }
});
