// Checks what a training takes of a device: one command buffer a step, no wait inside, and no memory that stays.
import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { PROJECTOR_KINDS } from "../../src/projector/configuration.ts";
import { Parameters } from "../../src/projector/parameters.ts";
import { drawBatches } from "../../src/projector/batches.ts";
import { trainProjectors } from "../../src/projector/training.ts";
import { TrainingStep } from "../../src/projector/training_step.ts";
import { testOnWatchedDevice } from "../compute/watched_device.ts";
import { configurationOf, plantedData } from "./planted.ts";

const BATCH = 24;

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

testOnWatchedDevice(
  "a training step is one command buffer and waits for nothing",
  async ({ compute, counts }) => {
    const data = plantedData(compute);
    for (const kind of PROJECTOR_KINDS) {
      const projector = { kind, dim: 16, dropout: 0.2 };
      const configuration = configurationOf({ projector });
      const parameters = new Parameters(compute, {
        projector,
        inputs: { audio: 7, text: 5 },
        seed: 0,
      });
      const drawn = { batch: BATCH, pairs: drawBatches(60, BATCH, 40, 0) };
      const step = new TrainingStep(compute, parameters, data, configuration, drawn);
      step.run(1, 0.001);
      const before = { ...counts };
      for (let number = 2; number <= 40; number++) step.run(number, 0.001);
      assert.equal(counts.commandBuffers - before.commandBuffers, 39);
      assert.equal(counts.reads, before.reads);
      assert.equal(counts.memories, before.memories);
      await compute.read(step.gradientNorm);
      step.release();
      compute.release(parameters.values, parameters.gradients);
    }
  },
);

/** Enough steps to show a leak of 4 KiB a step; EARNEST_LEAK_STEPS=10000 takes about 80 s on a software adapter. */
const STEPS = Number(Deno.env.get("EARNEST_LEAK_STEPS") ?? 1000);

testOnWatchedDevice("a long training leaves nothing behind", async ({ compute, counts }) => {
  const data = plantedData(compute);
  const train = async () => {
    const optimizer = { ...configurationOf().optimizer, steps: STEPS };
    const trained = await trainProjectors(compute, data, configurationOf({ optimizer }));
    trained.release();
    // JavaScript's part of a command buffer, about 9 KiB, is freed by garbage collection, which in a heap as large as
    // a test runner's happens too rarely to distinguish it from a leak.
    collectGarbage();
    return { ...counts, rss: Deno.memoryUsage().rss };
  };
  await train();
  const first = await train();
  const second = await train();
  // Scratch memory stays after a training, and the next one reuses it.
  assert.equal(second.memories, first.memories);
  assert.equal(second.bytes, first.bytes);
  const grown = second.rss - first.rss;
  assert.ok(grown < 4 * 2 ** 20, `grew by ${grown} bytes over ${STEPS} steps`);
});

testOnWatchedDevice("an aborted training frees its memory", async ({ compute, counts }) => {
  const data = plantedData(compute);
  const optimizer = { ...configurationOf().optimizer, steps: 400 };
  const configuration = configurationOf({ optimizer });
  const whole = await trainProjectors(compute, data, configuration);
  whole.release();
  const { memories, bytes } = counts;
  const path = await Deno.makeTempFile({ suffix: ".safetensors" });
  await Deno.remove(path);
  const ending = new AbortController();
  const reason = new Error("enough for today");
  const checkpoint = { path, every: 50 };
  const steps: number[] = [];
  const onStep = (step: number) => {
    steps.push(step);
    if (step >= 200) ending.abort(reason);
  };
  const aborted = trainProjectors(compute, data, {
    ...configuration,
    checkpoint,
    onStep,
    signal: ending.signal,
  });
  await assert.rejects(aborted, (thrown) => thrown === reason);
  assert.deepEqual(steps, [100, 200]);
  assert.deepEqual({ memories: counts.memories, bytes: counts.bytes }, { memories, bytes });
  {
    // What was saved is whole: the same training continues from it, and ends in the same bits.
    using continued = await trainProjectors(compute, data, { ...configuration, checkpoint });
    assert.deepEqual(continued.losses, whole.losses);
  }
  assert.equal(counts.memories, memories);
  await Deno.remove(path);
});
