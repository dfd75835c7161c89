import assert from "node:assert/strict";
import { drawBatches } from "../../src/projector/batches.ts";
import { DEFAULT_PROJECTOR, PROJECTOR_KINDS } from "../../src/projector/configuration.ts";
import { projectRows, trainProjectors, untrainedProjectors } from "../../src/projector/training.ts";
import { testOnEveryDevice } from "../compute/devices.ts";
import { CLASSES, configurationOf, plantedData } from "./planted.ts";

testOnEveryDevice(
  "training lowers the loss and the same seed gives the same bits",
  async (compute) => {
    const data = plantedData(compute);
    for (const kind of PROJECTOR_KINDS) {
      const projector = { kind, dim: 16, dropout: 0.2 };
      const runs = [];
      for (const seed of [3, 3, 4]) {
        const trained = await trainProjectors(compute, data, configurationOf({ projector, seed }));
        runs.push({
          losses: trained.losses,
          parameters: await compute.read(trained.parameters.values),
        });
        trained.release();
      }
      const [first, again, other] = runs;
      assert.deepEqual(again, first);
      assert.notDeepEqual(other!.parameters, first!.parameters);
      const chance = Math.log(24);
      assert.ok(first!.losses[0]! > 2, `${kind}: first loss ${first!.losses[0]}`);
      assert.ok(
        first!.losses.at(-1)! < 0.75 * chance,
        `${kind}: last loss ${first!.losses.at(-1)}`,
      );
    }
    compute.release(data.audio, data.text);
  },
);

testOnEveryDevice("a batch is never larger than the pool", async (compute) => {
  const data = plantedData(compute);
  const few = {
    ...data,
    audioRows: data.audioRows.slice(0, 7),
    textRows: data.textRows.slice(0, 7),
  };
  const trained = await trainProjectors(compute, few, configurationOf());
  assert.ok(trained.losses.every((loss) => Number.isFinite(loss)));
  trained.release();
  compute.release(data.audio, data.text);
});

testOnEveryDevice("projecting rows one by one gives the same as all at once", async (compute) => {
  const data = plantedData(compute);
  const trained = untrainedProjectors(compute, {
    projector: DEFAULT_PROJECTOR,
    inputs: { audio: 7, text: 5 },
    seed: 0,
  });
  const all = await compute.read(
    projectRows(compute, { projectors: trained, side: "text", embeddings: data.text }),
  );
  const values = await compute.read(data.text);
  for (let row = 0; row < CLASSES; row++) {
    const alone = compute.tensor(1, 5, values.slice(row * 5, row * 5 + 5));
    const projected = await compute.read(
      projectRows(compute, { projectors: trained, side: "text", embeddings: alone }),
    );
    projected.forEach((value, i) =>
      assert.ok(Math.abs(value - all[row * DEFAULT_PROJECTOR.dim + i]!) < 1e-5)
    );
  }
  trained.release();
  compute.release(data.audio, data.text);
});

Deno.test("batches go through the whole pool before a pair is repeated", () => {
  const batches = drawBatches(10, 3, 6, 0);
  assert.equal(batches.length, 18);
  for (const round of [batches.subarray(0, 9), batches.subarray(9)]) {
    assert.equal(new Set(round).size, 9);
  }
  assert.deepEqual(drawBatches(10, 3, 6, 0), batches);
  assert.notDeepEqual(drawBatches(10, 3, 6, 1), batches);
});
