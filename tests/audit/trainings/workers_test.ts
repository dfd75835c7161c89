import assert from "node:assert/strict";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { type AuditInputs, readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { planAudit } from "../../../src/audit/trainings/plan_audit.ts";
import { EarnestError, InputError } from "../../../src/basics/errors.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { MOST_IN_FLIGHT } from "../../../src/audit/trainings/in_flight.ts";
import { runInWorkers, workersFor } from "../../../src/audit/trainings/workers.ts";
import {
  type PlainConfiguration,
  plantedConfiguration,
  withAllFlagged,
  withPlanted,
} from "../planted.ts";

/** Runs a planted audit's trainings in workers that get other inputs than the plan. */
function runOn(changed: (inputs: AuditInputs) => AuditInputs, changes: PlainConfiguration = {}) {
  return withPlanted(async (folder) => {
    const text = JSON.stringify(plantedConfiguration({ conditions: ["clean"], ...changes }));
    const configuration = parseConfiguration(text, "audit.json");
    const inputs = await readInputs(configuration, folder);
    const run = runInWorkers({ configuration, inputs: changed(inputs) }, openCpu().device);
    return await run((await planAudit(configuration, inputs)).groups, () => {});
  });
}

Deno.test("an error with a class of ours keeps its class and its message out of a worker", async () => {
  const line =
    '"training.csv": The clean pool has 0 of 60 pairs and fewer than 2 distinct texts; flagged by ' +
    "TEXT-EXACT 60; give training items of other classes and recordings";
  await assert.rejects(runOn(withAllFlagged), new InputError(line));
});

Deno.test("a defect in a worker is an error of another class, with its place in the code", async () => {
  await assert.rejects(
    runOn((inputs) => ({
      ...inputs,
      backbones: { ...inputs.backbones, audio: [] },
    })),
    (thrown) => {
      assert.ok(thrown instanceof Error && !(thrown instanceof EarnestError));
      assert.match(thrown.stack!, /train_projectors\.ts/);
      return true;
    },
  );
});

Deno.test("workers open the given device, or none", async () => {
  await withPlanted(async (folder) => {
    const text = JSON.stringify(plantedConfiguration({ conditions: ["untrained"] }));
    const configuration = parseConfiguration(text, "audit.json");
    const inputs = await readInputs(configuration, folder);
    const run = runInWorkers({ configuration, inputs }, { class: "cpu", name: "another CPU" });
    await assert.rejects(run((await planAudit(configuration, inputs)).groups, () => {}), {
      name: "InputError",
      message: /^The kernels were chosen for another CPU \(cpu\), but this is plain TypeScript/,
    });
  });
});

Deno.test("an error in the callback for outcomes ends the run", async () => {
  await withPlanted(async (folder) => {
    const text = JSON.stringify(plantedConfiguration({ conditions: ["untrained"] }));
    const configuration = parseConfiguration(text, "audit.json");
    const inputs = await readInputs(configuration, folder);
    const run = runInWorkers({ configuration, inputs }, openCpu().device);
    const failed = run((await planAudit(configuration, inputs)).groups, () => {
      throw new InputError("disk full");
    });
    await assert.rejects(failed, new InputError("disk full"));
  });
});

Deno.test("when one worker fails, what the others have begun is finished before the run ends", async () => {
  await withPlanted(async (folder) => {
    const text = JSON.stringify(plantedConfiguration({ conditions: ["untrained"] }));
    const configuration = parseConfiguration(text, "audit.json");
    const inputs = await readInputs(configuration, folder);
    const run = runInWorkers({ configuration, inputs }, openCpu().device);
    const { groups } = await planAudit(configuration, inputs);
    assert.ok(groups.length > 2);
    let begun = 0;
    let ended = 0;
    const failed = run(groups, async () => {
      if (++begun === 2) throw new InputError("disk full");
      await new Promise((resolve) => setTimeout(resolve, 300));
      ended++;
    });
    await assert.rejects(failed, new InputError("disk full"));
    assert.equal(ended, begun - 1);
    // The second fails, and all others in flight may be finished after it.
    const inFlight = MOST_IN_FLIGHT * workersFor("cpu");
    assert.ok(begun <= 1 + inFlight, `${begun} of ${groups.length} are begun`);
  });
});
