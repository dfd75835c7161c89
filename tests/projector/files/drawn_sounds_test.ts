import assert from "node:assert/strict";
import { matrixOf } from "../../../src/basics/matrix.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { DEFAULT_OPTIMIZER } from "../../../src/projector/configuration.ts";
import { poolRows } from "../../../src/projector/files/pool_rows.ts";
import { placePool, trainRows } from "../../../src/projector/files/train_rows.ts";
import { drawOf } from "../../../src/projector/training.ts";
import { testOnEveryDevice } from "../../compute/devices.ts";

testOnEveryDevice(
  "a training has the same bits where only the sounds that it draws are placed",
  async (compute) => {
    const random = new RandomStream(4, "drawn sounds");
    const matrix = (rows: number, columns: number) =>
      matrixOf(columns, Float32Array.from({ length: rows * columns }, () => random.normal()));
    const [sounds, texts] = [matrix(200, 6), matrix(40, 5)];
    // Sounds in mixed order; some have several captions.
    const pairs = Array.from({ length: 160 }, (_, i) => ({
      audio: (7 * i) % 150,
      text: random.below(40),
      label: `label ${i % 9}`,
    }));
    const held = [170, 3, 180].map((audio) => ({ audio, text: audio % 40, label: undefined }));
    const rows = poolRows(pairs, held);
    for (
      const changes of [{ targets: "same-sound" }, { targets: "same-text", perClass: 2 }] as const
    ) {
      const optimizer = { ...DEFAULT_OPTIMIZER, steps: 5, batch: 8, warmupSteps: 1, ...changes };
      const configuration = {
        projector: { kind: "linear", dim: 4, dropout: 0 } as const,
        optimizer,
        seed: 3,
        earlyStopping: { every: 2, patience: 9 },
      };
      const drawn = drawOf({ ...rows.training, classes: rows.classes }, configuration);
      const losses = [];
      const placedRows = [];
      for (const asked of [undefined, drawn]) {
        const { data } = placePool(compute, sounds, texts, rows, true, asked);
        placedRows.push(data.audio.rows);
        const trained = await trainRows(compute, data, configuration, { learningRate: "the rate" });
        losses.push([...trained.losses, ...trained.chosen!.losses]);
        trained.release();
        compute.release(data.audio, data.text);
      }
      assert.deepEqual(losses[1], losses[0]);
      assert.equal(placedRows[0], 200);
      assert.ok(placedRows[1]! <= 5 * 8 + 3, `${placedRows[1]} rows`);
    }
  },
);
