import assert from "node:assert/strict";
import { join } from "node:path";
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
