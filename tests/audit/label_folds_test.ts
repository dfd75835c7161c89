// Audits of items with several labels in class folds, with several prompts, a published model, and a head.
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfiguration } from "../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../src/audit/inputs/read_inputs.ts";
import { runAudit } from "../../src/audit/run.ts";
import { planAudit } from "../../src/audit/trainings/plan_audit.ts";
import { runInWorkers } from "../../src/audit/trainings/workers.ts";
import { outcomePieces, parseOutcome } from "../../src/audit/trainings/outcome_file.ts";
import { InputError } from "../../src/basics/errors.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { writeCsv } from "../../src/formats/csv.ts";
import { readNpy, writeNpy } from "../../src/formats/npy.ts";
import { cellRows } from "../../src/report/folder/cells_jsonl.ts";
import { mean } from "../../src/statistics/means.ts";
import { inFolder } from "../temporary_folder.ts";
import { pathSum } from "./path_sum.ts";
import type { PlainConfiguration } from "./planted.ts";
import { LABELS, labelsConfiguration, writePlantedLabels } from "./planted_labels.ts";

async function read(folder: string, changes: PlainConfiguration) {
  const text = JSON.stringify(labelsConfiguration(changes));
  const configuration = parseConfiguration(text, "audit.json");
  return { configuration, inputs: await readInputs(configuration, folder) };
}

const FOLDS = {
  evaluation: {
    items: "sets.csv",
    labelColumn: "labels",
    labelSeparator: "|",
    classFolds: 2,
    prompts: ["{label}", "the {label}"],
  },
  conditions: ["dirty", "clean", "control"],
  seeds: [0],
};

Deno.test("labels of class folds rank all sounds, in workers as in one thread", async () => {
  await inFolder(async (folder) => {
    await writePlantedLabels(folder);
    const { configuration, inputs } = await read(folder, FOLDS);
    const plan = await planAudit(configuration, inputs);
    const alone = await runAudit(plan, openCpu());
    const runTrainings = runInWorkers({ configuration, inputs }, openCpu().device);
    const together = await runAudit(await planAudit(configuration, inputs), openCpu(), {
      runTrainings,
    });
    assert.equal(JSON.stringify(together.results), JSON.stringify(alone.results));
    assert.equal(cellRows(together, configuration), cellRows(alone, configuration));
    const { results, outcomes } = alone;
    assert.deepEqual(results.class_folds.map(({ length }) => length), [3, 3]);
    for (const { ranked } of plan.trainer.folds) assert.equal(ranked!.rows.length, 60);
    const { path, dirty } = results.attribution[0]!;
    assert(Math.abs(pathSum(path) - dirty) < 1e-9);
    const condition = results.conditions.find(({ condition }) => condition === "dirty")!;
    assert(Math.abs(mean(Object.values(condition.per_class)) - condition.map.mean) < 1e-12);
    assert.deepEqual(Object.keys(condition.per_class), [...LABELS]);
    assert.equal(condition.prompts!.single.length, 2);
    assert(condition.selection!.leakage >= 0 && condition.selection!.best <= 1);
    // Files of outcomes hold them whole, so that a killed audit ends with the same bytes.
    const identity = { fingerprint: "f".repeat(64), code: "c".repeat(64) };
    for (const outcome of outcomes.slice(0, 4)) {
      assert.deepEqual(
        parseOutcome([...outcomePieces(outcome, identity)].join(""), identity, "cell"),
        outcome,
      );
    }
  });
});

