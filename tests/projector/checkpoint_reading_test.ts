import assert from "node:assert/strict";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { readSafetensors, writeSafetensors } from "../../src/formats/safetensors.ts";
import { PROJECTOR_KINDS } from "../../src/projector/configuration.ts";
import { projectRows, readProjectors, trainProjectors } from "../../src/projector/training.ts";
import { testOnEveryDevice } from "../compute/devices.ts";
import { bits, train, withFile } from "./checkpoints.ts";
import { configurationOf, plantedData } from "./planted.ts";

testOnEveryDevice(
  "projectors are read from a checkpoint without the data",
  (compute) =>
    withFile(async (path) => {
      const data = plantedData(compute);
      for (const kind of PROJECTOR_KINDS) {
        const configuration = configurationOf({ projector: { kind, dim: 9, dropout: 0.2 } });
        const checkpoint = { path, every: 40 };
        const trained = await trainProjectors(compute, data, { ...configuration, checkpoint });
        const read = await readProjectors(compute, path);
        assert.deepEqual(read.projector, trained.projector);
        assert.deepEqual(bits(read.losses), bits(trained.losses));
        for (const side of ["audio", "text"] as const) {
          const [expected, found] = [trained, read].map((projectors) =>
            projectRows(compute, { projectors, side, embeddings: data[side] })
          );
          assert.deepEqual(bits(await compute.read(found!)), bits(await compute.read(expected!)));
          compute.release(expected!, found!);
        }
        trained.release();
        read.release();
        await Deno.remove(path);
      }
      compute.release(data.audio, data.text);
    }),
);

Deno.test("each way a checkpoint can be without projectors has its message", () =>
  withFile(async (path) => {
    const compute = openCpu();
    await train(compute, plantedData(compute), configurationOf(), { path, every: 40 });
    const { metadata, arrays } = readSafetensors(await Deno.readFile(path), path);
    const cases: [Record<string, string>, RegExp][] = [
      [
        { schema: "other" },
        /its schema is other; expected earnest\/projector\/1 or earnest\/checkpoint\/1$/,
      ],
      [{ "projector.kind": "linear\u009b" }, /its projector.kind is linear\ufffd$/],
      [{ "projector.dim": "0" }, /its projector.dim is 0$/],
      [
        { "projector.dim": "999999" },
        /"audio.linear1.weight" has shape .*; expected \[999999,7\]$/,
      ],
      [{ "projector.dropout": "none" }, /its projector.dropout is none$/],
      [{ "audio.shape": "60" }, /its audio.shape is 60$/],
      [{ "text.shape": "6×4" }, /"text.linear1.weight" has shape \[16,5\]; expected \[16,4\]$/],
      [{ step: "x".repeat(1000) }, /its step is x{100}…$/],
      [{ step: "39" }, /array "losses" has shape \[40\]; expected \[39\]$/],
    ];
    for (const [changes, message] of cases) {
      await Deno.writeFile(path, writeSafetensors(arrays, { ...metadata, ...changes }));
      await assert.rejects(readProjectors(compute, path), { name: "InputError", message });
    }
    await assert.rejects(readProjectors(compute, `${path}.absent`), /" does not exist$/);
  }));
