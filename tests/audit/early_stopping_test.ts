import assert from "node:assert/strict";
import { parseConfiguration } from "../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../src/audit/inputs/read_inputs.ts";
import { cellRows } from "../../src/report/folder/cells_jsonl.ts";
import { runAudit } from "../../src/audit/run.ts";
import { planAudit } from "../../src/audit/trainings/plan_audit.ts";
import { Trainer } from "../../src/audit/trainings/trainer.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { plantedConfiguration, withPlanted } from "./planted.ts";

const OPTIMIZER = {
  steps: 40,
  batch: 30,
  learningRate: 0.01,
  warmupSteps: 5,
  perClass: 4,
  validation: "early-stopping",
  validationShare: 0.5,
  validateEvery: 5,
  patience: 2,
};

Deno.test("audits stop early by unflagged training classes, which are the same for every pool", async () => {
  await withPlanted(async (folder) => {
    const text = JSON.stringify(
      plantedConfiguration({
        optimizer: OPTIMIZER,
        seeds: [0],
        shuffles: 2,
        // 0.4 of 5 clean classes would be 2, but 2 are held out, and 0.4 of 3 is 1.
        diversity: [0.4, 0.7, 1],
      }),
    );
    const configuration = parseConfiguration(text, "audit.json");
    const inputs = await readInputs(configuration, folder);
    const trainer = await Trainer.open(configuration, inputs);
    const labelOf = new Map(inputs.pairs.map(({ id, label }) => [id, label]));
    for (const fold of trainer.folds) {
      const { heldOut, clean } = trainer.pools.of({ fold: fold.number, seed: 0 });
      const classes = new Set([...heldOut].map((id) => labelOf.get(id)!));
      assert.equal(classes.size, 2);
      assert.equal(heldOut.size, 12, "whole classes");
      assert.ok(fold.labels.every((label) => !classes.has(label)), "no evaluation class");
      assert.ok([...heldOut].every((id) => clean.includes(id)));
    }
    const audit = await runAudit(await planAudit(configuration, inputs), openCpu());
    assert.ok(audit.results.notes.some((note) => note.startsWith("Early stopping:")));
    const [dirty] = audit.results.conditions;
    assert.deepEqual([dirty!.condition, dirty!.pairs, dirty!.classes], ["dirty", 60, 8]);
    assert.deepEqual(
      audit.results.diversity[0]!.points.map((
        { share, classes, pairs },
      ) => [share, classes, pairs]),
      [[0.7, 2, 24], [1, 3, 30]],
    );
    for (const line of cellRows(audit, configuration).trimEnd().split("\n")) {
      const { condition, random_text, chosen_step } = JSON.parse(line);
      const isBlind = random_text || /^shuffled/.test(condition);
      assert.equal(chosen_step === null, isBlind || condition === "untrained");
      if (chosen_step !== null) assert.equal(chosen_step % 5, 0);
    }
  });
});

Deno.test("a share that holds out too few texts is refused with its key and a share that works", async () => {
  await withPlanted(async (folder) => {
    const optimizer = { ...OPTIMIZER, validationShare: 0.1 };
    const text = JSON.stringify(plantedConfiguration({ optimizer }));
    const configuration = parseConfiguration(text, "audit.json");
    const inputs = await readInputs(configuration, folder);
    await assert.rejects(
      Trainer.open(configuration, inputs),
      /^InputError: "optimizer\.validationShare": Validation on 0\.1 .* by class: 0 .*choose 0\.4$/,
    );
  });
});
