import assert from "node:assert/strict";
import { parseConfiguration } from "../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../src/audit/inputs/read_inputs.ts";
import type {
  Attribution,
  DiversityCurve,
  LeakDoseCurve,
} from "../../src/audit/results/results.ts";
import { cellRows } from "../../src/report/folder/cells_jsonl.ts";
import { runAudit } from "../../src/audit/run.ts";
import { planAudit } from "../../src/audit/trainings/plan_audit.ts";
import { InputError } from "../../src/basics/errors.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { runInWorkers, WORKER_THREADS } from "../../src/audit/trainings/workers.ts";
import { testOnEveryDevice } from "../compute/devices.ts";
import { nativeIfThere } from "../compute/native/native_if_there.ts";
import { pathSum } from "./path_sum.ts";
import {
  auditPlanted,
  type PlainConfiguration,
  plantedConfiguration,
  withPlanted,
} from "./planted.ts";

const audits = new Map<string, ReturnType<typeof auditPlanted>>();

/** Runs an audit on the CPU, once for all tests that need the same. */
function auditOnce(changes: PlainConfiguration): ReturnType<typeof auditPlanted> {
  const key = JSON.stringify(changes);
  const audit = audits.get(key) ?? auditPlanted(openCpu(), changes);
  audits.set(key, audit);
  return audit;
}

testOnEveryDevice("a leak is attributed to leakage, and the path adds up", async (compute) => {
  const changes = { seeds: [0] };
  const { results: plain } = await auditOnce(changes);
  const { results } = compute.device.class === "cpu"
    ? { results: plain }
    : await auditPlanted(compute, changes);
  results.conditions.forEach(({ audio, text, condition, balanced_top1: { mean } }, i) => {
    const { balanced_top1: expected } = plain.conditions[i]!;
    const near = Math.abs(mean - expected.mean) <= 0.02;
    assert.ok(near, `${condition} of ${audio} with ${text}: ${mean}, not ${expected.mean}`);
  });
  const [attribution] = results.attribution;
  assert.ok(attribution);
  const { path, dirty } = attribution;
  assert.ok(Math.abs(pathSum(path) - dirty) < 1e-9);
  assert.equal(path.chance, 0.2);
  const clean = results.conditions.find((one) => one.condition === "clean")!;
  assert.equal(attribution.drops.text?.value, clean.balanced_top1.mean - path.chance);
  assert.ok(dirty > 0.9, `dirty is ${dirty}`);
  // Half of the classes are flagged in each fold, so a control has none of clean's: there is no split.
  assert.deepEqual(Object.keys(path).slice(1), [
    "baselineFeatures",
    "textBackbone",
    "audioBackbone",
    "flaggedPairs",
  ]);
  assert.deepEqual(results.controls.map(({ valid }) => valid), [false, false]);
  const { flaggedPairs } = attribution;
  assert.deepEqual(path.flaggedPairs, flaggedPairs);
  assert.ok(flaggedPairs.value > 0.4, `flagged pairs give ${flaggedPairs.value}`);
  assert.ok(flaggedPairs.low > 0, `flagged pairs from ${flaggedPairs.low}`);
  const shuffled = results.conditions.find((one) => one.condition === "shuffled")!;
  assert.equal(shuffled.trainings, 4);
  const noise = results.conditions.find((one) =>
    one.audio === "log-mel-statistics" && one.condition === "dirty"
  )!;
  assert.ok(noise.balanced_top1.mean < 0.45, `noise gets ${noise.balanced_top1.mean}`);
});

Deno.test("the pools have the described pairs", async () => {
  const { results } = await auditOnce({ seeds: [0] });
  const of = (name: string) => results.conditions.find(({ condition }) => condition === name)!;
  assert.deepEqual([of("dirty").pairs, of("dirty").classes], [60, 10]);
  assert.deepEqual([of("clean").pairs, of("clean").classes], [30, 5]);
  assert.deepEqual([of("control").pairs, of("control").classes], [30, 5]);
  assert.deepEqual([of("shuffled").pairs, of("shuffled").classes], [30, 5]);
  assert.equal(of("untrained").pairs, 0);
  assert.equal(results.leakage.verdict, "leaky");
  assert.equal(results.leakage.by_rule["TEXT-EXACT"]!.flagged_pairs, 30);
  assert.equal(results.references[0]!.separability.nearest_centroid.value, 1);
});

