import assert from "node:assert/strict";
import { join } from "node:path";
import { withClaims } from "../../src/audit/claims/claims.ts";
import { parseResults } from "../../src/audit/claims/read_results.ts";
import { parseConfiguration } from "../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../src/audit/inputs/read_inputs.ts";
import { type Audit, runAudit } from "../../src/audit/run.ts";
import type { AuditResults } from "../../src/audit/results/results.ts";
import { type AuditPlan, planAudit } from "../../src/audit/trainings/plan_audit.ts";
import { renderReport } from "../../src/report/html.ts";
import { reportSentences } from "../../src/report/words/report_sentences.ts";
import { resultsTable } from "../../src/report/table.ts";
import { writeAuditFiles } from "../../src/report/folder/write_folder.ts";
import { type Matrix, matrixRow } from "../../src/basics/matrix.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { mean } from "../../src/statistics/means.ts";
import { inFolder } from "../temporary_folder.ts";
import { pathSum } from "./path_sum.ts";
import type { PlainConfiguration } from "./planted.ts";
import { LABELS, labelsConfiguration, writePlantedLabels } from "./planted_labels.ts";

/** Average precision as scikit-learn defines it: the sum over thresholds of precision times the increase of recall. */
function averagePrecision(scores: readonly number[], own: readonly boolean[]): number {
  const positives = own.filter(Boolean).length;
  let [sum, recall] = [0, 0];
  for (const threshold of [...new Set(scores)].sort((a, b) => b - a)) {
    const named = own.filter((_, item) => scores[item]! >= threshold);
    const right = named.filter(Boolean).length;
    sum += (right / positives - recall) * (right / named.length);
    recall = right / positives;
  }
  return sum;
}

/** The share of pairs of a right and a wrong item that are in the right order, half of those that tie. */
function areaOf(scores: readonly number[], own: readonly boolean[]): number {
  const of = (right: boolean) => scores.filter((_, item) => own[item] === right);
  const others = of(false);
  return mean(of(true).flatMap((one) => others.map((other) => (Math.sign(one - other) + 1) / 2)));
}

function cosine(a: Matrix, i: number, b: Matrix, j: number): number {
  const [one, other] = [matrixRow(a, i), matrixRow(b, j)];
  const inner = (x: Float32Array, y: Float32Array) =>
    x.reduce((sum, value, c) => sum + value * y[c]!, 0);
  return inner(one, other) / Math.sqrt(inner(one, one) * inner(other, other));
}

async function auditLabels(folder: string, changes: PlainConfiguration = {}) {
  await writePlantedLabels(folder);
  const text = JSON.stringify(labelsConfiguration(changes));
  const configuration = parseConfiguration(text, "audit.json");
  const plan = await planAudit(configuration, await readInputs(configuration, folder));
  return { plan, audit: await runAudit(plan, openCpu()) };
}

let audited: Promise<{ plan: AuditPlan; audit: Audit }> | undefined;
const auditOnce = () => audited ??= inFolder((folder) => auditLabels(folder));

Deno.test("macro mean average precision is scikit-learn's, and chance that of permuted texts", async () => {
  const { plan: { inputs }, audit: { outcomes, results } } = await auditOnce();
  const { items } = inputs.evaluation;
  const sounds = [...new Set(items.map(({ id }) => id))];
  const has = LABELS.map((label) =>
    sounds.map((id) => items.some((item) => item.id === id && item.label === label))
  );
  const { texts } = inputs.backbones.text[0]!;
  const shown = outcomes.filter(({ projected }) => projected !== undefined);
  assert(shown.length >= 2);
  for (const { projected, ranking } of shown) {
    const scoresWith = LABELS.map((text) => {
      const row = texts.indexOf(text);
      return sounds.map((_, i) => cosine(projected!.items, i, projected!.texts, row));
    });
    const table = LABELS.map((_, label) =>
      scoresWith.map((scores) => averagePrecision(scores, has[label]!))
    );
    ranking!.areas.forEach((area, label) => {
      const expected = areaOf(scoresWith[label]!, has[label]!);
      assert(Math.abs(area - expected) < 1e-8, `${area} is not ${expected}`);
    });
    const own = mean(LABELS.map((_, label) => table[label]![label]!));
    assert(Math.abs(ranking!.macroMap - own) < 1e-8, `${ranking!.macroMap} is not ${own}`);
    const chance = mean(table.map(mean));
    assert(Math.abs(ranking!.chance - chance) < 1e-8, `${ranking!.chance} is not ${chance}`);
  }
  const dirty = results.conditions.find(({ condition }) => condition === "dirty")!;
  const seeds = outcomes.filter(({ training: { condition, randomText, audio, text } }) =>
    condition.kind === "dirty" && !randomText && audio === "planted" && text === "glove-100d"
  );
  assert.equal(seeds.length, 2);
  assert.deepEqual(dirty.accuracy.per_seed, seeds.map(({ ranking }) => mean(ranking!.values)));
  assert(Math.abs(dirty.accuracy.mean - mean(dirty.accuracy.per_seed)) < 1e-12);
  LABELS.forEach((label, at) => {
    const area = mean(seeds.map(({ ranking }) => ranking!.areas[at]!));
    assert(Math.abs(dirty.roc_auc![label]! - area) < 1e-12);
  });
  const chance = mean(seeds.map(({ ranking }) => ranking!.chance));
  assert(Math.abs(dirty.chance! - chance) < 1e-12);
  assert.equal(results.evaluation_items, 60);
});

