// Retrieval where sounds have several labels: each sound is ranked once, whatever the number of its labels.
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfiguration } from "../../src/audit/configuration/configuration.ts";
import { type AuditInputs, readInputs } from "../../src/audit/inputs/read_inputs.ts";
import { type Audit, runAudit } from "../../src/audit/run.ts";
import { planAudit } from "../../src/audit/trainings/plan_audit.ts";
import { matrixRow } from "../../src/basics/matrix.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { parseItems } from "../../src/datasets/items.ts";
import { writeCsv } from "../../src/formats/csv.ts";
import { mean } from "../../src/statistics/means.ts";
import { inFolder } from "../temporary_folder.ts";
import { labelsConfiguration, writePlantedLabels } from "./planted_labels.ts";

const PLACES = ["barn", "field", "forest", "house", "kitchen", "river", "road", "street"];

/** Gives each sound of the planted evaluation two captions that say its labels and a place. */
async function addCaptions(folder: string) {
  const path = join(folder, "sets.csv");
  const items = await parseItems(await Deno.readFile(path), path);
  const rows = items.map(({ columns }, i) => {
    const names = columns["labels"]!.replaceAll("|", " and ");
    const [one, other] = [PLACES[i % 8], PLACES[(i * 3 + 1) % 8]];
    return {
      ...columns,
      caption_1: `${names} in the ${one}`,
      caption_2: `the ${other} of ${names}`,
    };
  });
  await Deno.writeTextFile(path, writeCsv(Object.keys(rows[0]!), rows));
}

function auditOf(classFolds: number): Promise<{ inputs: AuditInputs; audit: Audit }> {
  return inFolder(async (folder) => {
    await writePlantedLabels(folder);
    await addCaptions(folder);
    const labels = labelsConfiguration();
    const evaluation = { ...labels["evaluation"] as object, classFolds };
    const changes = { evaluation, attribution: false, conditions: ["dirty"] };
    const text = JSON.stringify({ ...labels, ...changes });
    const configuration = parseConfiguration(text, "audit.json");
    const inputs = await readInputs(configuration, folder);
    return { inputs, audit: await runAudit(await planAudit(configuration, inputs), openCpu()) };
  });
}

/** The share of queries with a right answer among the first; an equal score of another candidate comes before. */
function recallAtOne(
  scores: readonly (readonly number[])[],
  isRight: (q: number, c: number) => boolean,
) {
  return mean(scores.map((row, q) => {
    const best = (right: boolean) =>
      Math.max(...row.filter((_, candidate) => isRight(q, candidate) === right));
    return best(true) > best(false) ? 1 : 0;
  }));
}

Deno.test("sounds of several labels find their captions, and these them, each sound once", async () => {
  const { inputs: { evaluation, backbones }, audit: { outcomes, results } } = await auditOf(1);
  const { items, captions } = evaluation;
  const sounds = [...new Map(items.map(({ id }, row) => [id, captions![row]!])).values()];
  assert.equal(sounds.length, 60);
  assert(items.length > sounds.length);
  const texts = sounds.flatMap((own, sound) => own.map((text) => ({ text, sound })));
  const found = outcomes.filter(({ training, projected, retrieval }) =>
    training.audio === "planted" && projected !== undefined && retrieval !== undefined
  );
  assert(found.length > 0);
  for (const { projected, retrieval } of found) {
    const unit = (row: Float32Array) => row.map((value) => value / Math.hypot(...row));
    const x = sounds.map((_, sound) => unit(matrixRow(projected!.items, sound)));
    const known = backbones.text[0]!.texts;
    const y = texts.map(({ text }) => unit(matrixRow(projected!.texts, known.indexOf(text))));
    const scores = y.map((text) =>
      x.map((sound) => text.reduce((s, v, i) => s + v * sound[i]!, 0))
    );
    const turned = x.map((_, sound) => scores.map((row) => row[sound]!));
    const share = (ranks: Float64Array) => mean([...ranks].map((rank) => rank === 1 ? 1 : 0));
    assert.equal(
      share(retrieval!.captions.ranks),
      recallAtOne(scores, (caption, sound) => texts[caption]!.sound === sound),
    );
    const ofSounds = recallAtOne(turned, (sound, caption) => texts[caption]!.sound === sound);
    assert.equal(share(retrieval!.sounds.ranks), ofSounds);
    assert(ofSounds > 0);
  }
  const [{ text_to_audio, audio_to_text }] = results.retrieval as [
    NonNullable<typeof results.retrieval>[number],
  ];
  assert.deepEqual([text_to_audio.queries, text_to_audio.candidates], [120, 60]);
  assert.deepEqual([audio_to_text.queries, audio_to_text.candidates], [60, 120]);
});

Deno.test("in class folds a sound is ranked once in each fold that has a label of it", async () => {
  const { inputs: { evaluation: { items, labels } }, audit: { results } } = await auditOf(2);
  const inFold = [0, 1].map((fold) => {
    const own = new Set(labels.filter((_, at) => at % 2 === fold));
    return new Set(items.filter(({ label }) => own.has(label)).map(({ id }) => id)).size;
  });
  const { text_to_audio, audio_to_text } = results.retrieval![0]!;
  assert.equal(audio_to_text.queries, inFold[0]! + inFold[1]!);
  assert.equal(text_to_audio.candidates, mean(inFold));
  assert.equal(text_to_audio.queries, 2 * audio_to_text.queries);
});
