import assert from "node:assert/strict";
import { openDataset } from "../../../src/datasets/open.ts";
import { makeFolder } from "../made_folder.ts";

const audio = { modality: "audio" } as const;

const note = (family: string, instrument: string) => ({
  [`${instrument}-082-050`]: {
    note: 1,
    instrument_family_str: family,
    instrument_str: instrument,
    pitch: 82,
    qualities_str: ["bright"],
  },
});
const guitar = JSON.stringify(note("guitar", "guitar_acoustic_001"));
const organ = JSON.stringify(note("organ", "organ_electronic_007"));

Deno.test("NSynth: one part, and a folder of parts with splits", async () => {
  await using one = await makeFolder({
    "examples.json": guitar,
    "audio/guitar_acoustic_001-082-050.wav": "",
  });
  const alone = await openDataset(one.path, audio);
  assert.deepEqual([alone.name, alone.notes], ["NSynth", undefined]);
  const { id, label, source, file, columns } = alone.items[0]!;
  assert.deepEqual([id, label, source], [
    "guitar_acoustic_001-082-050",
    "guitar",
    "guitar_acoustic_001",
  ]);
  assert.equal(file, `${one.path}/audio/guitar_acoustic_001-082-050.wav`);
  assert.deepEqual([columns["pitch"], columns["qualities_str"]], ["82", '["bright"]']);

  await using parts = await makeFolder({
    "nsynth-test/examples.json": organ,
    "nsynth-train/examples.json": guitar,
  });
  const { items } = await openDataset(parts.path, audio);
  assert.deepEqual(items.map(({ label, columns }) => [label, columns["split"]]), [
    ["guitar", "train"],
    ["organ", "test"],
  ]);
});

Deno.test("NSynth: an examples.json of something else is not its own; a bad note is named", async () => {
  await using other = await makeFolder({ "examples.json": '{"a": {"b": 1}}', "x.wav": "" });
  const message = /the table "examples\.json" beside its sounds, which no layout knows/;
  await assert.rejects(openDataset(other.path, audio), { name: "InputError", message });
  await using bad = await makeFolder({ "nsynth-test/examples.json": '{"a": {"pitch": 1}}' });
  await assert.rejects(openDataset(bad.path, audio), {
    name: "InputError",
    message: /examples\.json": a\.instrument_family_str: /,
  });
});
