import assert from "node:assert/strict";
import { TrainingFingerprints } from "../../../src/audit/trainings/identity.ts";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { type AuditInputs, readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import type { Matrix } from "../../../src/basics/matrix.ts";
import type { Training } from "../../../src/audit/trainings/plan.ts";
import { planAudit } from "../../../src/audit/trainings/plan_audit.ts";
import { type PlainConfiguration, plantedConfiguration, withPlanted } from "../planted.ts";

const SMALL = {
  attribution: false,
  conditions: ["dirty", "clean", "untrained"],
  optimizer: { steps: 3, batch: 10 },
};

/** Plans a small audit. */
async function open(
  folder: string,
  changes: PlainConfiguration = {},
  changed: (inputs: AuditInputs) => AuditInputs = (inputs) => inputs,
) {
  const text = JSON.stringify(plantedConfiguration({ ...SMALL, ...changes }));
  const configuration = parseConfiguration(text, "audit.json");
  return await planAudit(configuration, changed(await readInputs(configuration, folder)));
}

/** Returns the trainings by the fingerprints of their outcomes. */
async function trainingsOf(...args: Parameters<typeof open>): Promise<Map<string, Training>> {
  const { groups } = await open(...args);
  return new Map(
    groups.flatMap(({ members }) => members.map(({ training, outcome }) => [outcome, training])),
  );
}

/** Counts the trainings of a changed audit that the unchanged audit has, too. */
async function same(...args: Parameters<typeof open>): Promise<number> {
  const before = await trainingsOf(args[0]);
  const after = await trainingsOf(...args);
  return [...after.keys()].filter((fingerprint) => before.has(fingerprint)).length;
}

Deno.test("a fingerprint does not change with what its training does not depend on", () =>
  withPlanted(async (folder) => {
    // The audit has 2 class folds, 2 audio backbones, 3 conditions and 2 seeds.
    assert.equal((await trainingsOf(folder)).size, 24);
    for (
      const changes of [
        { bootstrap: 300 },
        { notes: ["Other."] },
        { seeds: [0, 1, 2] },
        { conditions: ["clean", "control", "dirty", "untrained"] },
        { attribution: true, leakDose: [0, 0.5, 1] },
      ]
    ) assert.equal(await same(folder, changes), 24, JSON.stringify(changes));
    const [audio] = plantedConfiguration()["audio"] as [PlainConfiguration];
    assert.equal(await same(folder, { audio: [{ ...audio, name: "another name" }] }), 24);
  }));

Deno.test("a fingerprint changes with the items that are compared", () =>
  withPlanted(async (folder) => {
    const { trainer, trainings: [training] } = await open(folder);
    const setting = trainer.setting(training!);
    const of = (compared?: readonly number[]) =>
      new TrainingFingerprints().of(training!, {
        ...setting,
        fold: { ...setting.fold, ...(compared ? { compared } : {}) },
      });
    const [all, some, others] = [of(), of([0, 1]), of([0, 2])];
    assert.equal(new Set([all.outcome, some.outcome, others.outcome]).size, 3);
    assert.equal(some.projectors, all.projectors);
  }));

Deno.test("a fingerprint changes with everything that its training depends on", () =>
  withPlanted(async (folder) => {
    assert.equal(await same(folder, { optimizer: { ...SMALL.optimizer, steps: 4 } }), 0);
    assert.equal(await same(folder, { projector: { dim: 8, dropout: 0 } }), 0);
    assert.equal(await same(folder, { evaluation: { items: "evaluation.csv", classFolds: 5 } }), 0);
    assert.equal(await same(folder, { training: { items: "training.csv", text: "a {label}" } }), 0);
    const prompts = ["{label}", "a {label} and a cat"];
    const evaluation = { items: "evaluation.csv", classFolds: 2, prompts };
    assert.equal(await same(folder, { evaluation }), 0);
    const withSources = (inputs: AuditInputs) => {
      const items = inputs.evaluation.items.map((item) => ({ ...item, source: "one" }));
      return { ...inputs, evaluation: { ...inputs.evaluation, items } };
    };
    assert.equal(await same(folder, {}, withSources), 0, "classifiers leave sources out");
    const withOtherSound = (inputs: AuditInputs) => {
      inputs.backbones.audio[0]!.evaluation.values[0]! += 1;
      return inputs;
    };
    assert.equal(await same(folder, {}, withOtherSound), 18, "all but one fold of one backbone");
    const withOtherText = (inputs: AuditInputs) => {
      inputs.backbones.text[0]!.vectors.values[0]! += 1;
      return inputs;
    };
    assert.equal(await same(folder, {}, withOtherText), 0);
    const pictured = "seed 1, but for what is pictured of the first class fold";
    assert.equal(await same(folder, { seeds: [1, 2] }), 8, pictured);
  }));

Deno.test("the lemmas of captions count where random codes are made of them, and nowhere else", () =>
  withPlanted(async (folder) => {
    const lemmasOf = (lemma: string) => (inputs: AuditInputs): AuditInputs => {
      const text = inputs.backbones.text.map((one) => ({
        ...one,
        lemmas: one.texts.map((text) => [text, lemma]),
      }));
      return { ...inputs, backbones: { ...inputs.backbones, text } };
    };
    const before = await trainingsOf(folder, { attribution: true }, lemmasOf("a"));
    const after = await trainingsOf(folder, { attribution: true }, lemmasOf("b"));
    assert.ok(after.values().some(({ randomText }) => randomText));
    for (const [fingerprint, { randomText }] of after) {
      assert.equal(before.has(fingerprint), !randomText);
    }
  }));

Deno.test("only the rows that a training uses count", () =>
  withPlanted(async (folder) => {
    // The first pair is a bird, which is leaked in the first class fold and so not in its clean pool.
    const changed = await trainingsOf(folder, {}, (inputs) => {
      inputs.backbones.audio[0]!.training.values[0]! += 1;
      return inputs;
    });
    const before = await trainingsOf(folder);
    const kept = [...changed].filter(([fingerprint]) => before.has(fingerprint));
    const planted = kept.filter(([, { audio }]) => audio === "planted");
    assert.equal(kept.length - planted.length, 12, "those of the other backbone");
    assert.ok(planted.length > 0);
    assert.ok(planted.every(([, { fold, condition }]) => fold === 0 && condition.kind !== "dirty"));
  }));

Deno.test("pairs that are held out for early stopping count, too", () =>
  withPlanted(async (folder) => {
    const changes = {
      optimizer: { ...SMALL.optimizer, validation: "early-stopping", validationShare: 0.4 },
    };
    const before = await trainingsOf(folder, changes);
    for (let row = 0; row < 60; row += 4) {
      const changed = await trainingsOf(folder, changes, (inputs) => {
        inputs.backbones.audio[0]!.training
          .values[row * inputs.backbones.audio[0]!.training.columns]! += 1;
        return inputs;
      });
      const kept = [...changed].filter(([fingerprint]) => before.has(fingerprint));
      assert.ok(
        kept.every(([, { audio, condition }]) => audio !== "planted" || condition.kind !== "dirty"),
        `row ${row} is in every dirty pool`,
      );
    }
  }));

Deno.test("projectors do not depend on what they are evaluated on", () =>
  withPlanted(async (folder) => {
    const projectorsOf = async (...args: Parameters<typeof open>) =>
      new Set((await open(...args)).groups.map(({ projectors }) => projectors));
    const before = await projectorsOf(folder);
    // 2 audio backbones and 2 seeds: a dirty pool, and for each of 2 folds a clean one, also for `untrained`.
    assert.equal(before.size, 2 * 2 * (1 + 2 + 2));
    const others = await projectorsOf(folder, {}, (inputs) => {
      inputs.backbones.audio[0]!.evaluation.values[0]! += 1;
      const items = inputs.evaluation.items.map((item) => ({ ...item, source: "one" }));
      return { ...inputs, evaluation: { ...inputs.evaluation, items } };
    });
    assert.deepEqual(others, before);
    const folds = { evaluation: { items: "evaluation.csv", classFolds: 5 } };
    const inFive = await projectorsOf(folder, folds);
    assert.equal(inFive.intersection(before).size, 2 * 2, "the dirty ones");
    const seeds = await projectorsOf(folder, { seeds: [1, 2] });
    assert.equal(seeds.intersection(before).size, 2 * (1 + 2 + 2));
  }));

Deno.test("random codes are the same for text backbones of the same texts and dimensions", () =>
  withPlanted(async (folder) => {
    const { trainer, trainings } = await open(folder, { attribution: true });
    const fingerprints = new TrainingFingerprints();
    const projectorsWith = (randomText: boolean, vectors: (of: Matrix) => Matrix) => {
      const training = trainings.find((one) => one.randomText === randomText)!;
      const setting = trainer.setting(training);
      const text = { ...setting.text, vectors: vectors(setting.text.vectors) };
      return fingerprints.of(training, { ...setting, text }).projectors;
    };
    const negated = (of: Matrix) => ({ ...of, values: of.values.map((value) => -value) });
    const halved = (of: Matrix) => ({ ...of, columns: of.columns / 2 });
    const same = (of: Matrix) => of;
    assert.equal(projectorsWith(true, negated), projectorsWith(true, same));
    assert.notEqual(projectorsWith(true, halved), projectorsWith(true, same));
    assert.notEqual(projectorsWith(false, negated), projectorsWith(false, same));
  }));
