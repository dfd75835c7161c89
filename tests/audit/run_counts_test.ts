import assert from "node:assert/strict";
import { parseConfiguration } from "../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../src/audit/inputs/read_inputs.ts";
import { runAudit } from "../../src/audit/run.ts";
import { planAudit } from "../../src/audit/trainings/plan_audit.ts";
import type { ProgressReport } from "../../src/basics/progress.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { plantedConfiguration, withPlanted } from "./planted.ts";

Deno.test("a training that class folds share is counted once, in results and progress", async () => {
  const reports: ProgressReport[] = [];
  await withPlanted(async (folder) => {
    const text = JSON.stringify(plantedConfiguration({
      attribution: false,
      conditions: ["dirty", "clean", "shuffled", "untrained"],
      optimizer: { steps: 3, batch: 10 },
    }));
    const configuration = parseConfiguration(text, "audit.json");
    const plan = await planAudit(configuration, await readInputs(configuration, folder));
    const onProgress = (report: ProgressReport) => void reports.push(report);
    const { results, outcomes } = await runAudit(plan, openCpu(), { onProgress });
    const counts = results.conditions.map(({ condition, trainings }) => [condition, trainings]);
    // 2 seeds (4 permutations) on 2 class folds; for each of 2 backbones.
    const each = [["dirty", 2], ["clean", 4], ["shuffled", 4], ["untrained", 0]];
    assert.deepEqual(counts, [...each, ...each]);
    assert.equal(outcomes.length, 2 * 4 * 4);
  });
  const trained = reports.filter(({ stage }) => stage === "training");
  const total = 2 * (2 + 4 + 4 + 4);
  const steps = Array.from({ length: total + 1 }, (_, done) => [done, total]);
  assert.deepEqual(trained.map(({ done, total }) => [done, total]), steps);
});