Deno.test("items of FSD50K have several labels without an option; without training they are refused", async () => {
  await inFolder(async (folder) => {
    await writePlantedLabels(folder);
    const lines = (await Deno.readTextFile(join(folder, "sets.csv"))).trim().split("\n").slice(1);
    const rows = lines.map((line) => {
      const [id, labels] = line.split(",");
      const own = labels!.split("|");
      return { id: id!, labels: own.join(","), mids: own.map((_, i) => `/m/0${i}`).join(",") };
    });
    await Deno.writeTextFile(join(folder, "fsd.csv"), writeCsv(["id", "labels", "mids"], rows));
    const evaluation = { items: "fsd.csv", labelColumn: "labels" };
    const { inputs } = await read(folder, { evaluation });
    const bare = [{ ...rows[0]!, labels: "," }, ...rows.slice(1)];
    await Deno.writeTextFile(join(folder, "bare.csv"), writeCsv(["id", "labels"], bare));
    const separated = { items: "bare.csv", labelColumn: "labels", labelSeparator: "," };
    const left = (await read(folder, { evaluation: separated })).inputs;
    assert.match(left.notes.join(), /1 of 60 items of "bare\.csv" have no label .*: "clip 0"\./);
    assert.deepEqual([inputs.evaluation.severalLabels, inputs.evaluation.labels], [true, LABELS]);
    const text = JSON.stringify({
      ...labelsConfiguration({ evaluation: { ...evaluation, classFolds: 2 } }),
      audio: [{ name: "planted", evaluation: "planted.evaluation.npy" }],
      training: undefined,
    });
    await assert.rejects(
      readInputs(parseConfiguration(text, "audit.json"), folder),
      (thrown: Error) =>
        thrown instanceof InputError &&
        /several labels \("evaluation\.labelSeparator"\).* expected "training"/.test(
          thrown.message,
        ),
    );
  });
});

Deno.test("published models and label heads are measured by mean average precision, too", async () => {
  await inFolder(async (folder) => {
    await writePlantedLabels(folder);
    const sounds = readNpy(await Deno.readFile(join(folder, "planted.evaluation.npy")), "sounds");
    // The logits of a head for three of the labels: sums of columns, which tell nothing of them.
    const logits = Float32Array.from(
      { length: 60 * 3 },
      (_, i) => Number(sounds.data[Math.floor(i / 3) * 24 + i % 3]),
    );
    await Deno.writeFile(join(folder, "head.npy"), writeNpy([60, 3], logits));
    await Deno.writeTextFile(join(folder, "head.csv"), "label\nBird\nCat\nCow\n");
    const texts = LABELS.map((text) => ({ text }));
    await Deno.writeTextFile(join(folder, "texts.csv"), writeCsv(["text"], texts));
    const vectors = Float32Array.from({ length: 6 * 24 }, (_, i) => Math.sin(i * i));
    await Deno.writeFile(join(folder, "texts.npy"), writeNpy([6, 24], vectors));
    const { configuration, inputs } = await read(folder, {
      audio: [{
        name: "planted",
        training: "planted.training.npy",
        evaluation: "planted.evaluation.npy",
        labelHead: { evaluation: "head.npy", labels: "head.csv" },
      }],
      published: [{
        name: "model",
        audio: "planted.evaluation.npy",
        text: "texts.npy",
        textItems: "texts.csv",
      }],
      conditions: ["dirty"],
      attribution: false,
      seeds: [0],
    });
    const { results } = await runAudit(await planAudit(configuration, inputs), openCpu());
    const [model] = results.published;
    assert(Math.abs(mean(Object.values(model!.per_class)) - model!.balanced_top1.value) < 1e-12);
    assert(model!.chance! > 0.2 && model!.chance! < 0.6 && model!.top1 === undefined);
    assert.equal(
      model!.nearest_centroid.value,
      results.references[0]!.separability.nearest_centroid.value,
    );
    const [head] = results.label_heads;
    assert.deepEqual(Object.keys(head!.covered), ["bird", "cat", "cow"]);
    assert(head!.balanced_top1!.value > 0 && head!.chance! > 0.2 && head!.chance! < 0.6);
    const [claim] = results.claims.filter(({ model }) => model !== undefined);
    assert.match(claim!.sentence, /mean average precision of .*, chance 0\.\d+|is not shown/);
  });
});
