// Training captions that are copies of the evaluation's: TEXT-COPY flags them, so no clean pool may have them.
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { leakageSummary } from "../../../src/audit/scores/leakage.ts";
import { planAudit } from "../../../src/audit/trainings/plan_audit.ts";
import { parseItems } from "../../../src/datasets/items.ts";
import { writeCsv } from "../../../src/formats/csv.ts";
import { inFolder } from "../../temporary_folder.ts";
import { plantedConfiguration, writePlanted } from "../planted.ts";

const ROOMS = ["one", "two", "three", "four"];
/** Training pairs whose captions the evaluation has, too. */
const COPIES = 3;

async function addCaptions(folder: string) {
  for (const side of ["training", "evaluation"]) {
    const path = join(folder, `${side}.csv`);
    const items = await parseItems(await Deno.readFile(path), path);
    const rows = items.map(({ id, columns }, i) => ({
      ...columns,
      id,
      caption: side === "training" && i >= COPIES
        ? `rain on the roof of house ${ROOMS[i % 4]}`
        : `water falls into a bucket in room ${ROOMS[i % 4]}`,
    }));
    await Deno.writeTextFile(path, writeCsv(Object.keys(rows[0]!), rows));
  }
}

function planOf(classFolds: number) {
  return inFolder(async (folder) => {
    await writePlanted(folder);
    await addCaptions(folder);
    const text = JSON.stringify(plantedConfiguration({
      evaluation: { items: "evaluation.csv", classFolds },
      training: { items: "training.csv", textColumn: "caption" },
      leakage: { rules: ["TEXT-EXACT", "TEXT-COPY"] },
    }));
    const configuration = parseConfiguration(text, "audit.json");
    return await planAudit(configuration, await readInputs(configuration, folder));
  });
}

Deno.test("copied captions are in no class fold's clean pool, and name no class", async () => {
  for (const classFolds of [1, 2]) {
    const { trainer, inputs: { leaks, pairs } } = await planOf(classFolds);
    const copies = pairs.slice(0, COPIES).map(({ id }) => id);
    for (let fold = 0; fold < classFolds; fold++) {
      const { clean } = trainer.pools.of({ fold, seed: 0 });
      assert.equal(clean.length, pairs.length - COPIES, `${classFolds} class folds`);
      assert.deepEqual(clean.filter((id) => copies.includes(id)), []);
    }
    const { by_rule, covered_classes, verdict } = leakageSummary(trainer.folds, leaks);
    assert.deepEqual(by_rule["TEXT-COPY"], { findings: COPIES, flagged_pairs: COPIES });
    assert.deepEqual([covered_classes, verdict], [0, "leaky"]);
  }
});
