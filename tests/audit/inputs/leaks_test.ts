import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { makeFolds } from "../../../src/audit/trainings/folds.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { backboneRecords, leakageSummary } from "../../../src/audit/scores/leakage.ts";
import type { LeakRule } from "../../../src/leakage/findings.ts";
import { TEXT_RULES } from "../../../src/leakage/text/meaning.ts";
import { writeNpy } from "../../../src/formats/npy.ts";
import type { PlainConfiguration } from "../planted.ts";
import { soundingConfiguration, withSounds } from "../sounding.ts";

const SHIPPED = { name: "log-mel", backbone: "log-mel-statistics" };

/** The card of a backbone that was trained with labels; its files are never read. */
const CARD = {
  schema: "earnest/backbone/1",
  name: "tagger",
  modality: "audio",
  dimensions: 128,
  sampleRateHz: 16_000,
  frontEnd: { preset: "log-mel-statistics" },
  stages: [],
  license: "MIT",
  ledger: { trainingData: ["AudioSet"], trainingLabels: ["Bark", "Moo", "Rain"], source: "made" },
};

async function read(folder: string, leakage: PlainConfiguration, changes: PlainConfiguration = {}) {
  const text = JSON.stringify(soundingConfiguration({ leakage, ...changes }));
  const configuration = parseConfiguration(text, "audit.json");
  return await readInputs(configuration, folder, { work: join(folder, "work") });
}

Deno.test("the default rules are those that have what they need", async () => {
  await withSounds(async (folder) => {
    const { leaks, notes } = await read(folder, {});
    assert.deepEqual(leaks.rules, [...TEXT_RULES, "AUDIO-SOURCE", "BACKBONE-LABEL"]);
    const count = (rule: LeakRule) => leaks.findings.filter((one) => one.rule === rule).length;
    // The texts of four pairs are "hen", which is a bird; each pair names its label.
    assert.deepEqual([count("TEXT-EXACT"), count("TEXT-HYPONYM"), leaks.verdict], [16, 4, "leaky"]);
    assert.equal(leaks.findings.length, 20);
    assert.equal(notes.length, 1);
    assert.match(notes[0]!, /^What the labels mean was guessed/);
    assert.deepEqual(leaks.covered, [undefined, undefined, undefined, undefined]);
  });
});

Deno.test("where a default rule cannot run and nothing is flagged, the verdict is unknown", async () => {
  await withSounds(async (folder) => {
    await Deno.writeTextFile(join(folder, "plain.csv"), "id,label\nx,rain\ny,wind\n");
    const values = Float32Array.from({ length: 256 }, (_, i) => i);
    await Deno.writeFile(join(folder, "plain.npy"), writeNpy([2, 128], values));
    const { leaks, notes } = await read(folder, {}, {
      training: { items: "plain.csv" },
      audio: [{ ...SHIPPED, training: "plain.npy", baseline: { training: "plain.npy" } }],
    });
    assert.deepEqual([leaks.findings, leaks.verdict], [[], "unknown"]);
    assert.ok(notes.includes(
      "AUDIO-SOURCE did not run: none of 2 training pairs has a source; name the columns in " +
        '"leakage.sourceColumn".',
    ));
  });
});

Deno.test("rules that decode sounds find copies; with full declarations and no flags, the verdict is clean", async () => {
  await withSounds(async (folder) => {
    const clean = await read(folder, { rules: ["AUDIO-EXACT"] });
    assert.deepEqual([clean.leaks.findings, clean.leaks.verdict], [[], "clean"]);
    await Deno.copyFile(join(folder, "evaluation/dog0.wav"), join(folder, "training/hen1.wav"));
    const { leaks, evaluation } = await read(folder, { rules: ["AUDIO-EXACT"] });
    assert.deepEqual(leaks.findings.map(({ item, label, flagged }) => [item, label, flagged]), [
      ["training/hen1.wav", "dog", true],
    ]);
    const folds = makeFolds(evaluation, leaks.findings, 2);
    for (const { labels, findings } of folds) {
      assert.equal(findings.length, labels.includes("dog") ? 1 : 0);
    }
    const summary = leakageSummary(folds, leaks).by_rule["AUDIO-EXACT"];
    assert.deepEqual(summary, { findings: 1, flagged_pairs: 0.5 });
  });
});

