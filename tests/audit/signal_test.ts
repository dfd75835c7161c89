// Audits, previews, comparisons and drafts that are aborted.
import assert from "node:assert/strict";
import { join } from "node:path";
import { compareAudits } from "../../src/audit/comparison/compare_audits.ts";
import { parseConfiguration } from "../../src/audit/configuration/configuration.ts";
import { draftConfiguration } from "../../src/audit/draft/draft_configuration.ts";
import { previewAudit } from "../../src/audit/folder/preview.ts";
import { readInputs } from "../../src/audit/inputs/read_inputs.ts";
import { runAudit } from "../../src/audit/run.ts";
import { planAudit } from "../../src/audit/trainings/plan_audit.ts";
import { filesIn } from "../../src/basics/output/own_names.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { checkDevice } from "../../src/compute/doctor.ts";
import { assertAborts } from "../aborting.ts";
import { testOnWatchedDevice } from "../compute/watched_device.ts";
import { plantedConfiguration, withPlanted } from "./planted.ts";

const SMALL = {
  attribution: false,
  conditions: ["dirty", "clean"],
  seeds: [0],
  optimizer: { steps: 3, batch: 10 },
};

testOnWatchedDevice(
  "an aborted audit frees its memory",
  ({ compute, counts }) =>
    withPlanted(async (folder) => {
      const text = JSON.stringify(plantedConfiguration(SMALL));
      const configuration = parseConfiguration(text, "audit.json");
      const inputs = await readInputs(configuration, folder);
      const run = async (options: Parameters<typeof runAudit>[2]) =>
        await runAudit(await planAudit(configuration, inputs), compute, options);
      // Scratch memory stays after the first run, and the next one reuses it.
      await run({});
      const { memories, bytes } = counts;
      for (const stage of ["measuring spaces", "training", "drawing maps"]) {
        await assertAborts(run, (one) => one.stage === stage && one.done > 0);
        assert.deepEqual({ memories: counts.memories, bytes: counts.bytes }, { memories, bytes });
      }
    }),
);

Deno.test("a preview is aborted among its timings, and writes nothing", () =>
  withPlanted(async (folder) => {
    const path = join(folder, "audit.json");
    await Deno.writeTextFile(path, JSON.stringify(plantedConfiguration(SMALL)));
    const before = filesIn(folder);
    const preview = (options: Parameters<typeof previewAudit>[2]) =>
      previewAudit(path, join(folder, "out"), { device: "cpu", ...options });
    await assertAborts(preview, ({ stage, done }) => stage.startsWith("timing") && done > 0);
    assert.deepEqual(filesIn(folder), before);
  }));

Deno.test("comparisons, drafts and checks of a device end with the signal's reason", async () => {
  const reason = new Error("enough for today");
  const request = { evaluation: "items.csv", audio: [], text: [], out: "audit.json" };
  const calls: ((options: { readonly signal: AbortSignal }) => Promise<unknown>)[] = [
    (options) => compareAudits(["a", "b"], options),
    (options) => draftConfiguration(request, options),
    (options) => checkDevice(openCpu(), options),
  ];
  for (const call of calls) {
    const signal = AbortSignal.abort(reason);
    await assert.rejects(call({ signal }), (thrown) => thrown === reason);
  }
});

Deno.test("a check of a device is aborted between two operations", async () => {
  const ending = new AbortController();
  const reason = new Error("enough for today");
  setTimeout(() => ending.abort(reason));
  const checks = checkDevice(openCpu(), { signal: ending.signal });
  await assert.rejects(checks, (thrown) => thrown === reason);
});
