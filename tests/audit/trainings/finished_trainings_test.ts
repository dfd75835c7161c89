import assert from "node:assert/strict";
import { join } from "node:path";
import { CellCache } from "../../../src/audit/trainings/finished_trainings.ts";
import { CellFingerprints } from "../../../src/audit/trainings/identity.ts";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { type AuditInputs, readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { plainOf } from "../../../src/audit/trainings/outcome_file.ts";
import { type Cell, planCells } from "../../../src/audit/trainings/plan.ts";
import { CellTrainer, runHere } from "../../../src/audit/trainings/runner.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { type PlainConfiguration, plantedConfiguration, withPlanted } from "../planted.ts";

const SMALL = {
  attribution: false,
  conditions: ["dirty", "clean", "untrained"],
  optimizer: { steps: 3, batch: 10 },
};
const compute = openCpu();
const CODE = "c0de".repeat(16);

/** The trainer, cells and fingerprints of a small audit. */
async function open(
  folder: string,
  changes: PlainConfiguration = {},
  changed: (inputs: AuditInputs) => AuditInputs = (inputs) => inputs,
) {
  const text = JSON.stringify(plantedConfiguration({ ...SMALL, ...changes }));
  const configuration = parseConfiguration(text, "audit.json");
  const inputs = changed(await readInputs(configuration, folder));
  const trainer = CellTrainer.open(configuration, inputs);
  const fingerprints = new CellFingerprints(trainer, compute.device, CODE);
  return { trainer, cells: planCells(configuration, inputs), fingerprints };
}

/** The cells by their fingerprints. */
async function cellsOf(...args: Parameters<typeof open>): Promise<Map<string, Cell>> {
  const { cells, fingerprints } = await open(...args);
  return new Map(cells.map((cell) => [fingerprints.of(cell), cell]));
}

/** How many cells of a changed audit are those of the audit as it is. */
async function same(...args: Parameters<typeof open>): Promise<number> {
  const before = await cellsOf(args[0]);
  const after = await cellsOf(...args);
  return [...after.keys()].filter((fingerprint) => before.has(fingerprint)).length;
}

Deno.test("what a cell does not depend on leaves its fingerprint", () =>
  withPlanted(async (folder) => {
    // 2 class folds, 2 audio backbones, 3 conditions, 2 seeds.
    assert.equal((await cellsOf(folder)).size, 24);
    for (
      const changes of [
        { bootstrap: 300 },
        { notes: ["Other."] },
        { seeds: [0, 1, 2] },
        { conditions: ["clean", "control", "dirty", "untrained"] },
        { attribution: true, leakDose: [0, 0.5, 1] },
      ]
    ) assert.equal(await same(folder, changes), 24, JSON.stringify(changes));
    const [audio] = plantedConfiguration()["audio"] as [PlainConfiguration];
    assert.equal(await same(folder, { audio: [{ ...audio, name: "another name" }] }), 24);
  }));

Deno.test("what a cell depends on is in its fingerprint", () =>
  withPlanted(async (folder) => {
    assert.equal(await same(folder, { optimizer: { ...SMALL.optimizer, steps: 4 } }), 0);
    assert.equal(await same(folder, { projector: { dim: 8, dropout: 0 } }), 0);
    assert.equal(await same(folder, { evaluation: { items: "evaluation.csv", classFolds: 5 } }), 0);
    assert.equal(await same(folder, { training: { items: "training.csv", text: "a {label}" } }), 0);
    const prompts = ["{label}", "a {label} and a cat"];
    const evaluation = { items: "evaluation.csv", classFolds: 2, prompts };
    assert.equal(await same(folder, { evaluation }), 0);
    const withSources = (inputs: AuditInputs) => {
      return { ...inputs, items: inputs.items.map((item) => ({ ...item, source: "one" })) };
    };
    assert.equal(await same(folder, {}, withSources), 0, "classifiers leave sources out");
    const withOtherSound = (inputs: AuditInputs) => {
      inputs.audio[0]!.evaluation.values[0]! += 1;
      return inputs;
    };
    assert.equal(await same(folder, {}, withOtherSound), 18, "all but one fold of one backbone");
    const withOtherText = (inputs: AuditInputs) => {
      inputs.text[0]!.vectors.values[0]! += 1;
      return inputs;
    };
    assert.equal(await same(folder, {}, withOtherText), 0);
    assert.equal(await same(folder, { seeds: [1, 2] }), 6, "seed 1, but for the first class fold");
    const other = openCpu().device;
    const { trainer, cells, fingerprints } = await open(folder);
    const elsewhere = new CellFingerprints(trainer, { ...other, name: "another CPU" }, CODE);
    assert.notEqual(elsewhere.of(cells[0]!), fingerprints.of(cells[0]!));
  }));

Deno.test("only the rows that a cell uses count", () =>
  withPlanted(async (folder) => {
    // The first pair is a bird's, which is leaked in the first class fold and so not in its clean pool.
    const changed = await cellsOf(folder, {}, (inputs) => {
      inputs.audio[0]!.training.values[0]! += 1;
      return inputs;
    });
    const before = await cellsOf(folder);
    const kept = [...changed].filter(([fingerprint]) => before.has(fingerprint));
    const planted = kept.filter(([, { audio }]) => audio === "planted");
    assert.equal(kept.length - planted.length, 12, "those of the other backbone");
    assert.ok(planted.length > 0);
    assert.ok(planted.every(([, { fold, condition }]) => fold === 0 && condition !== "dirty"));
  }));

Deno.test("pairs that are held out to tell when to stop count too", () =>
  withPlanted(async (folder) => {
    const changes = {
      optimizer: { ...SMALL.optimizer, validation: "early-stopping", validationShare: 0.4 },
    };
    const before = await cellsOf(folder, changes);
    for (let row = 0; row < 60; row += 4) {
      const changed = await cellsOf(folder, changes, (inputs) => {
        inputs.audio[0]!.training.values[row * inputs.audio[0]!.training.columns]! += 1;
        return inputs;
      });
      const kept = [...changed].filter(([fingerprint]) => before.has(fingerprint));
      assert.ok(
        kept.every(([, { audio, condition }]) => audio !== "planted" || condition !== "dirty"),
        `row ${row} is in every dirty pool`,
      );
    }
  }));

Deno.test("finished cells come from the folder, others are written there, damaged ones again", () =>
  withPlanted(async (planted) => {
    const { trainer, cells, fingerprints } = await open(planted);
    const folder = join(planted, "cells");
    const notes: string[] = [];
    const run = async (wanted: readonly Cell[]) => {
      const cache = await CellCache.open(folder, cells, fingerprints, (note) => notes.push(note));
      const trained: Cell[] = [];
      const told: Cell[] = [];
      const runner = cache.around((cells, onOutcome) => {
        trained.push(...cells);
        return runHere(trainer, compute)(cells, onOutcome);
      });
      const outcomes = await runner(wanted, ({ cell }) => void told.push(cell));
      assert.deepEqual(outcomes.map(({ cell }) => cell), wanted);
      return { outcomes, trained, told };
    };
    const some = cells.filter((_, i) => i % 3 === 0);
    assert.deepEqual((await run(some)).trained, some);
    const all = await run(cells);
    assert.deepEqual(all.trained, cells.filter((_, i) => i % 3 !== 0));
    assert.deepEqual(all.told, [...some, ...all.trained], "what is there is told of first");
    const undisturbed = plainOf(await runHere(trainer, compute)(cells, () => {}));
    assert.deepEqual(plainOf(all.outcomes), undisturbed);

    const file = join(folder, `${fingerprints.of(cells[5]!)}.c0dec0dec0dec0de.json`);
    await Deno.truncate(file, 1000);
    const [name] = [".x.json.00000000-0000-0000-0000-000000000000.partial"];
    await Deno.writeTextFile(join(folder, name), "left by a killed process");
    const again = await run(cells);
    assert.deepEqual(again.trained, [cells[5]]);
    assert.deepEqual(plainOf(again.outcomes), undisturbed);
    assert.equal(notes.length, 1);
    assert.match(
      notes[0]!,
      /^Cannot read ".*\.json": it is not JSON .*; the cell is trained again$/,
    );
    assert.equal([...Deno.readDirSync(folder)].length, 24);
  }));

Deno.test("cells of other code are known as such, not taken, and stay", () =>
  withPlanted(async (planted) => {
    const folder = join(planted, "cells");
    const { trainer, cells } = await open(planted);
    const some = cells.slice(0, 5);
    const cacheOf = async (code: string) => {
      const fingerprints = new CellFingerprints(trainer, compute.device, code);
      return await CellCache.open(folder, cells, fingerprints, assert.fail);
    };
    const codes = ["a", "b"].map((digit) => digit.repeat(64)) as [string, string];
    assert.deepEqual((await cacheOf(codes[0])).ofOtherCode(cells), { count: 0, codes: [] });
    await (await cacheOf(codes[0])).around(runHere(trainer, compute))(some, () => {});
    // As they were called before the code was in their names.
    await Deno.writeTextFile(join(folder, `${"0".repeat(64)}.json`), "{}");

    const other = await cacheOf(codes[1]);
    assert.deepEqual(other.unfinished(some), some);
    assert.deepEqual(other.ofOtherCode(cells), { count: 5, codes: ["a".repeat(16)] });
    await other.around(runHere(trainer, compute))(some.slice(0, 2), () => {});
    assert.equal((await cacheOf(codes[1])).ofOtherCode(cells).count, 3);
    assert.deepEqual((await cacheOf(codes[0])).unfinished(some), []);

    // Even under the name that this code would give it.
    const [fingerprint] = some.map((cell) =>
      new CellFingerprints(trainer, compute.device, codes[0]).of(cell)
    );
    const name = (digit: string) => join(folder, `${fingerprint}.${digit.repeat(16)}.json`);
    await Deno.copyFile(name("a"), name("b"));
    const notes: string[] = [];
    const fingerprints = new CellFingerprints(trainer, compute.device, codes[1]);
    const cache = await CellCache.open(folder, cells, fingerprints, (note) => notes.push(note));
    assert.equal(cache.unfinished([some[0]!]).length, 1);
    assert.match(notes.join(), /is another cell; its hash is another one; the cell is trained/);
  }));
