import assert from "node:assert/strict";
import { type Matrix, matrixRow } from "../../../src/basics/matrix.ts";
import { runTraining, type TrainingOutcome } from "../../../src/audit/trainings/run_training.ts";
import type { TrainingSetting } from "../../../src/audit/trainings/setting.ts";
import { embeddedGroup } from "../../../src/audit/trainings/training_rows.ts";
import type { Training } from "../../../src/audit/trainings/plan.ts";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { measureSeparability } from "../../../src/measures/separability/measure.ts";
import { plantedConfiguration } from "../planted.ts";

const LABELS = ["cat", "dog", "hen", "pig"];
const TEMPLATES = ["{label}", "the {label}", "no animal at all: {label}"];
const DIM = 6;
const PER_CLASS = 5;

function random(rows: number, columns: number, seed: number) {
  const stream = new RandomStream(seed, "cell test");
  return {
    rows,
    columns,
    values: Float32Array.from({ length: rows * columns }, () => stream.normal()),
  };
}

/** Makes the setting of a training of 4 classes with 5 noisy items each on both sides, and 3 prompts a label. */
function settingOf(
  changes: Partial<TrainingSetting> = {},
  optimizer: object = {},
): TrainingSetting {
  const texts = LABELS.flatMap((label) => TEMPLATES.map((one) => one.replace("{label}", label)));
  const pairs = LABELS.flatMap((label) =>
    Array.from({ length: PER_CLASS }, (_, i) => ({ id: `${label} ${i}`, label, text: label }))
  );
  const configuration = parseConfiguration(
    JSON.stringify(plantedConfiguration({
      projector: { dim: 8, dropout: 0 },
      optimizer: { steps: 20, batch: 12, learningRate: 0.01, warmupSteps: 2, ...optimizer },
    })),
    "audit.json",
  );
  const rows = pairs.length;
  return {
    projector: configuration.projector,
    optimizer: configuration.optimizer,
    audio: {
      name: "any",
      baseline: undefined,
      training: random(rows, DIM, 1),
      evaluation: random(rows, DIM, 2),
    },
    text: {
      name: "any",
      baseline: undefined,
      texts,
      vectors: random(texts.length, 5, 3),
      outOfVocabulary: [],
    },
    prompts: TEMPLATES,
    fold: {
      number: 0,
      labels: LABELS,
      itemRows: pairs.map((_, row) => row),
      items: pairs,
      truths: pairs.map(({ label }) => LABELS.indexOf(label)),
      sources: pairs.map((_, i) => `source ${i >> 1}`),
      findings: [],
    },
    pool: { pairs, texts: pairs.map(({ text }) => text) },
    rowOf: new Map(pairs.map(({ id }, row) => [id, row])),
    ...changes,
  };
}

function trainingOn(
  kind: "dirty" | "clean" | "control" | "untrained",
  changes: Partial<Training> = {},
): Training {
  return {
    audio: "any",
    text: "any",
    randomText: false,
    condition: { kind },
    fold: 0,
    seed: 3,
    rank: 0,
    draw: 0,
    ...changes,
  };
}

async function outcomeOf(training: Training, setting: TrainingSetting): Promise<TrainingOutcome> {
  const compute = openCpu();
  try {
    const group = { projectors: "p", members: [{ training, outcome: "o" }] };
    const settings = embeddedGroup([setting]);
    const [outcome] = await runTraining(compute, group, { settings });
    return outcome!;
  } finally {
    compute.close();
  }
}

Deno.test("each prompt alone gives the accuracy that it gives as the only prompt", async () => {
  const together = await outcomeOf(trainingOn("dirty"), settingOf());
  assert.equal(together.singlePrompts.length, TEMPLATES.length);
  for (const [at, template] of TEMPLATES.entries()) {
    const alone = await outcomeOf(trainingOn("dirty"), settingOf({ prompts: [template] }));
    assert.deepEqual(alone.singlePrompts, []);
    assert.equal(together.singlePrompts[at], alone.zeroShot!.balancedTop1);
    assert.equal(together.finalLoss, alone.finalLoss);
  }
});

Deno.test("an ensemble of one prompt written twice is that prompt", async () => {
  const once = await outcomeOf(trainingOn("clean"), settingOf({ prompts: ["the {label}"] }));
  const twice = await outcomeOf(
    trainingOn("clean"),
    settingOf({ prompts: ["the {label}", "the {label}"] }),
  );
  assert.deepEqual(twice.zeroShot!.predicted, once.zeroShot!.predicted);
});

