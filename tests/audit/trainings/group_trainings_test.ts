import assert from "node:assert/strict";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { type AuditInputs, readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { inPlanOrder } from "../../../src/audit/trainings/group_trainings.ts";
import { plainOf } from "../../../src/audit/trainings/outcome_file.ts";
import { type AuditPlan, planAudit } from "../../../src/audit/trainings/plan_audit.ts";
import { runHere } from "../../../src/audit/trainings/runner.ts";
import { isUntrained } from "../../../src/audit/trainings/training_group.ts";
import { runInWorkers } from "../../../src/audit/trainings/workers.ts";
import type { Compute } from "../../../src/compute/compute.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { testOnEveryDevice } from "../../compute/devices.ts";
import { type PlainConfiguration, plantedConfiguration, withPlanted } from "../planted.ts";

const STEPS = 4;
const [PLANTED] = plantedConfiguration()["audio"] as [PlainConfiguration];
const NOISE = { training: "noise.training.npy", evaluation: "noise.evaluation.npy" };
/** The planted sounds without a baseline. */
const ALONE = { ...PLANTED, baseline: undefined };
const SMALL = {
  // Items of noise, named after projectors of the planted sounds; and a second name for the same baseline.
  audio: [
    PLANTED,
    {
      name: "other items",
      training: "planted.training.npy",
      evaluation: "noise.evaluation.npy",
      baseline: { name: "the same noise", ...NOISE },
    },
  ],
  attribution: false,
  conditions: ["dirty", "clean"],
  optimizer: { steps: STEPS, batch: 10, learningRate: 0.01, warmupSteps: 1 },
  projector: { kind: "residual", dim: 8, dropout: 0.2 },
};

async function planOf(
  folder: string,
  changes: PlainConfiguration = {},
  changed: (inputs: AuditInputs) => AuditInputs = (inputs) => inputs,
): Promise<AuditPlan> {
  const text = JSON.stringify(plantedConfiguration({ ...SMALL, ...changes }));
  const configuration = parseConfiguration(text, "audit.json");
  return await planAudit(configuration, changed(await readInputs(configuration, folder)));
}

/** The device, and how often it computed a loss: once for each step of a training. */
function counting(compute: Compute): { compute: Compute; losses: () => number } {
  let losses = 0;
  const counted = new Proxy(compute, {
    get: (device, name) => {
      if (name === "contrastiveLoss") losses++;
      const value = device[name as keyof Compute];
      return typeof value === "function" ? value.bind(device) : value;
    },
  });
  return { compute: counted, losses: () => losses };
}

Deno.test("what folds, names and conditions share is trained once", () =>
  withPlanted(async (folder) => {
    const { trainer, trainings, groups } = await planOf(folder);
    // 4 audio backbones, 2 conditions, 2 class folds and 2 seeds.
    assert.equal(trainings.length, 32);
    // 2 kinds of sounds and 2 seeds, with one dirty pool and a clean pool for each fold.
    assert.equal(groups.length, 2 * 2 * (1 + 2));
    assert.deepEqual(groups.map(({ members }) => members.length).sort(), [
      ...Array(8).fill(2),
      ...Array(4).fill(4),
    ]);
    const { compute, losses } = counting(openCpu());
    const calls: number[] = [];
    const outcomes = await runHere(trainer, compute)(groups, (own) => void calls.push(own.length));
    assert.equal(losses(), groups.length * STEPS);
    assert.deepEqual(calls, groups.map(({ members }) => members.length), "one call for each");
    const inOrder = inPlanOrder(trainings, groups, outcomes);
    assert.deepEqual(inOrder.map(({ training }) => training), trainings);
    assert.equal(new Set(inOrder.map(({ trained }) => trained)).size, groups.length);
  }));

Deno.test("where nothing tells pools apart, conditions are one training", () =>
  withPlanted(async (folder) => {
    const changes = { audio: [ALONE], conditions: ["dirty", "clean", "control", "untrained"] };
    const withoutFindings = (inputs: AuditInputs) => ({
      ...inputs,
      leaks: { ...inputs.leaks, findings: [] },
    });
    const { trainings, groups } = await planOf(folder, changes, withoutFindings);
    const sizes = Map.groupBy(groups, isUntrained);
    const sizesOf = (untrained: boolean) =>
      sizes.get(untrained)!.map(({ members }) => members.length);
    assert.deepEqual(sizesOf(true), [2, 2], "a group for each of 2 seeds, with 2 folds");
    assert.equal(sizesOf(false).length, 2);
    const trained = trainings.filter(({ condition }) => condition.kind !== "untrained").length;
    assert.deepEqual(sizesOf(false), [trained / 2, trained / 2]);
    const { groups: apart } = await planOf(folder, {
      ...changes,
      conditions: ["dirty", "clean", "untrained"],
    });
    assert.equal(apart.length, 2 * (1 + 2 + 2));
  }));

/** Asserts that an audit's outcomes are those of trainings by themselves. */
function assertAsAlone(compute: Compute, changes: PlainConfiguration): Promise<void> {
  return withPlanted(async (folder) => {
    const { trainer, trainings, groups } = await planOf(folder, changes);
    assert.ok(groups.length < trainings.length);
    const together = await runHere(trainer, compute)(groups, () => {});
    for (const [number, { projectors, members }] of groups.entries()) {
      for (const [at, member] of members.entries()) {
        const [alone] = await trainer.run(compute, { projectors, members: [member] });
        assert.deepEqual(plainOf(together[number]![at]), plainOf(alone));
        assert.equal(alone!.training, member.training);
      }
    }
  });
}

testOnEveryDevice("outcomes are those of trainings by themselves, bit for bit", async (compute) => {
  await assertAsAlone(compute, { audio: [ALONE], conditions: ["dirty"], seeds: [0] });
});

Deno.test("this holds for every condition, and with early stopping", async () => {
  const stopping = { validation: "early-stopping", validationShare: 0.4, validateEvery: 1 };
  for (
    const changes of [
      { leakDose: [0, 0.02, 1], conditions: ["dirty", "clean", "untrained"] },
      { attribution: true, seeds: [0], shuffles: 1 },
      { optimizer: { ...SMALL.optimizer, ...stopping, patience: 1 } },
    ]
  ) await assertAsAlone(openCpu(), changes);
});

Deno.test("each fold has its own accuracies during a training that folds share", () =>
  withPlanted(async (folder) => {
    const { trainer, groups } = await planOf(folder);
    const dirty = groups.find(({ members: [first] }) => {
      const { audio, condition } = first!.training;
      return audio === "planted" && condition.kind === "dirty";
    })!;
    const outcomes = await trainer.run(openCpu(), dirty);
    const names = outcomes.map(({ training: { audio, fold } }) => [audio, fold]);
    assert.deepEqual(names, [
      ["planted", 0],
      ["other items", 0],
      ["planted", 1],
      ["other items", 1],
    ]);
    for (const { looks, zeroShot } of outcomes) {
      assert.deepEqual(looks.map(({ step }) => step), [1, 2, 3, 4]);
      assert.equal(looks.at(-1)!.balancedTop1, zeroShot!.balancedTop1);
    }
    assert.equal(new Set(outcomes.map(({ looks }) => JSON.stringify(looks))).size, 4);
    assert.equal(new Set(outcomes.map(({ finalLoss }) => finalLoss)).size, 1);
  }));

Deno.test("workers give the outcomes of this thread, each training once", () =>
  withPlanted(async (folder) => {
    const { configuration, inputs, trainer, groups } = await planOf(folder, { seeds: [0] });
    const here = await runHere(trainer, openCpu())(groups, () => {});
    const trained: string[] = [];
    const run = runInWorkers({ configuration, inputs }, openCpu().device);
    const there = await run(groups, ([first]) => void trained.push(first!.trained));
    assert.deepEqual(plainOf(there), plainOf(here));
    assert.deepEqual(trained.sort(), groups.map(({ projectors }) => projectors).sort());
  }));
