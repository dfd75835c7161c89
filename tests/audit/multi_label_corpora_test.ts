// Training on captions where the evaluation's sounds have several labels.
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfiguration } from "../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../src/audit/inputs/read_inputs.ts";
import { runAudit } from "../../src/audit/run.ts";
import { planAudit } from "../../src/audit/trainings/plan_audit.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { parseItems } from "../../src/datasets/items.ts";
import { writeCsv } from "../../src/formats/csv.ts";
import { inFolder } from "../temporary_folder.ts";
import { labelsConfiguration, writePlantedLabels } from "./planted_labels.ts";

const PLACES = ["barn", "field", "forest", "house", "river"];

/** The audio references of an audit that trains on so many captions of each planted sound. */
function referenceWith(captions: number) {
  return inFolder(async (folder) => {
    await writePlantedLabels(folder);
    const path = join(folder, "pairs.csv");
    const items = await parseItems(await Deno.readFile(path), path);
    const rows = items.map(({ id, columns: { label } }) => ({
      id,
      ...Object.fromEntries(
        PLACES.slice(0, captions).map((
          place,
          i,
        ) => [`caption_${i + 1}`, `${label} in the ${place}`]),
      ),
    }));
    await Deno.writeTextFile(path, writeCsv(Object.keys(rows[0]!), rows));
    const text = JSON.stringify(
      labelsConfiguration({ attribution: false, conditions: ["dirty"], seeds: [0] }),
    );
    const configuration = parseConfiguration(text, "audit.json");
    const inputs = await readInputs(configuration, folder);
    assert.equal(inputs.pairs.length, captions * items.length);
    return (await runAudit(await planAudit(configuration, inputs), openCpu())).results
      .references[0]!;
  });
}

Deno.test("the reference of the same pairs learns each sound once, whatever its captions", async () => {
  const [one, five] = [await referenceWith(1), await referenceWith(5)];
  assert(one.same_pairs!.nearest_centroid.value > 0.9);
  assert.deepEqual(five.same_pairs!.nearest_centroid, one.same_pairs!.nearest_centroid);
  assert.equal(five.same_pairs!.pairs, 5 * one.same_pairs!.pairs);
});