Deno.test("classifying the items during training does not change the training", async () => {
  // Dropout draws at every step, so a step more or less would show.
  const setting = settingOf({ projector: { kind: "residual", dim: 8, dropout: 0.2 } });
  const seen = await outcomeOf(trainingOn("control"), setting);
  // A leak-dose training with the same pool has no looks.
  const unseen = await outcomeOf(
    { ...trainingOn("dirty"), condition: { kind: "dose", share: 0.5 } },
    setting,
  );
  assert.deepEqual(seen.looks.map(({ step }) => step), [2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
  assert.equal(seen.looks.at(-1)!.balancedTop1, seen.zeroShot!.balancedTop1);
  assert.deepEqual(unseen.looks, []);
  assert.equal(unseen.finalLoss, seen.finalLoss);
  assert.deepEqual(unseen.zeroShot, seen.zeroShot);
});

Deno.test("labels are the means of their prompts at unit length, and items rank by the angle to them", async () => {
  // Rows of an mlp projector have different lengths; those of a residual projector have one length.
  const setting = settingOf({ projector: { kind: "mlp", dim: 8, dropout: 0 } });
  const { truths } = setting.fold;
  const { projected, zeroShot, precisions } = await outcomeOf(trainingOn("clean"), setting);
  const { items, texts } = projected!;
  const unitsOf = (matrix: Matrix) =>
    Array.from({ length: matrix.rows }, (_, row) => {
      const own = [...matrixRow(matrix, row)];
      return own.map((value) => value / Math.hypot(...own));
    });
  const prompts = unitsOf(texts);
  const labels = LABELS.map((_, label) => {
    const [first, second, third] = prompts.slice(3 * label, 3 * label + 3);
    const sum = first!.map((value, column) => value + second![column]! + third![column]!);
    return sum.map((value) => value / Math.hypot(...sum));
  });
  const scores = unitsOf(items).map((item) =>
    labels.map((label) => label.reduce((sum, value, column) => sum + value * item[column]!, 0))
  );
  assert.deepEqual(
    [...zeroShot!.predicted],
    scores.map((row) => row.indexOf(Math.max(...row))),
  );
  truths.forEach((own, item) => {
    const before = truths.filter((_, other) => scores[other]![own]! >= scores[item]![own]!);
    assert.equal(precisions![item], before.filter((label) => label === own).length / before.length);
  });
});

Deno.test("early stopping uses the held-out training pairs and no evaluation item", async () => {
  const stopping = { validation: "early-stopping", validateEvery: 2, patience: 3 };
  const { pool: { pairs, texts } } = settingOf();
  const isHeld = ({ label }: { label?: string }) => label === "cat" || label === "dog";
  const part = (held: boolean) => ({
    pairs: pairs.filter((pair) => isHeld(pair) === held),
    texts: texts.filter((text) => isHeld({ label: text }) === held),
  });
  const pool = { ...part(false), heldOut: part(true) };
  const setting = settingOf({ pool }, stopping);
  const outcome = await outcomeOf(trainingOn("clean"), setting);
  assert.ok(outcome.chosenStep! >= 2 && outcome.chosenStep! <= 20);
  assert.deepEqual([outcome.pairs, outcome.classes], [20, 2]);
  const elsewhere = { ...setting.audio, evaluation: random(20, DIM, 9) };
  const other = await outcomeOf(trainingOn("clean"), { ...setting, audio: elsewhere });
  assert.equal(other.chosenStep, outcome.chosenStep);
  assert.equal(other.finalLoss, outcome.finalLoss);
  assert.notDeepEqual(other.zeroShot!.nearest, outcome.zeroShot!.nearest);
});

Deno.test("the shared space has the measures of an embedding set of its rows", async () => {
  const setting = settingOf();
  const { shared, projected } = await outcomeOf(trainingOn("clean"), setting);
  assert.ok(shared && projected);
  const compute = openCpu();
  const set = {
    ...projected.items,
    classes: setting.fold.truths,
    classCount: 4,
  };
  const measured = await measureSeparability(
    compute,
    { items: set, sources: setting.fold.sources },
    {
      resamples: 1,
      seed: 0,
    },
  );
  const mean = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
  const pairs = [
    [shared.silhouettesCosine, measured.silhouette_cosine],
    [shared.silhouettesEuclidean, measured.silhouette_euclidean],
    [shared.centroidHits, measured.nearest_centroid.top1],
    [shared.neighborHits[1]!, measured.knn["k5"]!.top1],
  ] as const;
  for (const [values, { value }] of pairs) assert.ok(Math.abs(mean(values) - value) < 1e-12);
  assert.equal(shared.overlaps.length, 4);
  assert.equal(shared.textSilhouettesCosine.length, 12);
  compute.close();
});

Deno.test("shared spaces are measured and kept only where they are needed", async () => {
  const setting = settingOf();
  const has = async (training: Training) => {
    const { shared, projected } = await outcomeOf(training, setting);
    return [shared !== undefined, projected !== undefined];
  };
  assert.deepEqual(await has(trainingOn("dirty", { rank: 1 })), [true, false]);
  assert.deepEqual(await has(trainingOn("clean", { randomText: true })), [true, false]);
  assert.deepEqual(await has(trainingOn("dirty", { randomText: true })), [false, false]);
  assert.deepEqual(await has(trainingOn("untrained")), [true, false]);
});