Deno.test("the path adds up in mean average precision, and a leak is leakage or flagged pairs", async () => {
  const { audit: { results } } = await auditOnce();
  assert.equal(results.measure, "macro_map");
  const [attribution] = results.attribution;
  const { path, dirty, transfer, flaggedPairs } = attribution!;
  assert(Math.abs(pathSum(path) - dirty) < 1e-9);
  const of = (name: string) => results.conditions.find(({ condition }) => condition === name)!;
  assert.equal(path.chance, of("clean").chance);
  assert(Math.abs(transfer.value - (of("clean").map.mean - of("clean").chance!)) < 1e-12);
  assert(dirty > 0.9 && flaggedPairs.value > 0.4, `dirty ${dirty}`);
  assert(flaggedPairs.low_fixed > 0, `flagged pairs from ${flaggedPairs.low_fixed}`);
  assert(transfer.permutation_p! > 0.025, "names say nothing of where animals lie");
  assert(of("dirty").permutation_p! < 0.025);
  const [reference] = results.references;
  assert(reference!.separability.nearest_centroid.value > 0.9);
  assert.equal(reference!.separability.silhouette_cosine, undefined);
  assert.equal(reference!.same_pairs!.classes, LABELS.length);
  assert.deepEqual(Object.keys(of("clean").per_class), [...LABELS]);
  const low = results.conditions.filter(({ accuracy: { low, mean, high } }) =>
    !(low <= mean && mean <= high)
  );
  assert.deepEqual(low, []);
});

Deno.test("results and report speak of mean average precision, and are read again", async () => {
  const { audit, plan } = await auditOnce();
  await inFolder(async (folder) => {
    const { configuration } = plan;
    await writeAuditFiles(folder, audit, { command: "earnest audit", configuration });
    const written = await Deno.readTextFile(join(folder, "results.json"));
    assert.match(written, /"measure": "macro_map"/);
    assert.doesNotMatch(written, /balanced_top1|"top5"/);
    assert.deepEqual(
      parseResults(written, "results.json"),
      JSON.parse(JSON.stringify(audit.results)),
    );
    const report = await Deno.readTextFile(join(folder, "report.html"));
    const words = report.replaceAll(/<style>[^]*?<\/style>|<[^>]*>/g, " ");
    assert.match(words, /Macro mean average precision ?: each label ranks/);
    assert.doesNotMatch(words, /accurac|top.1\b/i);
    const cells = (await Deno.readTextFile(join(folder, "cells.jsonl"))).trim().split("\n");
    assert.equal(typeof JSON.parse(cells[0]!).macro_map, "number");
    for await (const { name } of Deno.readDir(join(folder, "charts"))) {
      assert.doesNotMatch(await Deno.readTextFile(join(folder, "charts", name)), /accurac/i, name);
    }
  });
  const table = resultsTable(audit.results);
  assert.match(table, /^Macro mean average precision with 95 % intervals; chance 0\.\d+/);
  assert(table.split("\n").every((line) => line.length <= 80), table);
  for (const { sentence } of audit.results.claims) assert.doesNotMatch(sentence, /accurac/i);
});

Deno.test("a backbone and a label named as measures keep their names in every word", async () => {
  const { audit, plan: { configuration } } = await auditOnce();
  const [label] = LABELS;
  const named = JSON.stringify(audit.results).replaceAll('"planted"', '"Balanced accuracy"')
    .replaceAll(`"${label}"`, '"an accuracy"');
  const results = withClaims(JSON.parse(named) as AuditResults);
  const name = "Balanced accuracy with glove-100d";
  const sentences = reportSentences(results);
  assert.ok(
    sentences.some((one) => one.startsWith(`Mean average precision of ${name}: dirty 0.`)),
    sentences.join("\n"),
  );
  assert.ok(
    results.claims.some(({ sentence }) =>
      sentence.startsWith(`The clean mean average precision of ${name}, 0.`)
    ),
  );
  const run = { command: "earnest audit accuracy.json", configuration };
  const { html, charts } = await renderReport({ results, cells: [], maps: undefined, run });
  assert.match(html, new RegExp(`Conditions: ${name}`));
  assert.match(html, /earnest audit accuracy\.json/);
  assert.doesNotMatch(html, /of Mean average precision with|precision\.json/i);
  const classes = Object.entries(charts).find(([file]) => /^1-.*classes/.test(file))!;
  assert.match(classes[0], /balanced-accuracy/);
  assert.match(classes[1], /an accuracy \d/);
});

Deno.test("retrieval of sounds with several labels has each sound and caption once", async () => {
  await inFolder(async (folder) => {
    await writePlantedLabels(folder);
    const path = join(folder, "sets.csv");
    const [head, ...lines] = (await Deno.readTextFile(path)).trim().split("\n");
    const told = lines.map((line, i) => `${line},the cow and the horse in part ${i}`);
    await Deno.writeTextFile(path, [`${head},caption`, ...told].join("\n") + "\n");
    const text = JSON.stringify(labelsConfiguration({
      conditions: ["dirty"],
      attribution: false,
      seeds: [0],
      leakage: { rules: ["TEXT-EXACT", "TEXT-COPY"] },
    }));
    const configuration = parseConfiguration(text, "audit.json");
    const plan = await planAudit(configuration, await readInputs(configuration, folder));
    const { results } = await runAudit(plan, openCpu());
    const [{ text_to_audio: captions, audio_to_text: sounds }] = results.retrieval as [
      NonNullable<typeof results.retrieval>[0],
    ];
    for (const { queries, candidates } of [captions, sounds]) {
      assert.deepEqual([queries, candidates], [60, 60]);
    }
    assert(Math.abs(captions.recall["k5"]!.chance - 5 / 60) < 1e-12);
  });
});
