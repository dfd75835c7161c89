// An audit by shards ends in the bytes of one process, whatever their number and whatever becomes of them.
import assert from "node:assert/strict";
import { join } from "node:path";
import { trainingsOfShard } from "../../src/audit/folder/train_shards.ts";
import { collectAudit, isAuditCollected } from "../../src/distribute/audit_shards.ts";
import { trainAuditShards } from "../../src/distribute/audit_shards.ts";
import { readPlan } from "../../src/distribute/plan.ts";
import { runTask } from "../../src/distribute/run_task.ts";
import { shardStates } from "../../src/distribute/states.ts";
import { auditIntoFolder } from "../../src/report/folder/audit_into_folder.ts";
import { plantedConfiguration, writePlanted } from "../audit/planted.ts";
import { soundingConfiguration, withSounds } from "../audit/sounding.ts";
import { copiesOf } from "../temporary_folder.ts";

const SMALL = {
  attribution: false,
  conditions: ["dirty"],
  seeds: [0, 1],
  optimizer: { steps: 5 },
  bootstrap: 100,
};
const OPTIONS = { device: "cpu", command: "earnest audit audit.json" } as const;
const FILES = ["results.json", "cells.jsonl", "maps.json", "report.html", "run.json"];
const divided = { command: "audit", words: ["audit.json"], directory: "/" } as const;

/** Runs the work in a folder with `audit.json` and, in `whole`, what one process makes of it. */
const inAudit = copiesOf(async (folder) => {
  await writePlanted(folder);
  await Deno.writeTextFile(
    join(folder, "audit.json"),
    JSON.stringify(plantedConfiguration(SMALL)),
  );
  await auditIntoFolder(join(folder, "audit.json"), join(folder, "whole"), OPTIONS);
});

const train = (folder: string, index: number, count: number, options: object = {}) =>
  runTask(
    join(folder, "parts"),
    { kind: "counted", index, count },
    divided,
    (task) =>
      trainAuditShards(
        join(folder, "audit.json"),
        join(folder, "parts"),
        { ...OPTIONS, ...options },
        task,
      ),
  );
const collect = (folder: string) =>
  collectAudit(join(folder, "audit.json"), join(folder, "parts"), {
    ...OPTIONS,
    // Nothing is trained here.
    onNote: (note) => assert.doesNotMatch(note, /trained again/),
  });
const statesIn = async (folder: string) => {
  const parts = join(folder, "parts");
  return (await shardStates(parts, await readPlan(parts))).map(({ state }) => state);
};

function assertWhole(folder: string): void {
  for (const name of FILES) {
    const [whole, parts] = ["whole", "parts"].map((one) =>
      Deno.readTextFileSync(join(folder, one, name))
    );
    assert.equal(parts, whole, name);
  }
}

for (const count of [1, 2, 5]) {
  Deno.test(`${count} shards of four trainings, and then the scores`, () =>
    inAudit(async (folder) => {
      const trained: number[] = [];
      for (let index = 0; index < count; index++) {
        trained.push((await train(folder, index, count)).result!);
      }
      const { plan } = await collect(folder);
      assert.equal(plan.groups.length, 4);
      assert.deepEqual(trained, trained.map((_, shard) => trainingsOfShard(4, shard, count)));
      assertWhole(folder);
      assert.ok(await isAuditCollected(join(folder, "parts")));
      assert.equal((await train(folder, 0, count)).result, undefined);
    }));
}

Deno.test("collect refuses missing shards and damaged trainings, and names the shard", () =>
  inAudit(async (folder) => {
    await train(folder, 0, 2);
    await assert.rejects(collect(folder), {
      name: "SurroundingsError",
      message: /1 of 2 shards of ".*parts" are missing: 1/,
    });
    const parts = join(folder, "parts");
    const cells = join(parts, "cells");
    const before = new Set(Array.from(Deno.readDirSync(cells), ({ name }) => name));
    await train(folder, 1, 2);
    const [own] = Array.from(Deno.readDirSync(cells), ({ name }) => name)
      .filter((name) => !before.has(name));
    await Deno.writeTextFile(join(cells, own!), "{}");
    assert.equal(await isAuditCollected(parts), false);
    await assert.rejects(collect(folder), {
      name: "SurroundingsError",
      message: /^A training of ".*parts" is damaged or missing; start shard 1 again; .*collect/,
    });
    assert.deepEqual(await statesIn(folder), ["done", "missing"]);
    await train(folder, 1, 2);
    await collect(folder);
    assertWhole(folder);
  }));

Deno.test("a shard on another device, or with another seed, is refused before it trains", () =>
  inAudit(async (folder) => {
    await train(folder, 0, 2);
    await assert.rejects(train(folder, 1, 2, { seed: 7 }), {
      name: "InputError",
      message: /was begun with seeds\.0 0; this run has 7/,
    });
    const file = join(folder, "parts/variants.json");
    const fixed = await Deno.readTextFile(file);
    const variants = { vector: "vector", small: "shared32", large: "shared64" };
    const device = { class: "hardware", name: "Some Card", variants };
    await Deno.writeTextFile(
      file,
      JSON.stringify({ schema: "earnest/variants/1", origin: "shipped", device }),
    );
    const refused = {
      name: "DeviceError",
      message:
        /^The shards of ".*parts" train on Some Card \(hardware\), and this is plain .* \(cpu\)/,
    };
    await assert.rejects(train(folder, 1, 2), refused);
    assert.deepEqual(await statesIn(folder), ["done", "failed"]);
    await Deno.writeTextFile(file, fixed);
    await train(folder, 1, 2);
    await Deno.writeTextFile(file, JSON.stringify({ ...JSON.parse(fixed), device }));
    await assert.rejects(collect(folder), refused);
  }));

Deno.test("an audit that is no shard does not work in the folder meanwhile, and resumes it later", () =>
  inAudit(async (folder) => {
    const parts = join(folder, "parts");
    const whole = () =>
      auditIntoFolder(join(folder, "audit.json"), parts, { ...OPTIONS, resume: true });
    let refused: unknown;
    await train(folder, 0, 2, {
      onProgress: async () => refused ??= await whole().catch((thrown) => thrown),
    });
    assert.match(`${refused}`, /Another audit works in/);
    await whole();
    assertWhole(folder);
  }));

Deno.test("two shards at once make the embeddings together, and one alone makes them all", () =>
  withSounds(async (folder) => {
    const changes = { ...SMALL, evaluation: { items: "evaluation.csv", classFolds: 2 } };
    await Deno.writeTextFile(
      join(folder, "audit.json"),
      JSON.stringify(soundingConfiguration(changes)),
    );
    await auditIntoFolder(join(folder, "audit.json"), join(folder, "whole"), OPTIONS);
    await Promise.all([0, 1].map((index) => train(folder, index, 2)));
    await collect(folder);
    assertWhole(folder);
    await Deno.remove(join(folder, "parts"), { recursive: true });
    await train(folder, 1, 3);
    for (const set of ["log-mel-training", "log-mel-evaluation"]) {
      const path = join(folder, "parts/embeddings", set, "embeddings.npy");
      assert.ok(Deno.statSync(path).isFile);
    }
    for (const index of [0, 2]) await train(folder, index, 3);
    await collect(folder);
    assertWhole(folder);
  }));
