import assert from "node:assert/strict";
import { RandomStream } from "../../../src/basics/random.ts";
import type { Compute } from "../../../src/compute/compute.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { trainProjectors } from "../../../src/projector/training.ts";
import { configurationOf, plantedData } from "../../projector/planted.ts";
import { lossOn, valuesOf } from "../losses.ts";
import { METRICS, search } from "../nearest.ts";
import { nativeIfThere } from "./native_if_there.ts";

function random(compute: Compute, rows: number, columns: number, name: string) {
  const stream = new RandomStream(1, name);
  const values = Float32Array.from({ length: rows * columns }, () => stream.normal());
  return compute.tensor(rows, columns, values);
}

/** Losses and parameters of a short training. */
async function trainOn(compute: Compute): Promise<Float32Array[]> {
  const data = plantedData(compute);
  const projector = { kind: "residual", dim: 16, dropout: 0.2 } as const;
  const trained = await trainProjectors(compute, data, configurationOf({ projector, seed: 3 }));
  const parameters = await compute.read(trained.parameters.values);
  trained.release();
  compute.release(data.audio, data.text);
  return [trained.losses, parameters];
}

function assertNear(found: Float32Array, expected: Float32Array, tolerance: number): void {
  assert.equal(found.length, expected.length);
  found.forEach((value, i) => {
    const near = Math.abs(value - expected[i]!) <= tolerance * Math.max(1, Math.abs(expected[i]!));
    assert.ok(near, `value ${i} is ${value}; expected ${expected[i]}`);
  });
}

const first = await nativeIfThere(1);
if (first) {
  Deno.test.afterAll(() => first.close());

  Deno.test("a device is named by its library and threads, and tells how the library was built", () => {
    const { device } = first;
    assert.equal(device.class, "native");
    assert.match(device.name, /, (1 thread|its own threads)$/);
    assert.ok(device.details.library);
    assert.equal(device.variants, undefined);
  });

  for (const logits of ["kept", "recomputed"] as const) {
    Deno.test(`a loss over several tiles is the plain CPU's, logits ${logits}`, async () => {
      const cpu = openCpu();
      // Two tiles a side, the second of 4 rows; with one row less no vectors fit.
      for (const n of [1028, 1027]) {
        const stream = new RandomStream(2, "ids");
        const ids = Array.from({ length: n }, () => stream.below(200));
        const outcomeOn = async (compute: Compute) => {
          const audio = random(compute, n, 12, "audio"), text = random(compute, n, 12, "text");
          const outcome = await lossOn(compute, audio, text, 2.5, { ids, logits });
          compute.release(audio, text);
          return valuesOf(outcome);
        };
        assertNear(await outcomeOn(first), await outcomeOn(cpu), 2e-6);
      }
    });
  }

  Deno.test("a search of several blocks of queries and rows is the plain CPU's", async () => {
    const cpu = openCpu();
    // Whole numbers: every sum is exact, and many rows are equally near.
    const stream = new RandomStream(3, "rows");
    const whole = (rows: number) =>
      Array.from({ length: rows }, () => Array.from({ length: 8 }, () => stream.below(9) - 4));
    const queries = whole(521), database = whole(1311);
    database[700]!.fill(0);
    for (const metric of METRICS) {
      const found = await search(first, metric, queries, database, 7);
      const plain = await search(cpu, metric, queries, database, 7);
      assertNear(found.scores, plain.scores, 1e-6);
      // Cosines of other rows may be one and the same number on one device only.
      if (metric !== "cosine") assert.deepEqual(found.rows, plain.rows);
    }
  });

  Deno.test("a training is the plain CPU's, but for rounding", async () => {
    const [found, plain] = [await trainOn(first), await trainOn(openCpu())];
    assertNear(found[0]!, plain[0]!, 1e-3);
    assertNear(found[1]!, plain[1]!, 0.02);
  });

  Deno.test("the same seed gives the same bits, also beside a device of other threads", async () => {
    const before = await trainOn(first);
    const other = (await nativeIfThere(2))!;
    try {
      await trainOn(other);
      assert.deepEqual(await trainOn(first), before);
      assert.notEqual(other.device.name, first.device.name);
    } finally {
      other.close();
    }
    const again = (await nativeIfThere(1))!;
    try {
      assert.deepEqual(await trainOn(again), before);
    } finally {
      again.close();
    }
  });
}
