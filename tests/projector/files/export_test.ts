import assert from "node:assert/strict";
import { join } from "node:path";
import { openSessionIn } from "../../../src/backbones/onnx/session.ts";
import { ModelThread } from "../../../src/backbones/worker/model_thread.ts";
import { CheckFailedError } from "../../../src/basics/errors.ts";
import type { Compute } from "../../../src/compute/compute.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { readEmbeddingSet } from "../../../src/embeddings/reading.ts";
import { readPools } from "../../../src/leakage/pools/pools_file.ts";
import {
  DEFAULT_OPTIMIZER,
  PROJECTOR_KINDS,
  type ProjectorConfiguration,
} from "../../../src/projector/configuration.ts";
import { exportProjector } from "../../../src/projector/files/export_onnx.ts";
import { projectSet } from "../../../src/projector/files/project_set.ts";
import {
  type ProjectorFile,
  readProjectorFile,
} from "../../../src/projector/files/projector_file.ts";
import { TrainingPlaces } from "../../../src/projector/files/places.ts";
import { trainOnPool } from "../../../src/projector/files/train_pool.ts";
import { testOnEveryDevice } from "../../compute/devices.ts";
import { inFolder } from "../../temporary_folder.ts";
import { makePools, makeSounds, makeTexts } from "./planted_sets.ts";

/** One thread for all tests: loading the runtime takes longer than the rest. */
const thread = new ModelThread();
Deno.test.afterAll(() => thread.end());

/** Projectors trained on the planted pairs, and the sets. */
async function trained(compute: Compute, folder: string, projector: ProjectorConfiguration) {
  const path = await makePools(folder);
  const audio = { name: "audio", set: await readEmbeddingSet(await makeSounds(folder)) };
  const text = { name: "text", set: await readEmbeddingSet(await makeTexts(folder)) };
  const pools = { name: path, sha256: "0".repeat(64), file: await readPools(path) };
  const optimizer = { ...DEFAULT_OPTIMIZER, steps: 60, batch: 16, learningRate: 0.01 };
  const configuration = { projector, optimizer, seed: 0 };
  const out = join(folder, "x.safetensors");
  const training = { audio, text, pools, condition: { kind: "dirty" } as const, configuration };
  using places = await TrainingPlaces.take(out, "create");
  await trainOnPool(compute, training, { places });
  return { file: await readProjectorFile(out, compute.viewAlignment), audio, text };
}

for (const kind of PROJECTOR_KINDS) {
  testOnEveryDevice(
    `${kind} projectors give the same rows from the set, from ONNX, for any widths`,
    (compute) =>
      inFolder(async (folder) => {
        const { file, ...sets } = await trained(compute, folder, { kind, dim: 13, dropout: 0.2 });
        for (const side of ["audio", "text"] as const) {
          const { bytes, largestDifference } = await exportProjector(compute, file, side, thread);
          assert.ok(largestDifference < 1e-6, `${largestDifference}`);
          const { set } = sets[side];
          const projected = await projectSet(compute, { embeddings: sets[side], file, side });
          const read = () => Promise.resolve({ path: "x.onnx", bytes: new Uint8Array(bytes) });
          const session = await openSessionIn(thread, read, {});
          const embedding = { shape: [set.rows, set.columns], data: set.values };
          const { shared } = await session.run({ embedding });
          await session.close();
          assert.deepEqual(shared!.shape, [set.rows, 13]);
          projected.values.forEach((value, i) =>
            assert.ok(Math.abs(value - (shared!.data[i] as number)) < 1e-6)
          );
          for (let row = 0; row < set.rows; row++) {
            const squares = projected.values.subarray(row * 13, row * 13 + 13)
              .reduce((sum, value) => sum + value * value, 0);
            assert.ok(Math.abs(squares - 1) < 1e-5);
          }
        }
      }),
  );
}

Deno.test("columns with a mean far above their deviation lose no precision", () =>
  inFolder(async (folder) => {
    const compute = openCpu();
    const projector = { kind: "residual", dim: 5, dropout: 0 } as const;
    const { file } = await trained(compute, folder, projector);
    const far: ProjectorFile = {
      ...file,
      standardization: {
        means: file.standardization.means.map((mean) => mean + 1000),
        deviations: file.standardization.deviations.map(() => 0.001),
      },
    };
    const { largestDifference } = await exportProjector(compute, far, "audio", thread);
    assert.ok(largestDifference < 1e-6, `${largestDifference}`);
  }));

Deno.test("a file whose output differs from the projector's fails its check", () =>
  inFolder(async (folder) => {
    const compute = openCpu();
    const projector = { kind: "linear", dim: 5, dropout: 0 } as const;
    const { file } = await trained(compute, folder, projector);
    const broken = { ...file, values: file.values.map(() => NaN) };
    await assert.rejects(exportProjector(compute, broken, "text", thread), (thrown) => {
      assert.ok(thrown instanceof CheckFailedError);
      assert.match(thrown.message, /ONNX file of the text projector differs from it by NaN/);
      return true;
    });
  }));
