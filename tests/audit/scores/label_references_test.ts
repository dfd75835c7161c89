import assert from "node:assert/strict";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { measureLabelSpace } from "../../../src/audit/scores/label_references.ts";
import { resamplingOf } from "../../../src/audit/scores/resampling.ts";
import { makeFolds } from "../../../src/audit/trainings/folds.ts";
import { inFolder } from "../../temporary_folder.ts";
import { labelsConfiguration, writePlantedLabels } from "../planted_labels.ts";

Deno.test("a sound with several captions is learned once by the reference of the same pairs", async () => {
  await inFolder(async (folder) => {
    await writePlantedLabels(folder);
    const text = JSON.stringify(labelsConfiguration());
    const configuration = parseConfiguration(text, "audit.json");
    const { evaluation, pairs, backbones, leaks } = await readInputs(configuration, folder);
    const audio = backbones.audio.find(({ name }) => name === "planted")!;
    const folds = makeFolds(evaluation, leaks.findings, 1);
    const resampling = resamplingOf(configuration, evaluation);
    const twice = pairs.flatMap((pair) => [
      { ...pair, sound: pair.id },
      { ...pair, id: `${pair.id}#2`, sound: pair.id },
    ]);
    const [once, captions] = [pairs, twice].map((own) =>
      measureLabelSpace(audio, own, folds, resampling).samePairs!
    );
    assert.deepEqual(captions!.accuracy, once!.accuracy);
    assert(once!.accuracy.value > 0.8, `${once!.accuracy.value}`);
    assert.deepEqual([once!.pairs, captions!.pairs], [48, 96]);
  });
});