Deno.test("the same seed gives the same bytes, another seed others", async () => {
  const conditions = ["clean"];
  const [first, again, other] = await Promise.all([
    auditOnce({ conditions, seeds: [0, 1] }),
    auditPlanted(openCpu(), { conditions, seeds: [0, 1] }),
    auditPlanted(openCpu(), { conditions, seeds: [7, 8], attribution: false }),
  ]);
  assert.equal(JSON.stringify(again.results), JSON.stringify(first.results));
  assert.equal(cellRows(again, again.configuration), cellRows(first, first.configuration));
  assert.notEqual(
    JSON.stringify(other.results.conditions),
    JSON.stringify(first.results.conditions),
  );
});

const native = await nativeIfThere(WORKER_THREADS);
Deno.test.afterAll(() => native?.close());

for (const compute of [openCpu(), ...native ? [native] : []]) {
  const name = `workers give the same bytes as this thread [${compute.device.class}]`;
  Deno.test(name, () =>
    withPlanted(async (folder) => {
      const text = JSON.stringify(plantedConfiguration());
      const configuration = parseConfiguration(text, "audit.json");
      const inputs = await readInputs(configuration, folder);
      const alone = await runAudit(await planAudit(configuration, inputs), compute);
      const runTrainings = runInWorkers({ configuration, inputs }, compute.device);
      const together = await runAudit(await planAudit(configuration, inputs), compute, {
        runTrainings,
      });
      assert.equal(JSON.stringify(together.results), JSON.stringify(alone.results));
      assert.equal(cellRows(together, configuration), cellRows(alone, configuration));
    }));
}

Deno.test("every training has a row, with its accuracy by class", async () => {
  const { results, ...rest } = await auditPlanted(openCpu(), {
    conditions: ["clean"],
    attribution: false,
    seeds: [0, 1],
  });
  const rows = cellRows({ results, ...rest }, rest.configuration).trim().split("\n")
    .map((line) => JSON.parse(line));
  assert.equal(rows.length, 2 * 2 * 2);
  const { low, high, per_seed, mean } = results.conditions[0]!.balanced_top1;
  assert.ok(low <= mean && mean <= high);
  const planted = rows.filter(({ audio }) => audio === "planted");
  const ofSeed0 = planted.filter(({ seed }) => seed === 0).flatMap(({ per_class }) =>
    Object.values(per_class) as number[]
  );
  assert.equal(ofSeed0.length, 10);
  const balanced = ofSeed0.reduce((sum, share) => sum + share, 0) / ofSeed0.length;
  assert.ok(Math.abs(balanced - per_seed[0]!) < 1e-12);
});

Deno.test("the 16 cells are trained once each, whatever conditions are named", async () => {
  const { results, outcomes } = await auditOnce({ conditions: ["clean"], seeds: [0, 1] });
  assert.deepEqual(results.conditions.map(({ condition }) => condition), ["clean", "clean"]);
  const [{ cells, path, drops, dirty_drops, dirty }] = results.attribution as [Attribution];
  const factors = cells.map(({ audio, text, pairing, leakage }) => {
    return [audio, text, pairing, leakage].map(Number).join("");
  });
  assert.equal(new Set(factors).size, 16);
  // 16 cells for each of 2 class folds and 2 seeds (the condition "shuffled" has 4 permutations, which is as many), and
  // clean pairs with the text baseline, for backbone and baseline.
  assert.equal(outcomes.length, (16 + 2) * 2 * 2);
  const keys = outcomes.map(({ training }) => JSON.stringify(training));
  assert.equal(new Set(keys).size, keys.length);

  const at = (key: string) => cells[factors.indexOf(key)]!;
  const meanAt = (key: string) => at(key).balanced_top1.mean;
  assert.equal(meanAt("1111"), dirty);
  assert.equal(meanAt("1110"), results.conditions[0]!.balanced_top1.mean);
  assert.equal(drops.audio!.value, meanAt("1110") - meanAt("0110"));
  assert.equal(drops.pairing!.value, meanAt("1110") - meanAt("1100"));
  assert.equal(dirty_drops!.text.value, dirty - meanAt("1011"));
  for (const key of factors) {
    const isKnown = key[1] === "0" && key[3] === "0";
    assert.equal(at(key).expected, isKnown ? path.chance : undefined, key);
    // A leak takes true pairs of the dirty pool, and sounds that can be distinguished; the texts need no meaning.
    const leaks = key === "1111" || key === "1011";
    assert.equal(meanAt(key) > 0.8, leaks, `${key} gets ${meanAt(key)}`);
  }
});

