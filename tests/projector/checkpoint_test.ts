import assert from "node:assert/strict";
import { codeHashes } from "../../src/basics/code_hashes.ts";
import type { Tensor } from "../../src/compute/compute.ts";
import { openWebGpu } from "../../src/compute/webgpu/open_webgpu.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { readSafetensors, writeSafetensors } from "../../src/formats/safetensors.ts";
import { PROJECTOR_KINDS } from "../../src/projector/configuration.ts";
import type { TrainingConfiguration, TrainingData } from "../../src/projector/training.ts";
import { testOnEveryDevice } from "../compute/devices.ts";
import { testOnWatchedDevice } from "../compute/watched_device.ts";
import { LONG, stepIn, train, withFile } from "./checkpoints.ts";
import { configurationOf, plantedData } from "./planted.ts";

function stopAt100(step: number): void {
  if (step === 100) throw new Error("stopped");
}

for (const kind of PROJECTOR_KINDS) {
  testOnEveryDevice(
    `${kind} projectors that were interrupted end with the same bits`,
    (compute) =>
      withFile(async (path) => {
        const data = plantedData(compute);
        const projector = { kind, dim: 16, dropout: 0.2 };
        const configuration = configurationOf({ projector, optimizer: LONG });
        const whole = await train(compute, data, configuration);
        const checkpoint = { path, every: 30 };
        const stopped = train(compute, data, configuration, checkpoint, stopAt100);
        await assert.rejects(stopped, { message: "stopped" });
        assert.equal(await stepIn(path), "90");
        const reported: number[] = [];
        const resumed = await train(compute, data, configuration, checkpoint, (step) => {
          reported.push(step);
        });
        assert.deepEqual(resumed, whole);
        assert.deepEqual(reported, [90, 100]);
        assert.equal(await stepIn(path), "160");
        assert.deepEqual(await train(compute, data, configuration, checkpoint), whole);
        compute.release(data.audio, data.text);
      }),
  );
}

Deno.test("a checkpoint of another training is refused, and the error names what differs", () =>
  withFile(async (path) => {
    const compute = openCpu();
    const data = plantedData(compute);
    const configuration = configurationOf();
    const { projector, optimizer } = configuration;
    const checkpoint = { path, every: 40 };
    await train(compute, data, configuration, checkpoint);
    const bytes = await Deno.readFile(path);
    const other = (
      changes: Partial<TrainingConfiguration>,
    ): [TrainingData, TrainingConfiguration] => [
      data,
      { ...configuration, ...changes },
    ];
    const cases: [string, [TrainingData, TrainingConfiguration]][] = [
      ["it has seed 3; this training has 4", other({ seed: 4 })],
      [
        "it has projector.kind residual; this training has mlp",
        other({ projector: { ...projector, kind: "mlp" } }),
      ],
      [
        "it has optimizer.betas 0.9,0.999; this training has 0.9,0.99",
        other({ optimizer: { ...optimizer, betas: [0.9, 0.99] } }),
      ],
      [
        "it has optimizer.steps 40; this training has 41",
        other({ optimizer: { ...optimizer, steps: 41 } }),
      ],
      ["it has text.shape 6×5; this training has 7×5", [
        { ...data, text: compute.tensor(7, 5) },
        configuration,
      ]],
      ["it has pool.pairs 60; this training has 59", [
        { ...data, audioRows: data.audioRows.slice(1), textRows: data.textRows.slice(1) },
        configuration,
      ]],
    ];
    for (const [reason, [otherData, otherConfiguration]] of cases) {
      await assert.rejects(train(compute, otherData, otherConfiguration, checkpoint), {
        name: "InputError",
        message: `Cannot continue from "${path}": ${reason}`,
      });
    }
    const nudged = async (tensor: Tensor) => {
      const values = await compute.read(tensor);
      values[0] = values[0]! + 1;
      return compute.tensor(tensor.rows, tensor.columns, values);
    };
    const sameShapes: [string, Partial<TrainingData>][] = [
      ["pool", { textRows: data.textRows.slice().reverse() }],
      ["audio", { audio: await nudged(data.audio) }],
      ["text", { text: await nudged(data.text) }],
    ];
    for (const [what, changes] of sameShapes) {
      await assert.rejects(train(compute, { ...data, ...changes }, configuration, checkpoint), {
        name: "InputError",
        message: new RegExp(
          `: it has ${what}\\.sha256 [0-9a-f]{64}; this training has [0-9a-f]{64}$`,
        ),
      });
    }
    assert.deepEqual(await Deno.readFile(path), bytes);
  }));

Deno.test("a checkpoint of other code is refused, and so is one that does not give its code", () =>
  withFile(async (path) => {
    const compute = openCpu();
    const data = plantedData(compute);
    const checkpoint = { path, every: 40 };
    await train(compute, data, configurationOf(), checkpoint);
    const { arrays, metadata } = readSafetensors(await Deno.readFile(path), path);
    const now = (await codeHashes()).trainings;
    assert.equal(metadata["code.trainings"], now);
    const { "code.trainings": _, ...silent } = metadata;
    const cases: [Record<string, string>, string][] = [
      [{ ...metadata, "code.trainings": "0123456789".repeat(6) }, "hash 01234567…"],
      [silent, "a hash that it does not give"],
    ];
    for (const [other, hash] of cases) {
      const bytes = writeSafetensors(arrays, other);
      await Deno.writeFile(path, bytes);
      await assert.rejects(train(compute, data, configurationOf(), checkpoint), {
        name: "InputError",
        message: `Cannot continue from "${path}": it was trained by other code (${hash}, now ` +
          `${now.slice(0, 8)}…); to train again, remove it, as \`train --force\` does`,
      });
      assert.deepEqual(await Deno.readFile(path), bytes);
    }
  }));

