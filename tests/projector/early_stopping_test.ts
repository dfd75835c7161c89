import assert from "node:assert/strict";
import { join } from "node:path";
import type { Compute } from "../../src/compute/compute.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import {
  type CheckpointOptions,
  readProjectors,
  type TrainingConfiguration,
  type TrainingData,
  trainProjectors,
} from "../../src/projector/training.ts";
import { readSafetensors, writeSafetensors } from "../../src/formats/safetensors.ts";
import { RandomStream } from "../../src/basics/random.ts";
import { testOnEveryDevice } from "../compute/devices.ts";
import { inFolder } from "../temporary_folder.ts";
import { configurationOf, plantedData } from "./planted.ts";

const optimizer = { ...configurationOf().optimizer, steps: 200 };
const configuration = (changes: Partial<TrainingConfiguration> = {}) =>
  configurationOf({ optimizer, earlyStopping: { every: 10, patience: 3 }, ...changes });

/** Pairs without meaning: what is learned from the training pairs is wrong for the held-out ones. */
function noise(compute: Compute): TrainingData {
  const random = new RandomStream(2, "noise");
  const normal = (length: number) => Float32Array.from({ length }, () => random.normal());
  const rows = (from: number, to: number) =>
    Uint32Array.from({ length: to - from }, (_, i) => from + i);
  return {
    audio: compute.tensor(60, 7, normal(60 * 7)),
    text: compute.tensor(60, 5, normal(60 * 5)),
    audioRows: rows(0, 40),
    textRows: rows(0, 40),
    validation: { audioRows: rows(40, 60), textRows: rows(40, 60) },
  };
}

async function train(
  compute: Compute,
  data: TrainingData,
  settings: TrainingConfiguration,
  checkpoint?: CheckpointOptions,
  onStep?: (step: number) => void,
) {
  const trained = await trainProjectors(compute, data, { ...settings, onStep, checkpoint });
  const values = await compute.read(trained.parameters.values);
  trained.release();
  return { values, losses: trained.losses, chosen: trained.chosen };
}

testOnEveryDevice(
  "if nothing can be learned, training stops and keeps the best step",
  async (compute) => {
    const data = noise(compute);
    const { values, losses, chosen } = await train(compute, data, configuration());
    const { step, measuredAfter, losses: heldOut } = chosen!;
    assert.ok(losses.length < 100, `stopped after ${losses.length} steps`);
    assert.equal(measuredAfter.at(-1), losses.length);
    assert.equal(losses.length - step, 30, "three measurements without a lower loss");
    assert.equal(Math.min(...heldOut), heldOut[measuredAfter.indexOf(step)]);
    // With measurements only at that step and at twice as many, it keeps the same parameters.
    const rarely = configuration({ earlyStopping: { every: step, patience: 1 } });
    const again = await train(compute, data, rarely);
    assert.equal(again.chosen!.step, step);
    assert.deepEqual(again.values, values);
    compute.release(data.audio, data.text);
  },
);

testOnEveryDevice(
  "if everything can be learned, training runs to the end",
  async (compute) => {
    const { audioRows, textRows, ...planted } = plantedData(compute);
    const rows = (from: number, to: number) => ({
      audioRows: audioRows.slice(from, to),
      textRows: textRows.slice(from, to),
    });
    const data = { ...planted, ...rows(0, 40), validation: rows(40, 60) };
    const settings = configuration({ optimizer: { ...optimizer, steps: 45 } });
    const { losses, chosen } = await train(compute, data, settings);
    assert.equal(losses.length, 45);
    assert.deepEqual(chosen!.measuredAfter, [10, 20, 30, 40, 45]);
    compute.release(data.audio, data.text);
  },
);

testOnEveryDevice(
  "a training that is stopped early and was interrupted ends with the same bits",
  (compute) =>
    inFolder(async (folder) => {
      const data = noise(compute);
      // The pace is so slow that the run passes the first moment at which a training can be interrupted here.
      const slow = configuration({
        optimizer: { ...optimizer, learningRate: 0.002 },
        earlyStopping: { every: 10, patience: 7 },
      });
      const whole = await train(compute, data, slow);
      assert.ok(whole.losses.length > 100 && whole.losses.length < 200);
      const checkpoint = { path: join(folder, "x.safetensors"), every: 7 };
      const stop = (step: number) => {
        if (step === 100) throw new Error("stopped");
      };
      await assert.rejects(train(compute, data, slow, checkpoint, stop), /stopped/);
      assert.deepEqual(await train(compute, data, slow, checkpoint), whole);
      assert.deepEqual(await train(compute, data, slow, checkpoint), whole);
      const read = await readProjectors(compute, checkpoint.path);
      assert.deepEqual(await compute.read(read.parameters.values), whole.values);
      const never = configuration({ ...slow, earlyStopping: undefined });
      await assert.rejects(train(compute, data, never, checkpoint), {
        name: "InputError",
        message: /it has earlyStopping\.every 10; this training has off$/,
      });
      const { metadata, arrays } = readSafetensors(await Deno.readFile(checkpoint.path), "x");
      const fewer = new Map(arrays).set("validation_losses", {
        shape: [1],
        data: Float32Array.of(1),
      });
      await Deno.writeFile(checkpoint.path, writeSafetensors(fewer, metadata));
      await assert.rejects(train(compute, data, slow, checkpoint), {
        name: "InputError",
        message: /it has 1 losses on held-out pairs after \d+ steps; expected \d+$/,
      });
      compute.release(data.audio, data.text);
    }),
);

Deno.test("early stopping needs held-out pairs, and whole numbers", async () => {
  const compute = openCpu();
  const { validation, ...data } = noise(compute);
  await assert.rejects(train(compute, data, configuration()), {
    name: "InputError",
    message: "Early stopping has 0 held-out pairs; expected at least 2",
  });
  const half = configuration({ earlyStopping: { every: 0.5, patience: 1 } });
  await assert.rejects(train(compute, { ...data, validation: validation! }, half), {
    message: "Early stopping has every 0.5; expected a whole number from 1",
  });
});