Deno.test("a card's declarations count, also with arrays; examples say whether they are flagged", async () => {
  await withSounds(async (folder) => {
    await Deno.writeTextFile(join(folder, "tagger.json"), JSON.stringify(CARD));
    await read(folder, {});
    const sets = Object.fromEntries(
      ["training", "evaluation"].map((side) => [side, `work/embeddings/log-mel-${side}`]),
    );
    const audio = [{ name: "tagger of ours", backbone: "tagger.json", ...sets }];
    const rules = ["BACKBONE-LABEL", "BACKBONE-DATA"];
    const leakage = { rules, evaluationSets: ["AudioSet"] };
    const inputs = await read(folder, leakage, { audio });
    const { leaks } = inputs;
    assert.match(
      inputs.hashes["file tagger.json"]!,
      /^[0-9a-f]{64}$/,
      "results depend on what it says",
    );
    assert.equal(leaks.verdict, "clean");
    const said = leakageSummary(makeFolds(inputs.evaluation, leaks.findings, 1), leaks);
    assert.deepEqual(said.by_rule["BACKBONE-LABEL"], { findings: 2, flagged_pairs: 0 });
    assert.deepEqual(
      said.examples.map(({ rule, item, label, flagged }) => {
        return [rule, item, label, flagged];
      }),
      [
        ["BACKBONE-LABEL", "tagger of ours", "cow", false],
        ["BACKBONE-LABEL", "tagger of ours", "dog", false],
        ["BACKBONE-DATA", "tagger of ours", "", false],
      ],
    );
    const [tagger] = backboneRecords(inputs.backbones.known, leaks.covered);
    assert.deepEqual(tagger!.covered_labels, ["cow", "dog"]);
    assert.deepEqual(tagger!.ledger!.training_labels, 3);

    const flagged = await read(folder, { ...leakage, flag: ["BACKBONE-LABEL"] }, { audio });
    assert.equal(flagged.leaks.verdict, "leaky");
  });
});

Deno.test("meanings are compared by the first text backbone, calibrated on the training texts", async () => {
  await withSounds(async (folder) => {
    const texts = ["rain on the roof", "a car passes", "people talk"];
    const captions = Array.from({ length: 600 }, (_, i) => i % 200 ? texts[i % 3]! : "a puppy");
    await Deno.writeTextFile(join(folder, "many.csv"), ["text", ...captions, ""].join("\n"));
    const values = Float32Array.from({ length: 600 * 128 }, (_, i) => Math.sin(i));
    await Deno.writeFile(join(folder, "many.npy"), writeNpy([600, 128], values));
    const changes = {
      training: { items: "many.csv", textColumn: "text" },
      audio: [{ ...SHIPPED, training: "many.npy", baseline: { training: "many.npy" } }],
    };
    const { leaks } = await read(folder, { rules: ["TEXT-SEMANTIC"] }, changes);
    assert.ok(leaks.findings.every(({ evidence, flagged }) => evidence === "a puppy" && !flagged));
    assert.equal(leaks.findings.filter(({ label }) => label === "dog").length, 3);
    await assert.rejects(
      read(folder, { rules: ["TEXT-SEMANTIC"] }),
      /^InputError: TEXT-SEMANTIC has 16 calibration captions that can be embedded, too few/,
    );
  });
});

Deno.test("a rule that lacks what it needs is refused", async () => {
  await withSounds(async (folder) => {
    const refuses = (leakage: PlainConfiguration, message: RegExp, changes = {}) =>
      assert.rejects(read(folder, leakage, changes), { name: "InputError", message });
    await refuses(
      { rules: ["BACKBONE-DATA"] },
      /^BACKBONE-DATA cannot run: .* name it in "leakage\.evaluationSets"$/,
    );
    await refuses(
      { rules: ["SELECTION"] },
      /^SELECTION cannot run: an audit chooses nothing on evaluation items; .*--projector"/,
    );
    await refuses(
      { rules: ["TEXT-EXACT"], flag: ["TEXT-LEMMA"] },
      /^"leakage\.flag" names TEXT-LEMMA, which does not run; known: TEXT-EXACT$/,
    );
    await refuses(
      { flag: ["TEXT-EXACT"], report: ["TEXT-EXACT"] },
      /"leakage\.flag" is \["TEXT-EXACT"\]; expected rules that "leakage\.report" does not name/,
    );
    await refuses({ rules: ["TEXT-EXAC"] }, /"leakage\.rules\[0\]" is "TEXT-EXAC"; /);
    await Deno.writeTextFile(join(folder, "plain.csv"), "id,label\nx,dog\ny,cow\n");
    const values = Float32Array.from({ length: 256 }, (_, i) => i);
    await Deno.writeFile(join(folder, "plain.npy"), writeNpy([2, 128], values));
    const changes = {
      training: { items: "plain.csv" },
      audio: [{ ...SHIPPED, training: "plain.npy" }],
    };
    await refuses(
      { rules: ["AUDIO-SOURCE"] },
      /^AUDIO-SOURCE cannot run: none of 2 training pairs has a source; .*"leakage\.sourceColumn"$/,
      changes,
    );
    await refuses(
      { rules: ["AUDIO-NEAR"] },
      /^"plain\.csv" row 1 has no column "file_name".*; AUDIO-NEAR needs sound files$/,
      changes,
    );
  });
});