testOnWatchedDevice(
  "a checkpoint continues with the kernels that it began with, and on other devices",
  ({ compute }) =>
    withFile(async (path) => {
      const checkpoint = { path, every: 40 };
      const variants = compute.device.variants!;
      const small = variants.small === "registers" ? "shared32" : "registers";
      const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
      const other = await openWebGpu(adapter!, { variants: { ...variants, small } });
      await train(other, plantedData(other), configurationOf(), checkpoint);
      other.close();
      await assert.rejects(train(compute, plantedData(compute), configurationOf(), checkpoint), {
        name: "InputError",
        message: `Cannot continue from "${path}": it has variants.small ${small}; ` +
          `this training has ${variants.small}`,
      });
      const cpu = openCpu();
      await train(cpu, plantedData(cpu), configurationOf(), checkpoint);
    }),
);

Deno.test("each way a checkpoint can be bad has its message", () =>
  withFile(async (path) => {
    const compute = openCpu();
    const data = plantedData(compute);
    const checkpoint = { path, every: 40 };
    await train(compute, data, configurationOf(), checkpoint);
    const { metadata, arrays } = readSafetensors(await Deno.readFile(path), path);
    const { schema: _, ...withoutSchema } = metadata;
    const { version: __, ...withoutVersion } = metadata;
    const without = new Map(arrays);
    without.delete("second_moment.log_scale");
    const reshaped = new Map(arrays).set("losses", { shape: [39], data: new Float32Array(39) });
    const cases: [Uint8Array, RegExp][] = [
      [new Uint8Array(3), /^Cannot read ".*": it ends inside its header$/],
      [
        writeSafetensors(arrays, withoutSchema),
        /its schema is missing; expected earnest\/checkpoint\/1$/,
      ],
      [
        writeSafetensors(arrays, { ...metadata, schema: "a\nb" }),
        /its schema is a\ufffdb; expected/,
      ],
      [
        writeSafetensors(arrays, { ...metadata, seed: "\u202e".repeat(1000) }),
        /it has seed \ufffd{100}…; this training has 3$/,
      ],
      [writeSafetensors(arrays, withoutVersion), /it does not give version; this training has/],
      [writeSafetensors(arrays, { ...metadata, step: "41" }), /its step is 41; expected 1 to 40$/],
      [writeSafetensors(arrays, { ...metadata, step: "0" }), /its step is 0; expected 1 to 40$/],
      [
        writeSafetensors(without, metadata),
        /array "second_moment.log_scale" is missing; expected \[1,1\]$/,
      ],
      [writeSafetensors(reshaped, metadata), /array "losses" has shape \[39\]; expected \[40\]$/],
    ];
    for (const [bytes, message] of cases) {
      await Deno.writeFile(path, bytes);
      const going = train(compute, data, configurationOf(), checkpoint);
      await assert.rejects(going, { name: "InputError", message });
    }
    const never = train(compute, data, configurationOf(), { path, every: 0 });
    await assert.rejects(never, /Cannot keep a checkpoint every 0 steps; expected 1 or more/);
  }));

Deno.test("rows that do not form pairs are refused, with a checkpoint or without", () =>
  withFile(async (path) => {
    const compute = openCpu();
    const data = plantedData(compute);
    for (const checkpoint of [undefined, { path, every: 40 }]) {
      for (const [audio, text] of [[59, 60], [60, 59]] as const) {
        const rows = {
          audioRows: data.audioRows.slice(0, audio),
          textRows: data.textRows.slice(0, text),
        };
        await assert.rejects(train(compute, { ...data, ...rows }, configurationOf(), checkpoint), {
          name: "InputError",
          message: `Cannot train on ${audio} rows of audio and ${text} of text; ` +
            "expected one of each for every pair",
        });
      }
    }
  }));

Deno.test("another device than the checkpoint's is noted, and the training continues", () =>
  withFile(async (path) => {
    const compute = openCpu();
    const data = plantedData(compute);
    const notes: string[] = [];
    const checkpoint = { path, every: 40, onNote: (note: string) => notes.push(note) };
    const trained = await train(compute, data, configurationOf(), checkpoint);
    await train(compute, data, configurationOf(), checkpoint);
    assert.deepEqual(notes, []);
    const { metadata, arrays } = readSafetensors(await Deno.readFile(path), path);
    await Deno.writeFile(path, writeSafetensors(arrays, { ...metadata, device: "abacus\u202e" }));
    assert.deepEqual(await train(compute, data, configurationOf(), checkpoint), trained);
    const { name } = compute.device;
    assert.deepEqual(notes, [
      `"${path}" was written on abacus\ufffd; ` +
      `this training continues on ${name}, whose last bits may differ`,
    ]);
  }));
