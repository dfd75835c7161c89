import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { writeNpy } from "../../../src/formats/npy.ts";
import { ANIMALS, plantedConfiguration, withPlanted } from "../planted.ts";

const SIDES = { training: "planted.training.npy", evaluation: "planted.evaluation.npy" };
const WHERE = { items: "evaluation.csv", where: { label: ["cat", "dog"] } };

async function read(folder: string, changes: Record<string, unknown>) {
  const text = JSON.stringify(plantedConfiguration({ evaluation: WHERE, ...changes }));
  return await readInputs(parseConfiguration(text, "audit.json"), folder);
}

const withHead = (labelHead: unknown) => ({ audio: [{ name: "planted", ...SIDES, labelHead }] });

Deno.test("a label head has a column for each label, in the order of the file, and a row for each item", async () => {
  await withPlanted(async (folder) => {
    const logits = Float32Array.from({ length: 60 * 3 }, (_, i) => i);
    await Deno.writeFile(join(folder, "logits.npy"), writeNpy([60, 3], logits));
    await Deno.writeTextFile(
      join(folder, "labels.csv"),
      "index,display_name\n0,Dog\n1,Cat\n2,Ant\n",
    );
    await Deno.writeTextFile(join(folder, "labels.txt"), "Dog\nCat\nAnt\n");
    for (const labels of ["labels.csv", "labels.txt"]) {
      const { backbones: { audio }, hashes } = await read(
        folder,
        withHead({ evaluation: "logits.npy", labels }),
      );
      const head = audio[0]!.labelHead!;
      assert.deepEqual(head.labels, ["Dog", "Cat", "Ant"]);
      // Cats begin in row 7 of the manifest, and dogs in row 19.
      assert.deepEqual([head.evaluation.rows, head.evaluation.columns], [12, 3]);
      assert.deepEqual([...head.evaluation.values.subarray(18, 21)], [54, 55, 56]);
      assert.ok(`file ${labels}` in hashes && "file logits.npy" in hashes);
    }
    const refuses = (labelHead: unknown, message: RegExp) =>
      assert.rejects(read(folder, withHead(labelHead)), { name: "InputError", message });
    await Deno.writeTextFile(join(folder, "few.txt"), "Dog\nCat\n");
    await refuses(
      { evaluation: "logits.npy", labels: "few.txt" },
      /^"audio\[0\]\.labelHead" has 3 logits a row; "few\.txt" lists 2 labels: expected a label for/,
    );
    await refuses(
      { backbone: "log-mel-statistics" },
      /^"audio\[0\]\.labelHead\.backbone" is "log-mel-statistics", whose ledger lists no training la/,
    );
    await refuses(
      { evaluation: "logits.npy" },
      /"audio\[0\]\.labelHead" is .*; expected either "backbone", or both "evaluation" and "labels"/,
    );
  });
});

Deno.test("a published model has a vector for each prompt", async () => {
  await withPlanted(async (folder) => {
    const values = Float32Array.from({ length: 60 * 12 }, (_, i) => i);
    await Deno.writeFile(join(folder, "sounds.npy"), writeNpy([60, 12], values));
    const texts = ANIMALS.map((label) => `the sound of a ${label}`);
    await Deno.writeFile(join(folder, "texts.npy"), writeNpy([10, 12], values.subarray(0, 120)));
    await Deno.writeTextFile(join(folder, "texts.csv"), ["text", ...texts, ""].join("\n"));
    const entry = { name: "clap", audio: "sounds.npy", text: "texts.npy", textItems: "texts.csv" };
    const evaluation = { ...WHERE, prompts: ["the sound of a {label}"] };
    const [clap] = (await read(folder, { evaluation, published: [entry] })).backbones.published;
    assert.deepEqual(clap!.texts, ["the sound of a cat", "the sound of a dog"]);
    assert.deepEqual(clap!.vectors.values.subarray(0, 12), values.subarray(12, 24));
    assert.deepEqual(clap!.evaluation.values.subarray(0, 12), values.subarray(72, 84));
    const refuses = (published: unknown[], message: RegExp) =>
      assert.rejects(read(folder, { evaluation, published }), { name: "InputError", message });
    await refuses([entry, entry], /^Two published models are named "clap"$/);
    await Deno.writeFile(join(folder, "short.npy"), writeNpy([60, 2], values.subarray(0, 120)));
    await refuses(
      [{ ...entry, audio: "short.npy" }],
      /^"published\[0\]" \("clap"\) has sounds of 2 numbers and texts of 12; expected those of one/,
    );
    await refuses([{ name: "clap", audio: "sounds.npy" }], /"published\[0\]\.text" is nothing/);
  });
});
