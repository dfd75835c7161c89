import assert from "node:assert/strict";
import { join } from "node:path";
import { FinishedTrainings } from "../../../src/audit/trainings/finished_trainings.ts";
import { TrainingFingerprints } from "../../../src/audit/trainings/identity.ts";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { type AuditInputs, readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { plainOf } from "../../../src/audit/trainings/outcome_file.ts";
import type { Training } from "../../../src/audit/trainings/plan.ts";
import { planAudit } from "../../../src/audit/trainings/plan_audit.ts";
import { runHere } from "../../../src/audit/trainings/runner.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { type PlainConfiguration, plantedConfiguration, withPlanted } from "../planted.ts";

const SMALL = {
  attribution: false,
  conditions: ["dirty", "clean", "untrained"],
  optimizer: { steps: 3, batch: 10 },
};
const compute = openCpu();
const CODE = "c0de".repeat(16);

/** Makes the trainer, trainings and fingerprints of a small audit. */
async function open(
  folder: string,
  changes: PlainConfiguration = {},
  changed: (inputs: AuditInputs) => AuditInputs = (inputs) => inputs,
) {
  const text = JSON.stringify(plantedConfiguration({ ...SMALL, ...changes }));
  const configuration = parseConfiguration(text, "audit.json");
  const inputs = changed(await readInputs(configuration, folder));
  const { trainer, trainings } = planAudit(configuration, inputs);
  const fingerprints = new TrainingFingerprints(trainer, compute.device, CODE);
  return { trainer, trainings, fingerprints };
}

/** Returns the trainings by their fingerprints. */
async function trainingsOf(...args: Parameters<typeof open>): Promise<Map<string, Training>> {
  const { trainings, fingerprints } = await open(...args);
  return new Map(trainings.map((training) => [fingerprints.of(training), training]));
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
    assert.equal(await same(folder, { seeds: [1, 2] }), 6, "seed 1, but for the first class fold");
    const other = openCpu().device;
    const { trainer, trainings, fingerprints } = await open(folder);
    const elsewhere = new TrainingFingerprints(trainer, { ...other, name: "another CPU" }, CODE);
    assert.notEqual(elsewhere.of(trainings[0]!), fingerprints.of(trainings[0]!));
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

Deno.test("finished trainings come from the folder, others are written there, damaged ones again", () =>
  withPlanted(async (planted) => {
    const { trainer, trainings, fingerprints } = await open(planted);
    const folder = join(planted, "cells");
    const notes: string[] = [];
    const run = async (wanted: readonly Training[]) => {
      const finished = await FinishedTrainings.open(
        folder,
        trainings,
        fingerprints,
        (note) => notes.push(note),
      );
      const trained: Training[] = [];
      const told: Training[] = [];
      const runner = finished.around((wanted, onOutcome) => {
        trained.push(...wanted);
        return runHere(trainer, compute)(wanted, onOutcome);
      });
      const outcomes = await runner(wanted, ({ training }) => void told.push(training));
      assert.deepEqual(outcomes.map(({ training }) => training), wanted);
      return { outcomes, trained, told };
    };
    const some = trainings.filter((_, i) => i % 3 === 0);
    assert.deepEqual((await run(some)).trained, some);
    const all = await run(trainings);
    assert.deepEqual(all.trained, trainings.filter((_, i) => i % 3 !== 0));
    assert.deepEqual(all.told, [...some, ...all.trained], "finished trainings come first");
    const undisturbed = plainOf(await runHere(trainer, compute)(trainings, () => {}));
    assert.deepEqual(plainOf(all.outcomes), undisturbed);

    const file = join(folder, `${fingerprints.of(trainings[5]!)}.c0dec0dec0dec0de.json`);
    await Deno.truncate(file, 1000);
    const [name] = [".x.json.00000000-0000-0000-0000-000000000000.partial"];
    await Deno.writeTextFile(join(folder, name), "left by a killed process");
    const again = await run(trainings);
    assert.deepEqual(again.trained, [trainings[5]]);
    assert.deepEqual(plainOf(again.outcomes), undisturbed);
    assert.equal(notes.length, 1);
    assert.match(
      notes[0]!,
      /^Cannot read ".*\.json": it is not JSON .*; it is trained again$/,
    );
    assert.equal([...Deno.readDirSync(folder)].length, 24);
  }));

Deno.test("trainings of other code are recognized, not used, and kept", () =>
  withPlanted(async (planted) => {
    const folder = join(planted, "cells");
    const { trainer, trainings } = await open(planted);
    const some = trainings.slice(0, 5);
    const cacheOf = async (code: string) => {
      const fingerprints = new TrainingFingerprints(trainer, compute.device, code);
      return await FinishedTrainings.open(folder, trainings, fingerprints, assert.fail);
    };
    const codes = ["a", "b"].map((digit) => digit.repeat(64)) as [string, string];
    assert.deepEqual((await cacheOf(codes[0])).ofOtherCode(trainings), { count: 0, codes: [] });
    await (await cacheOf(codes[0])).around(runHere(trainer, compute))(some, () => {});
    // Names did not always have the code in them.
    await Deno.writeTextFile(join(folder, `${"0".repeat(64)}.json`), "{}");

    const other = await cacheOf(codes[1]);
    assert.deepEqual(other.unfinished(some), some);
    assert.deepEqual(other.ofOtherCode(trainings), { count: 5, codes: ["a".repeat(16)] });
    await other.around(runHere(trainer, compute))(some.slice(0, 2), () => {});
    assert.equal((await cacheOf(codes[1])).ofOtherCode(trainings).count, 3);
    assert.deepEqual((await cacheOf(codes[0])).unfinished(some), []);

    // This holds even under the name that this code would use.
    const [fingerprint] = some.map((training) =>
      new TrainingFingerprints(trainer, compute.device, codes[0]).of(training)
    );
    const name = (digit: string) => join(folder, `${fingerprint}.${digit.repeat(16)}.json`);
    await Deno.copyFile(name("a"), name("b"));
    const notes: string[] = [];
    const fingerprints = new TrainingFingerprints(trainer, compute.device, codes[1]);
    const cache = await FinishedTrainings.open(
      folder,
      trainings,
      fingerprints,
      (note) => notes.push(note),
    );
    assert.equal(cache.unfinished([some[0]!]).length, 1);
    assert.match(notes.join(), /holds another training; its hash does not match; it is trained/);
  }));
