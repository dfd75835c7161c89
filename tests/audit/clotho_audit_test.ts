// An audit from the folder of a made Clotho: five captions a sound, each sound decoded and embedded once.
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfiguration } from "../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../src/audit/inputs/read_inputs.ts";
import type { AuditResults } from "../../src/audit/results/results.ts";
import { runAudit } from "../../src/audit/run.ts";
import { planAudit } from "../../src/audit/trainings/plan_audit.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { writeNpy } from "../../src/formats/npy.ts";
import { makeFolder } from "../datasets/made_folder.ts";
import { writeClotho } from "./made_clotho.ts";
import type { PlainConfiguration } from "./planted.ts";

const CONFIGURATION = {
  evaluation: { items: "esc10.csv" },
  training: { items: "clotho" },
  audio: [{ name: "mn04", training: "clotho.npy", evaluation: "esc10.npy" }],
  text: [{ name: "glove-100d", backbone: "glove-100d" }],
  projector: { dim: 32 },
  optimizer: { steps: 80, batch: 60, learningRate: 0.003, targets: "same-sound" },
  seeds: [0, 1, 2],
  conditions: ["dirty", "clean", "shuffled"],
  attribution: false,
  leakDose: [],
  diversity: [],
  shuffles: 6,
  bootstrap: 300,
};

function configurationOf(changes: PlainConfiguration) {
  return parseConfiguration(JSON.stringify({ ...CONFIGURATION, ...changes }), "clotho.json");
}

async function audit(folder: string, unit: "sound" | "pair"): Promise<AuditResults> {
  const configuration = configurationOf({
    leakage: { rules: ["TEXT-EXACT", "TEXT-LEMMA"], unit },
  });
  const plan = await planAudit(configuration, await readInputs(configuration, folder));
  return (await runAudit(plan, openCpu())).results;
}

function accuracyOf({ conditions }: AuditResults, condition: string): number {
  return conditions.find((one) => one.condition === condition)!.balanced_top1.mean;
}

Deno.test("what one caption names the sound holds: clean by sound is below clean by pair", async () => {
  await using folder = await makeFolder({});
  const made = await writeClotho(folder.path);
  if (made === undefined) return;
  const bySound = await audit(folder.path, "sound");
  const byPair = await audit(folder.path, "pair");
  const pairsOf = ({ conditions }: AuditResults) => conditions.map(({ pairs }) => pairs);
  assert.deepEqual(pairsOf(bySound), [300, 150, 150]);
  assert.deepEqual(pairsOf(byPair), [300, 270, 270]);
  const [sound, pair] = [bySound, byPair].map((results) => accuracyOf(results, "clean"));
  const said = `by sound ${sound}, by pair ${pair}, dirty ${accuracyOf(bySound, "dirty")}`;
  assert.ok(sound! + 0.15 < pair!, said);
  assert.equal(accuracyOf(bySound, "dirty"), accuracyOf(byPair, "dirty"));
  assert.ok(pair! < accuracyOf(bySound, "dirty"), said);
  const kinds = ({ claims }: AuditResults) => claims.map(({ kind }) => kind);
  // The clean pool by sound has 30 sounds: that comes first.
  assert.deepEqual(kinds(bySound)[0], "few-classes");
  assert.match(
    bySound.claims[0]!.sentence,
    /^The clean pool has \d+ topics and 150 pairs of 30 sounds, below 20 topics and 200 sounds: /,
  );
  assert.ok(kinds(bySound).includes("leakage"), said);
  // What the captions of named sounds teach is no transfer: by sound there is none to claim.
  assert.ok(!kinds(bySound).includes("transfer"), said);
  assert.deepEqual(bySound.retrieval!.map(({ condition }) => condition), [
    "dirty",
    "clean",
    "shuffled",
  ]);
  const [dirty, , shuffled] = bySound.retrieval!;
  assert.deepEqual([dirty!.text_to_audio.queries, dirty!.text_to_audio.candidates], [160, 80]);
  assert.deepEqual([dirty!.audio_to_text.queries, dirty!.audio_to_text.candidates], [80, 160]);
  const { k10 } = dirty!.text_to_audio.recall;
  assert.ok(k10!.low > k10!.chance && k10!.low < k10!.value && k10!.value < k10!.high);
  assert.ok(Math.abs(k10!.chance - 10 / 80) < 1e-12);
  assert.ok(dirty!.text_to_audio.map_at_10.value > shuffled!.text_to_audio.map_at_10.value);
});

Deno.test("each sound of five captions is decoded and embedded once", async () => {
  await using folder = await makeFolder({});
  const made = await writeClotho(folder.path);
  if (made === undefined) return;
  const baseline = { evaluation: "log-mel.npy", backbone: "log-mel-statistics" };
  const configuration = configurationOf({
    audio: [{ ...CONFIGURATION.audio[0], baseline }],
    leakage: { rules: ["TEXT-EXACT"] },
  });
  // As many numbers as the baseline gives; the evaluation's sounds are not at issue.
  const values = Float32Array.from({ length: 80 * 128 }, (_, i) => Math.sin(i * i));
  await Deno.writeFile(join(folder.path, "log-mel.npy"), writeNpy([80, 128], values));
  const stages: string[] = [];
  const inputs = await readInputs(configuration, folder.path, {
    work: join(folder.path, "work"),
    onProgress: ({ stage, done, total }) => stages.push(`${stage} ${done}/${total}`),
  });
  assert.equal(stages.filter((one) => one === "embedding with log-mel-statistics 60/60").length, 1);
  const set = JSON.parse(
    await Deno.readTextFile(
      join(folder.path, "work/embeddings/log-mel-statistics-training/set.json"),
    ),
  );
  assert.equal(set.rows, 60);
  assert.equal(inputs.pairs.length, 300);
  for (const { training } of inputs.backbones.audio) assert.equal(training.rows, 60);
});
