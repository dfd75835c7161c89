// The hashes of an audit's inputs cover the files of cards, rows that are missing, and sounds, each under its own name.
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { InputFiles } from "../../../src/audit/inputs/files.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { auditFingerprint } from "../../../src/audit/run.ts";
import { openSetWriter } from "../../../src/embeddings/writer.ts";
import { inFolder } from "../../temporary_folder.ts";
import { type PlainConfiguration, plantedConfiguration, withPlanted } from "../planted.ts";
import { soundingConfiguration, withSounds } from "../sounding.ts";

type Hashes = Readonly<Record<string, string>>;

async function hashesOf(folder: string, configuration: PlainConfiguration): Promise<Hashes> {
  const parsed = parseConfiguration(JSON.stringify(configuration), "audit.json");
  return (await readInputs(parsed, folder, { work: join(folder, "work") })).hashes;
}

/** Lists the names whose hashes differ. */
function changed(before: Hashes, after: Hashes): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]);
}

const CARD = { schema: "earnest/backbone/1", license: "CC0" };
const WORDS_CARD = {
  ...CARD,
  name: "words",
  modality: "text",
  dimensions: 2,
  words: { file: "${EARNEST_MODELS:-models}/words.txt", format: "glove" },
  ledger: { trainingData: [], trainingLabels: "none", source: "test" },
};
const AUDIO_CARD = {
  ...CARD,
  name: "tagger",
  modality: "audio",
  dimensions: 12,
  sampleRateHz: 16_000,
  frontEnd: { preset: "efficientat" },
  stages: [{
    file: "none.onnx",
    input: "x",
    shape: ["batch", 1, "bands", "frames"],
    output: "y",
  }],
  pooling: "none",
  ledger: { trainingData: [], trainingLabels: { file: "labels.txt" }, source: "test" },
};

Deno.test("the content of each file that a card names is in the hashes, under the card and the key", () =>
  withPlanted(async (folder) => {
    const write = (name: string, text: string) => Deno.writeTextFile(join(folder, name), text);
    const plain = plantedConfiguration();
    const csv = await Deno.readTextFile(join(folder, "evaluation.csv"));
    const labels = new Set(csv.trim().split("\n").slice(1).map((row) => row.split(/[,/]/)[1]!));
    const words = (first: number) =>
      Array.from(labels, (label, i) => `${label} ${first} ${i}\n`).join("");
    await Deno.mkdir(join(folder, "models"));
    await write("models/words.txt", words(1));
    await write("labels.txt", "dog\n");
    await write("words.json", JSON.stringify(WORDS_CARD));
    await write("tagger.json", JSON.stringify(AUDIO_CARD));
    const [{ name, training, evaluation, baseline }] = plain.audio as [PlainConfiguration];
    const configuration = {
      ...plain,
      audio: [{ name, training, evaluation, baseline, backbone: "tagger.json" }],
      text: [{ name: "words", backbone: "words.json" }],
    };
    const before = await hashesOf(folder, configuration);
    assert.deepEqual(changed(before, await hashesOf(folder, configuration)), []);
    await write("labels.txt", "cat\n");
    const labeled = await hashesOf(folder, configuration);
    assert.deepEqual(changed(before, labeled), ["card tagger.json: ledger.trainingLabels.file"]);
    await write("models/words.txt", words(2));
    assert.deepEqual(changed(labeled, await hashesOf(folder, configuration)), [
      "card words.json: words.file",
      "run words, texts",
    ]);
  }));

Deno.test("sounds that a rule compares are in the hashes, also where embeddings are ready-made", () =>
  withSounds(async (folder) => {
    const first = soundingConfiguration();
    await hashesOf(folder, first);
    const sets = Object.fromEntries(
      ["training", "evaluation"].map((side) => [side, `work/embeddings/log-mel-${side}`]),
    );
    const ready = {
      ...first,
      audio: [{ name: "ready", ...sets, baseline: sets }],
      leakage: { rules: ["AUDIO-EXACT"] },
    };
    const before = await hashesOf(folder, ready);
    await Deno.copyFile(join(folder, "training/dog0.wav"), join(folder, "evaluation/dog0.wav"));
    assert.deepEqual(changed(before, await hashesOf(folder, ready)), ["sounds of evaluation"]);
  }));

Deno.test("no input overwrites a field of the fingerprint, and rows that are missing change it", () =>
  inFolder(async (folder) => {
    const fingerprintOf = async (late: boolean) => {
      const set = { identity: { backbone: "x" }, environment: {}, items: 2, partItems: 2 };
      const writer = await openSetWriter(join(folder, "version"), { ...set, mode: "force" });
      const ids = late ? ["a"] : ["a", "b"];
      await writer.writePart(0, {
        rows: ids.map((id) => ({ id, columns: {} })),
        values: new Float32Array(ids.length),
        dim: 1,
        unreadable: late ? [{ id: "b", row: 2, reason: "took too long" }] : [],
      });
      await writer.finish();
      const files = new InputFiles(folder);
      await files.set("version");
      const configuration = parseConfiguration(JSON.stringify(plantedConfiguration()), "a.json");
      return auditFingerprint(configuration, files, { embeddings: "e", trainings: "t" });
    };
    const [whole, lacking] = [await fingerprintOf(false), await fingerprintOf(true)];
    assert.match(whole.version!, /^\d+\.\d+\.\d+/);
    assert.deepEqual([whole.embeddings_code, whole.trainings_code], ["e", "t"]);
    assert.deepEqual(changed(whole, lacking), ["file version"]);
  }));
