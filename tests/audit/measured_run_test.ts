import assert from "node:assert/strict";
import { runAudit } from "../../src/audit/run.ts";
import { planAudit } from "../../src/audit/trainings/plan_audit.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { makeWorld, worldConfiguration } from "./worlds.ts";

/** Records of two backbones; the text backbone has the same name as the audio backbone. */
const BACKBONES = (["audio", "text"] as const).map((modality) => ({
  name: "backbone",
  modality,
  role: "chosen" as const,
  dimensions: 16,
  embeddings: "ready-made" as const,
  ledger: undefined,
}));

/** Runs a tiny audit in which the audio backbone's training labels cover the first 4 of 10 classes. */
async function audit() {
  const world = makeWorld("meaning", "nothing");
  const leaks = { ...world.leaks, covered: [world.evaluation.labels.slice(0, 4), []] };
  const published = [{
    name: "as it is",
    evaluation: world.backbones.audio[0]!.evaluation,
    texts: world.backbones.text[0]!.texts,
    vectors: world.backbones.text[0]!.vectors,
  }];
  const configuration = { ...worldConfiguration(), attribution: false };
  const backbones = { ...world.backbones, known: BACKBONES, published };
  return await runAudit(await planAudit(configuration, { ...world, backbones, leaks }), openCpu());
}

Deno.test("an audit's results hold what was measured without training", async () => {
  const { results, maps } = await audit();
  const { references, separability, overlap, associations, coverage, conditions } = results;
  const spaces = separability.filter(({ condition }) => condition === undefined);
  assert.deepEqual(spaces.map(({ space, audio, text }) => [space, audio ?? text]), [
    ["audio backbone", "backbone"],
    ["audio backbone", "baseline"],
    ["text backbone", "text"],
  ]);
  assert.deepEqual(
    references.map(({ separability: { nearest_centroid, knn } }) => [nearest_centroid, knn]),
    spaces.slice(0, 2).map((one) => [one.nearest_centroid, one.knn]),
  );

  const [own, noise] = overlap.filter(({ space }) => space === "backbone");
  assert.ok(own!.p_value! < 0.01 && own!.overlap.value > 0.5, "sounds lie as the texts do");
  assert.ok(noise!.p_value! > 0.01, `noise has p ${noise!.p_value}`);
  assert.equal(own!.p_value_holm, 2 * own!.p_value!);

  assert.deepEqual(
    associations.map(({ audio, condition, classes }) => [audio, condition, classes.length]),
    [["backbone", "dirty", 10], ["backbone", "clean", 10], ["baseline", "dirty", 10], [
      "baseline",
      "clean",
      10,
    ]],
  );

  assert.deepEqual(coverage.map(({ audio, condition }) => [audio, condition]), [
    ["backbone", "dirty"],
    ["backbone", "clean"],
  ]);
  for (const { condition, covered, uncovered, covered_classes, uncovered_classes } of coverage) {
    assert.deepEqual([covered_classes, uncovered_classes], [4, 6]);
    const whole = conditions.find((one) =>
      one.audio === "backbone" && one.condition === condition
    )!;
    const parts = (4 * covered!.value + 6 * uncovered!.value) / 10;
    assert.ok(Math.abs(parts - whole.balanced_top1.mean) < 1e-12);
    assert.ok(covered!.low <= covered!.value && covered!.value <= covered!.high);
  }

  assert.deepEqual(results.label_heads, []);
  assert.equal(results.published[0]!.name, "as it is");
  assert.equal(maps.maps.length, 6);
  assert.deepEqual([...new Set(maps.maps.map(({ points }) => points.length))], [30, 40]);
});
