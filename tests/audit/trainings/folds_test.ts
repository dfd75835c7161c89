import assert from "node:assert/strict";
import { join } from "node:path";
import { writeCsv } from "../../../src/formats/csv.ts";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { makeFolds } from "../../../src/audit/trainings/folds.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { ANIMALS, plantedConfiguration, withPlanted } from "../planted.ts";

Deno.test("an audit's rules about meaning use the senses of its label set, in each fold for its labels", async () => {
  const folds = await withPlanted(async (folder) => {
    const labels = ANIMALS.map((label) =>
      label === "bird" ? { label, senses: ["bird.n.01"] } : { label }
    );
    const set = { schema: "earnest/labels/1", name: "animals", labels };
    await Deno.writeTextFile(join(folder, "animals.json"), JSON.stringify(set));
    const rules = ["TEXT-EXACT", "TEXT-HYPONYM"] as const;
    const text = JSON.stringify(
      plantedConfiguration({ leakage: { rules, labels: "animals.json" } }),
    );
    const inputs = await readInputs(parseConfiguration(text, "audit.json"), folder);
    assert("file animals.json" in inputs.hashes);
    return makeFolds(inputs.evaluation, inputs.leaks.findings, 2);
  });
  const narrower = folds.map(({ findings }) =>
    new Set(findings.filter(({ rule }) => rule === "TEXT-HYPONYM").map(({ path }) => path))
  );
  // Labels are dealt in turn, so "bird" is in the first fold. Only "hen" among the training texts is a kind of bird.
  assert.deepEqual(narrower, [
    new Set(["hen > bird"]),
    new Set(),
  ]);
});

Deno.test("a copy of an evaluation's caption is taken out of every class fold's clean pool", async () => {
  await withPlanted(async (folder) => {
    const said = (side: string, i: number) => `wind and water heard ${side} the house, part ${i}`;
    const rows = (side: string, copies: number) =>
      ANIMALS.flatMap((label, animal) =>
        Array.from({ length: 6 }, (_, at) => {
          const i = 6 * animal + at;
          const caption = said(i < copies ? "behind" : side, i);
          return { id: `${side} ${i}`, caption, ...(side === "behind" ? { label } : {}) };
        })
      );
    const write = (name: string, columns: string[], all: ReturnType<typeof rows>) =>
      Deno.writeTextFile(join(folder, name), writeCsv(columns, all));
    await write("evaluation.csv", ["id", "caption", "label"], rows("behind", 0));
    await write("training.csv", ["id", "caption"], rows("upon", 3));
    const text = JSON.stringify(plantedConfiguration({ leakage: { rules: ["TEXT-COPY"] } }));
    const { evaluation, leaks } = await readInputs(parseConfiguration(text, "audit.json"), folder);
    for (const fold of makeFolds(evaluation, leaks.findings, 2)) {
      const copies = fold.findings.filter(({ confidence }) => confidence === 1);
      assert.deepEqual(copies.map(({ item }) => item), ["upon 0", "upon 1", "upon 2"]);
    }
  });
});
