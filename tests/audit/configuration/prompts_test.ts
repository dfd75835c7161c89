import assert from "node:assert/strict";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { runAudit } from "../../../src/audit/run.ts";
import { planAudit } from "../../../src/audit/trainings/plan_audit.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { plantedConfiguration, withPlanted } from "../planted.ts";

Deno.test("random codes are at chance unless a label's prompt is a text of the clean pool", async () => {
  await withPlanted(async (folder) => {
    for (const [text, isExact] of [["the {label}", false], ["one {label}", true]] as const) {
      const configuration = parseConfiguration(
        JSON.stringify(plantedConfiguration({
          evaluation: { items: "evaluation.csv", prompts: ["{label}", "the {label}"] },
          training: { items: "training.csv", text },
          optimizer: { steps: 2, batch: 30 },
          seeds: [0],
          shuffles: 1,
          // Nothing is flagged, so the clean pool has texts with the labels in them.
          leakage: {
            rules: ["AUDIO-SOURCE"],
            sourceColumn: { training: "id", evaluation: "id" },
          },
        })),
        "audit.json",
      );
      const inputs = await readInputs(configuration, folder);
      const { results } = await runAudit(await planAudit(configuration, inputs), openCpu());
      const cell = results.attribution[0]!.cells.find((one) => !one.text && !one.leakage);
      assert.equal(cell!.expected, isExact ? 0.1 : undefined, text);
    }
  });
});
