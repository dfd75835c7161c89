import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { readNpy, writeNpy } from "../../../src/formats/npy.ts";
import { plantedConfiguration, withPlanted } from "../planted.ts";

/** Reads inputs in which the planted backbone's evaluation rows are this many times as long. */
function readScaled(factor: number, changes = {}) {
  return withPlanted(async (folder) => {
    const path = join(folder, "planted.evaluation.npy");
    const { shape, data } = readNpy(await Deno.readFile(path), path);
    const scaled = Float32Array.from(data, (value) => factor * Number(value));
    await Deno.writeFile(path, writeNpy([...shape], scaled));
    const text = JSON.stringify(plantedConfiguration(changes));
    return await readInputs(parseConfiguration(text, "audit.json"), folder);
  });
}

Deno.test("a note about sides whose rows differ in length has both lengths", async () => {
  const { notes } = await readScaled(0.2);
  const note = notes.find((one) => one.startsWith('Rows of "planted"'));
  assert.match(note!, /mean length of \d+\.\d+ for training items and \d\.\d+ for evaluation/);
  const same = await readScaled(1);
  assert.ok(!same.notes.some((one) => one.startsWith("Rows of")));
});

Deno.test("a baseline has its given name, and a rule that did not run is named", async () => {
  const { backbones: { audio }, notes } = await readScaled(1, {
    audio: [{
      name: "planted",
      training: "planted.training.npy",
      evaluation: "planted.evaluation.npy",
      baseline: {
        name: "noise",
        training: "noise.training.npy",
        evaluation: "noise.evaluation.npy",
      },
    }],
    leakage: {},
  });
  assert.deepEqual(audio.map(({ name }) => name), ["planted", "noise"]);
  assert.equal(audio[0]!.baseline, "noise");
  assert.ok(notes.some((note) => note.startsWith("AUDIO-SOURCE did not run: none of 60")));
});
