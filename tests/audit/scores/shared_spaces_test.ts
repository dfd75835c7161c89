import assert from "node:assert/strict";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { runAudit } from "../../../src/audit/run.ts";
import { planAudit } from "../../../src/audit/trainings/plan_audit.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { plantedConfiguration, withPlanted } from "../planted.ts";

Deno.test("shared spaces, prompts and choices on the way are in the results", async () => {
  const { results } = await withPlanted(async (folder) => {
    const text = JSON.stringify(plantedConfiguration({
      evaluation: {
        items: "evaluation.csv",
        classFolds: 2,
        prompts: ["{label}", "a {label} and a cat"],
      },
      seeds: [0],
      shuffles: 2,
    }));
    const configuration = parseConfiguration(text, "audit.json");
    return await runAudit(
      await planAudit(configuration, await readInputs(configuration, folder)),
      openCpu(),
    );
  });
  const dirty = results.conditions.find(({ condition }) => condition === "dirty")!;
  assert.equal(dirty.prompts?.single.length, 2);
  assert.ok(dirty.selection!.leakage >= 0);
  assert.equal(dirty.selection!.chosen, dirty.balanced_top1.mean);
  assert.ok(dirty.map.mean > 0.8);

  const ofDirty = (space: string) =>
    results.separability.find((one) =>
      one.space === space && one.condition === "dirty" && one.audio === "planted"
    )!;
  const audio = ofDirty("audio shared");
  assert.equal(audio.items, 60);
  assert.ok(audio.nearest_centroid!.value > 0.9, "leaked classes lie apart");
  assert.ok(audio.silhouette_cosine!.low <= audio.silhouette_cosine!.value);
  const words = ofDirty("text shared");
  assert.equal(words.items, 20);
  assert.ok(words.nearest_text! > -1 && words.nearest_text! < 1);
  assert.ok(words.silhouette_cosine, "labels with two prompts have silhouettes");

  const overlaps = results.overlap.filter(({ audio, space }) =>
    audio === "planted" && space === "shared"
  );
  assert.deepEqual(
    overlaps.map(({ condition, random_text }) => [condition, random_text]).sort(),
    [["clean", false], ["clean", true], ["shuffled", false]].sort(),
  );
  for (const { overlap, k, chance, classes, p_value } of overlaps) {
    assert.deepEqual([k, chance, classes, p_value], [1, 0.25, 5, undefined]);
    assert.ok(overlap.low <= overlap.value && overlap.value <= overlap.high);
  }
});