Deno.test("other trainings change nothing in the conditions", async () => {
  const few = { seeds: [0], attribution: false };
  const more = { seeds: [0], leakDose: [0, 0.5], diversity: [0.6, 1] };
  const [alone, beside] = await Promise.all([
    auditPlanted(openCpu(), few),
    auditPlanted(openCpu(), more),
  ]);
  assert.deepEqual(beside!.results.conditions, alone!.results.conditions);
  assert.deepEqual(
    beside!.results.attribution.map(({ flaggedPairs }) => flaggedPairs),
    alone!.results.attribution.map(({ flaggedPairs }) => flaggedPairs),
  );
});

Deno.test("where a label is a text of the clean pool, random codes are measured, not assumed", async () => {
  const { results } = await auditPlanted(openCpu(), {
    leakage: { rules: ["AUDIO-SOURCE"], sourceColumn: { training: "id", evaluation: "id" } },
    seeds: [0],
  });
  const { cells, drops } = results.attribution[0]!;
  assert.ok(cells.every(({ expected }) => expected === undefined));
  // Nothing is flagged, so clean is dirty, and random codes do as well as words.
  const random = cells.find(({ audio, text, pairing, leakage }) =>
    audio && !text && pairing && !leakage
  )!;
  assert.ok(random.balanced_top1.mean > 0.8);
  assert.ok(Math.abs(drops.text!.value) < 0.2);
});

Deno.test("the leak-dose curve leads from clean to dirty, each dose trained once", async () => {
  const { results, outcomes } = await auditPlanted(openCpu(), {
    conditions: ["clean"],
    attribution: false,
    leakDose: [0, 0.1, 0.5, 1],
    seeds: [0],
  });
  const [{ points, audio }] = results.leak_dose as [LeakDoseCurve];
  assert.equal(results.leak_dose.length, 1);
  assert.equal(audio, "planted");
  assert.deepEqual(points.map(({ dose, pairs }) => [dose, pairs]), [
    [0, 30],
    [0.1, 33],
    [0.5, 45],
    [1, 60],
  ]);
  assert.equal(outcomes.length, 2 * (4 + 1));
  const means = points.map(({ balanced_top1 }) => balanced_top1.mean);
  assert.equal(means[0], results.conditions[0]!.balanced_top1.mean);
  assert.ok(means[3]! > 0.9 && means[2]! > 0.8 && means[1]! > means[0]!, means.join(" "));
});

Deno.test("the diversity curve has the shares that the clean pools allow", async () => {
  const { results } = await auditPlanted(openCpu(), {
    conditions: ["dirty"],
    attribution: false,
    diversity: [0.25, 0.5, 0.55, 0.8, 1],
    seeds: [0],
  });
  // A quarter of 5 classes is one, which has no contrast, and 0.55 gives 3 again.
  const [{ points, rise }] = results.diversity as [DiversityCurve];
  assert.deepEqual(points.map(({ share, classes, pairs }) => [share, classes, pairs]), [
    [0.5, 3, 18],
    [0.8, 4, 24],
    [1, 5, 30],
  ]);
  assert.equal(rise!.from_classes, 3);
  assert.equal(rise!.value, points[2]!.balanced_top1.mean - points[0]!.balanced_top1.mean);
  assert.ok(rise!.low <= rise!.value && rise!.value <= rise!.high);
});

Deno.test("a training that diverges is reported as bad input", async () => {
  const optimizer = { steps: 40, batch: 30, learningRate: 1e30, warmupSteps: 5 };
  await assert.rejects(
    auditPlanted(openCpu(), { optimizer, conditions: ["dirty"] }),
    (thrown: unknown) => {
      assert.ok(thrown instanceof InputError);
      assert.match(thrown.message, /diverged: the loss is .* at step \d+; lower optimizer/);
      return true;
    },
  );
});

Deno.test("captions without labels are audited, with no diversity curve", async () => {
  const { results } = await withPlanted(async (folder) => {
    const path = `${folder}/training.csv`;
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.replace("label", "caption"));
    const configuration = parseConfiguration(
      JSON.stringify(plantedConfiguration({
        training: { items: "training.csv", textColumn: "caption" },
        conditions: ["dirty", "clean", "control", "shuffled"],
        attribution: false,
        diversity: [0.5, 1],
        leakDose: [0, 1],
        seeds: [0],
        optimizer: { steps: 5, batch: 30 },
      })),
      "audit.json",
    );
    return await runAudit(
      await planAudit(configuration, await readInputs(configuration, folder)),
      openCpu(),
    );
  });
  assert.deepEqual(results.diversity, []);
  const planted = results.conditions.filter(({ audio }) => audio === "planted");
  assert.deepEqual(planted.map(({ condition, pairs, classes }) => [condition, pairs, classes]), [
    ["dirty", 60, 0],
    ["clean", 30, 0],
    ["control", 30, 0],
    ["shuffled", 30, 0],
  ]);
});
