import assert from "node:assert/strict";
import { basename, dirname, join } from "node:path";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { LONG, stepIn, train, withFile } from "./checkpoints.ts";
import { configurationOf, plantedData } from "./planted.ts";

Deno.test("a checkpoint that can never be written ends the training before its first step", () =>
  withFile(async (path) => {
    const compute = openCpu();
    const data = plantedData(compute);
    const configuration = configurationOf({ optimizer: LONG });
    const never = () => assert.fail("a step was taken");
    const inNoFolder = join(path, "x.safetensors");
    const options = { path: inNoFolder, every: 1000 };
    await assert.rejects(train(compute, data, configuration, options, never), {
      name: "SurroundingsError",
      message: `Cannot write "${inNoFolder}": its folder does not exist`,
    });
    await Deno.writeTextFile(path, "a file, not a folder");
    await assert.rejects(train(compute, data, configuration, options, never), {
      name: "SurroundingsError",
      message: /^Cannot (open|write) ".*x\.safetensors": /,
    });
  }));

Deno.test("a checkpoint that can no longer be written ends the training, and the error says what is saved", () =>
  withFile(async (path) => {
    const compute = openCpu();
    const data = plantedData(compute);
    const configuration = configurationOf({ optimizer: LONG });
    const [disk, gone] = [`${path}.disk`, `${path}.gone`];
    const onDisk = join(disk, "x.safetensors");
    await Deno.mkdir(disk);
    const unplug = (step: number) => {
      if (step === 100) Deno.renameSync(disk, gone);
    };
    const cases: [number, string][] = [
      [
        70,
        `140 of 160 steps are known to be finished, and "${onDisk}" keeps step 70, ` +
        "from which the same training continues",
      ],
      [1000, `160 of 160 steps are known to be finished, and no checkpoint is in "${onDisk}" yet`],
    ];
    for (const [every, known] of cases) {
      await assert.rejects(train(compute, data, configuration, { path: onDisk, every }, unplug), {
        name: "SurroundingsError",
        message: `Cannot write "${onDisk}": its folder does not exist; ${known}`,
      });
      await Deno.rename(gone, disk);
      if (every === 70) assert.equal(await stepIn(onDisk), "70");
      for await (const { name } of Deno.readDir(disk)) await Deno.remove(join(disk, name));
    }
    await Deno.remove(disk);
  }));

Deno.test("continuing removes the partial checkpoint of a killed process", () =>
  withFile(async (path) => {
    const compute = openCpu();
    const data = plantedData(compute);
    const checkpoint = { path, every: 30 };
    const stopped = train(
      compute,
      data,
      configurationOf({ optimizer: LONG }),
      checkpoint,
      (step) => {
        if (step === 100) throw new Error("stopped");
      },
    );
    await assert.rejects(stopped, { message: "stopped" });
    const folder = dirname(path);
    await Deno.writeTextFile(
      join(folder, `.${basename(path)}.${crypto.randomUUID()}.partial`),
      "x",
    );
    await train(compute, data, configurationOf({ optimizer: LONG }), checkpoint);
  }));
