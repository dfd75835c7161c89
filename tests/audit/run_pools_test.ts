import assert from "node:assert/strict";
import { parseConfiguration } from "../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../src/audit/inputs/read_inputs.ts";
import { runAudit } from "../../src/audit/run.ts";
import { planAudit } from "../../src/audit/trainings/plan_audit.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { auditPlanted, plantedConfiguration, withAllFlagged, withPlanted } from "./planted.ts";

Deno.test("where nothing is flagged there is no leak to dose", async () => {
  const { results } = await auditPlanted(openCpu(), {
    leakage: { rules: ["AUDIO-SOURCE"], sourceColumn: { training: "id", evaluation: "id" } },
    conditions: ["clean"],
    attribution: false,
    leakDose: [0, 0.5, 1],
    seeds: [0],
  });
  assert.deepEqual(results.leak_dose, []);
});

Deno.test("items that cannot be audited are refused before anything is trained", async () => {
  await withPlanted(async (folder) => {
    const text = JSON.stringify(plantedConfiguration({ seeds: [0] }));
    const configuration = parseConfiguration(text, "audit.json");
    const inputs = await readInputs(configuration, folder);
    const runTrainings = () => assert.fail("it trained");
    const oneSource = inputs.evaluation.items.map((item) => ({ ...item, source: "one" }));
    for (
      const [broken, message] of [
        [
          { ...inputs, evaluation: { ...inputs.evaluation, items: oneSource } },
          /come from one source/,
        ],
        [withAllFlagged(inputs), /^"training\.csv": The clean pool has 0 of 60 pairs/],
      ] as const
    ) {
      const audit = async () =>
        await runAudit(await planAudit(configuration, broken), openCpu(), { runTrainings });
      await assert.rejects(audit, { name: "InputError", message });
    }
  });
});

Deno.test("an empty clean pool does not matter where nothing is trained on it", async () => {
  await withPlanted(async (folder) => {
    const changes = {
      conditions: ["dirty"],
      attribution: false,
      seeds: [0],
      optimizer: { steps: 5, batch: 30 },
    };
    const configuration = parseConfiguration(
      JSON.stringify(plantedConfiguration(changes)),
      "audit.json",
    );
    const inputs = withAllFlagged(await readInputs(configuration, folder));
    const { results } = await runAudit(await planAudit(configuration, inputs), openCpu());
    assert.deepEqual(results.conditions.map(({ pairs }) => pairs), [60, 60]);
    const note = "Every training pair is flagged: the clean pool is empty, and not used.";
    assert.ok(results.notes.includes(note), results.notes.join("\n"));
  });
});

Deno.test("a clean pool that is smaller than a batch is noted", async () => {
  const changes = { conditions: ["clean"], attribution: false, seeds: [0] };
  const { results } = await auditPlanted(openCpu(), {
    ...changes,
    optimizer: { steps: 5, batch: 31 },
  });
  const note = /^The clean pool has 30 pairs, fewer than a batch of 31: /;
  assert.equal(results.notes.filter((one) => note.test(one)).length, 1);
});

Deno.test("a note on the pools of some class folds names them", async () => {
  const { results } = await auditPlanted(openCpu(), {
    evaluation: { items: "evaluation.csv", classFolds: 3 },
    training: {
      items: "training.csv",
      where: { label: ["bird", "cat", "dog", "frog", "horse", "lion", "sheep"] },
    },
    conditions: ["clean"],
    seeds: [0],
  });
  const about = results.notes.filter((note) => note.includes("No training pair is flagged"));
  assert.deepEqual(about.map((note) => note.split(":")[0]), ["Class fold 3"]);
});
