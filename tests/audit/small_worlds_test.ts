// Evaluations that have as little as an audit takes: it ends, and says what there is too little of, and what to do.
import assert from "node:assert/strict";
import { runAudit } from "../../src/audit/run.ts";
import { planAudit } from "../../src/audit/trainings/plan_audit.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { RandomStream } from "../../src/basics/random.ts";
import { pathSum } from "./path_sum.ts";
import { matrixOf } from "./hand_inputs.ts";
import { knownInputs, worldConfiguration } from "./worlds.ts";

const PER_CLASS = 3;

/** Audits an evaluation of so many classes with so many items each, on 24 training classes of noise. */
async function audit(classes: number, items: number, { seeds = [0, 1, 2], classFolds = 1 } = {}) {
  const random = new RandomStream(8, "small world");
  const noise = (rows: number) =>
    matrixOf(Array.from({ length: rows }, () => Array.from({ length: 4 }, () => random.normal())));
  const labels = Array.from({ length: 24 }, (_, i) => `label${String(i).padStart(2, "0")}`);
  const many = (of: readonly string[], each: number) =>
    of.flatMap((label) => Array.from({ length: each }, (_, i) => ({ id: `${label} ${i}`, label })));
  const evaluated = labels.slice(0, classes);
  const inputs = knownInputs({
    pairs: many(labels, PER_CLASS).map((pair) => ({ ...pair, text: pair.label })),
    items: many(evaluated, items),
    labels: evaluated,
    audio: [{
      name: "backbone",
      baseline: undefined,
      training: noise(24 * PER_CLASS),
      evaluation: noise(classes * items),
    }],
    text: [{
      name: "text",
      baseline: undefined,
      texts: labels,
      vectors: noise(labels.length),
      outOfVocabulary: [],
    }],
  });
  const configuration = {
    ...worldConfiguration(),
    seeds,
    evaluation: { ...worldConfiguration().evaluation, classFolds },
    conditions: ["dirty", "clean", "control", "shuffled", "untrained"] as const,
    attribution: false,
  };
  const plan = await planAudit(
    { ...configuration, optimizer: { ...configuration.optimizer, steps: 5 } },
    inputs,
  );
  const { results } = await runAudit(plan, openCpu());
  const [attribution] = results.attribution;
  assert.ok(Math.abs(pathSum(attribution!.path) - attribution!.dirty) < 1e-9);
  const few = results.claims.filter(({ kind }) => kind.startsWith("few-"));
  for (const { sentence } of few) {
    assert.match(sentence, /use at least|would help|fewer class folds/i);
  }
  return { results, few: few.map(({ kind, condition }) => condition ?? kind) };
}

Deno.test("one item a class has no silhouette, and the audit says what that costs", async () => {
  for (const classFolds of [1, 2]) {
    const { results, few } = await audit(6, 1, { classFolds });
    assert.deepEqual(few, ["clean", "few-classes", "few-sources"]);
    assert.equal(results.references[0]!.separability.silhouette_cosine!.value, 0);
    assert.ok(results.associations.every(({ silhouette }) => silhouette.spearman === undefined));
    const note =
      /^Every item of "label00", .* and 3 more is from one source, .* Use at least 2 sources/;
    assert.equal(results.notes.filter((one) => note.test(one)).length, 1);
  }
});

Deno.test("of two classes no score is shown to be above chance", async () => {
  const { results, few } = await audit(2, 4);
  assert.deepEqual(few, ["clean", "few-classes", "few-sources"]);
  const kinds = results.claims.map(({ kind, condition }) => `${kind} ${condition}`);
  assert.ok(kinds.includes("not-above-chance dirty") && kinds.includes("not-above-chance clean"));
});

Deno.test("one seed has a caveat, and five control draws", async () => {
  const { results, few } = await audit(10, 5, { seeds: [7] });
  assert.deepEqual(few, ["clean", "few-seeds"]);
  const control = results.conditions.find(({ condition }) => condition === "control")!;
  assert.equal(control.trainings, 5);
});
