import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { type AuditInputs, readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { writeNpy } from "../../../src/formats/npy.ts";
import type { PlainConfiguration } from "../planted.ts";
import { soundingConfiguration, withSounds } from "../sounding.ts";
import { readPlanted } from "./planted_inputs.ts";

const PLANTED = { training: "planted.training.npy", evaluation: "planted.evaluation.npy" };
const NOISE = { training: "noise.training.npy", evaluation: "noise.evaluation.npy" };

/** Reads the planted world with this twin of `planted`. */
function readTwin(
  twin: PlainConfiguration,
  prepare: (folder: string) => Promise<void> = async () => {},
): Promise<AuditInputs> {
  return readPlanted({ audio: [{ name: "planted", ...PLANTED, twin }] }, prepare);
}

/** Writes the card of a backbone that was trained with these labels; its files are never read. */
function writeCard(folder: string, trainingLabels: readonly string[] | "none" | "unknown") {
  const card = {
    schema: "earnest/backbone/1",
    name: "tagger",
    modality: "audio",
    dimensions: 12,
    sampleRateHz: 16_000,
    frontEnd: { preset: "log-mel-statistics" },
    stages: [],
    license: "MIT",
    ledger: { trainingData: ["recordings"], trainingLabels, source: "made" },
  };
  return Deno.writeTextFile(join(folder, "twin.json"), JSON.stringify(card));
}

function notesOn({ notes }: AuditInputs): string[] {
  return notes.filter((note) => /its twin|the twin of/.test(note));
}

Deno.test("a twin's arrays follow the baselines; entries that share one share its rows", async () => {
  const audio = ["one", "two"].map((name) => ({
    name,
    ...PLANTED,
    baseline: NOISE,
    twin: { training: "noise.training.npy", evaluation: "planted.evaluation.npy" },
  }));
  const { backbones } = await readPlanted({ audio }, async () => {});
  assert.deepEqual(backbones.audio.map(({ name, baseline, twin }) => [name, baseline, twin]), [
    ["one", "log-mel-statistics", "one twin"],
    ["two", "log-mel-statistics", "one twin"],
    ["log-mel-statistics", undefined, undefined],
    ["one twin", undefined, undefined],
  ]);
  const [, two, baseline, twin] = backbones.audio;
  assert.deepEqual(twin!.training, baseline!.training);
  assert.deepEqual(twin!.evaluation, two!.evaluation);
  assert.deepEqual(
    backbones.known.filter(({ modality }) => modality === "audio").map(({ role, embeddings }) => {
      return [role, embeddings];
    }),
    ["chosen", "chosen", "baseline", "twin"].map((role) => [role, "ready-made"]),
  );
});

Deno.test("without training items, a twin needs its evaluation array alone", async () => {
  const { evaluation } = PLANTED;
  const twin = { evaluation: NOISE.evaluation, backbone: "twin.json" };
  const { backbones: { audio } } = await readPlanted(
    { training: undefined, audio: [{ name: "planted", evaluation, twin }] },
    (folder) => writeCard(folder, "none"),
  );
  assert.deepEqual(
    audio.map(({ name, training, evaluation }) => {
      return [name, training.rows, evaluation.rows];
    }),
    [["planted", 30, 30], ["planted twin", 30, 30]],
  );
});

Deno.test("that a twin lacks the labels is its user's word where it declares nothing", async () => {
  const undeclared =
    '"planted twin", the twin of "planted", declares nothing about its training labels. That ' +
    "they lack the evaluation's is the word of the configuration.";
  assert.deepEqual(notesOn(await readTwin(NOISE)), [undeclared]);
  const twin = { name: "planted twin", ...NOISE, backbone: "twin.json" };
  const declaring = async (labels: Parameters<typeof writeCard>[1]) =>
    notesOn(await readTwin(twin, (folder) => writeCard(folder, labels)));
  assert.deepEqual(await declaring("unknown"), [undeclared]);
  assert.deepEqual(await declaring("none"), []);
  assert.deepEqual(await declaring(["Rain", "Wind"]), []);
  assert.deepEqual(await declaring(["Bark", "Rain", "Oink"]), [
    '"planted twin", the twin of "planted", declares training labels that name 2 of the 10 ' +
    'evaluation labels ("dog", "pig"): it is no clean twin, and what these labels gave to both ' +
    "backbones does not show in their difference.",
  ]);
});

Deno.test("a twin with the embeddings of its backbone is noted, on both sides or on one", async () => {
  const [same] = notesOn(await readTwin(PLANTED));
  assert.match(same!, /^"planted" and its twin "planted twin" have the same embeddings, so that /);
  const [half] = notesOn(await readTwin({ ...NOISE, training: PLANTED.training }));
  assert.match(half!, / have the same training embeddings, but not on the other side: was /);
  const narrow = { training: "narrow.training.npy", evaluation: "narrow.evaluation.npy" };
  const [narrower] = notesOn(
    await readTwin(narrow, async (folder) => {
      for (const file of Object.values(narrow)) {
        const values = Float32Array.from({ length: 60 * 3 }, (_, i) => Math.sin(i * i));
        await Deno.writeFile(join(folder, file), writeNpy([60, 3], values));
      }
    }),
  );
  assert.match(narrower!, / have embeddings of 12 and of 3 numbers: they differ in more than the/);
});

Deno.test("a twin that is given as a backbone is run", () =>
  withSounds(async (folder) => {
    const rows = Float32Array.from({ length: 16 * 128 }, (_, i) => Math.sin(i * i));
    await Deno.writeFile(join(folder, "ready.npy"), writeNpy([16, 128], rows));
    const audio = [{
      name: "ready",
      training: "ready.npy",
      evaluation: "ready.npy",
      twin: { name: "plain", backbone: "log-mel-statistics" },
    }];
    const text = JSON.stringify(soundingConfiguration({ audio }));
    const configuration = parseConfiguration(text, "audit.json");
    const inputs = await readInputs(configuration, folder, { work: join(folder, "work") });
    const [ready, baseline, twin] = inputs.backbones.audio;
    assert.deepEqual([ready!.twin, baseline!.name, twin!.name], [
      "plain",
      "log-mel-statistics",
      "plain",
    ]);
    assert.deepEqual(twin!.training, baseline!.training);
    assert.deepEqual(twin!.evaluation, baseline!.evaluation);
    assert.match(inputs.hashes["run plain, evaluation"]!, /^[0-9a-f]{64}$/);
    assert.deepEqual(notesOn(inputs), []);
  }));
