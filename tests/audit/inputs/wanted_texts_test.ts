import assert from "node:assert/strict";
import { wantedTexts } from "../../../src/audit/inputs/wanted_texts.ts";
import { join } from "node:path";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { chosenTexts } from "../../../src/audit/inputs/chosen_texts.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import type { Training } from "../../../src/audit/trainings/plan.ts";
import { planAudit } from "../../../src/audit/trainings/plan_audit.ts";
import { openCharacterNgrams } from "../../../src/backbones/character_ngrams.ts";
import { writeNpy } from "../../../src/formats/npy.ts";
import { ANIMALS, type PlainConfiguration, plantedConfiguration, withPlanted } from "../planted.ts";
import { readPlanted } from "./planted_inputs.ts";

const GLOVE = { name: "glove-100d", backbone: "glove-100d" };

const textsOf = async (text: readonly PlainConfiguration[]) => {
  const { backbones } = await readPlanted({ text }, async () => {});
  return backbones;
};

Deno.test("a text backbone has character-ngrams as its baseline, embedded as any text backbone", async () => {
  const { text, known } = await textsOf([GLOVE]);
  assert.deepEqual(text.map(({ name, baseline }) => [name, baseline]), [
    ["glove-100d", "character-ngrams"],
    ["character-ngrams", undefined],
  ]);
  const { vectors } = await openCharacterNgrams().embed(ANIMALS);
  assert.deepEqual(text[1]!.texts, ANIMALS);
  assert.deepEqual([text[1]!.vectors.rows, text[1]!.vectors.columns], [10, 512]);
  const errors = text[1]!.vectors.values.map((value, i) => Math.abs(value - vectors[i]!));
  assert(Math.max(...errors) < 1e-6);
  const last = known.at(-1)!;
  assert.deepEqual([last.name, last.modality, last.role], ["character-ngrams", "text", "baseline"]);
});

Deno.test("a baseline that several text backbones share is there once; it has none itself", async () => {
  const { text } = await textsOf([
    GLOVE,
    { name: "again", backbone: "glove-100d", baseline: { backbone: "character-ngrams" } },
    { name: "own", backbone: "character-ngrams" },
    { name: "other", ...{ backbone: "glove-100d", baseline: { name: "character-ngrams" } } },
  ]);
  assert.deepEqual(text.map(({ name, baseline }) => [name, baseline]), [
    ["glove-100d", "character-ngrams"],
    ["again", "character-ngrams"],
    ["own", undefined],
    ["other", "character-ngrams"],
    ["character-ngrams", undefined],
  ]);
  assert.deepEqual(chosenTexts(text).map(({ name }) => name), [
    "glove-100d",
    "again",
    "own",
    "other",
  ]);
});

Deno.test("a baseline's texts may be ready-made, under a name of its own", () =>
  withPlanted(async (folder) => {
    const values = Float32Array.from({ length: 20 }, (_, i) => i % 2 ? 3 : 4);
    await Deno.writeFile(join(folder, "texts.npy"), writeNpy([10, 2], values));
    await Deno.writeTextFile(join(folder, "texts.csv"), ["text", ...ANIMALS, ""].join("\n"));
    const baseline = { embeddings: "texts.npy", items: "texts.csv" };
    const plain = plantedConfiguration({
      text: [
        { ...GLOVE, baseline: { ...baseline, name: "made" } },
        { name: "second", backbone: "character-ngrams", baseline },
        { name: "third", backbone: "glove-100d" },
      ],
    });
    const configuration = parseConfiguration(JSON.stringify(plain), "audit.json");
    const inputs = await readInputs(configuration, folder);
    const { text, known } = inputs.backbones;
    assert.deepEqual(text.map(({ name, baseline }) => [name, baseline]), [
      ["glove-100d", "made"],
      ["second", "made"],
      ["third", "character-ngrams"],
      ["made", undefined],
      ["character-ngrams", undefined],
    ]);
    assert.deepEqual([...text[3]!.vectors.values.subarray(0, 2)].map((x) => x.toFixed(3)), [
      "0.800",
      "0.600",
    ]);
    assert.equal(known.find(({ name }) => name === "made")!.embeddings, "ready-made");
    // Baselines are compared with on clean pairs alone: conditions and curves are those of the chosen ones.
    const { trainings } = await planAudit(configuration, inputs);
    const chosen = ["glove-100d", "second", "third"];
    const [own, others] = [true, false].map((isChosen) =>
      trainings.filter(({ text }) => chosen.includes(text) === isChosen)
    ) as [Training[], Training[]];
    assert.deepEqual([...new Set(own.map(({ text }) => text))].sort(), chosen);
    assert(others.every(({ condition, randomText }) => condition.kind === "clean" && !randomText));
  }));

Deno.test("a training text that a baseline cannot embed is counted in a note", async () => {
  const text = [{
    name: "letters",
    backbone: "character-ngrams",
    baseline: { name: "words", backbone: "glove-100d" },
  }];
  const { pairs, notes } = await readPlanted({ text }, async (folder) => {
    const path = join(folder, "training.csv");
    await Deno.writeTextFile(path, (await Deno.readTextFile(path)).replaceAll(/bird$/gm, "xqzt"));
  });
  assert.equal(pairs.length, 54);
  const note = notes.find((note) => /left out/.test(note))!;
  assert.match(
    note,
    /^6 of 60 training pairs are left out, since "words" cannot embed their texts/,
  );
});

Deno.test("the default baseline may be audited beside others, under its own name", () => {
  const wanted = wantedTexts([
    { name: "glove", backbone: "glove-100d" },
    { name: "character-ngrams", backbone: "character-ngrams" },
  ]);
  assert.deepEqual(wanted.map(({ name, role, baseline }) => [name, role, baseline]), [
    ["glove", "chosen", "character-ngrams as baseline"],
    ["character-ngrams", "chosen", undefined],
    ["character-ngrams as baseline", "baseline", undefined],
  ]);
});
