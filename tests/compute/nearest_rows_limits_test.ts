import assert from "node:assert/strict";
import { DeviceError } from "../../src/basics/errors.ts";
import type { Compute } from "../../src/compute/compute.ts";
import { testInPieces, testOnEveryDevice, testOnEveryVariant } from "./devices.ts";
import { sample } from "./matrices.ts";
import { METRICS, search } from "./nearest.ts";
import { dot, map, type Matrix } from "./oracle.ts";

const distanceOf = (x: number[], y: number[]) => Math.hypot(...x.map((value, j) => value - y[j]!));

/** Fails unless each query's rows are the nearest, in order, and distances are right to a relative 1e-5. */
async function assertNearestToDigits(
  compute: Compute,
  queries: Matrix,
  database: Matrix,
  k: number,
): Promise<void> {
  const { scores, rows } = await search(compute, "euclidean", queries, database, k);
  queries.forEach((query, q) => {
    const all = database.map((row) => distanceOf(query, row));
    const expected = all.toSorted((a, b) => a - b);
    for (let i = 0; i < k; i++) {
      const found = all[rows[q * k + i]!]!, least = expected[i]!;
      assert.ok(Math.abs(found - least) <= 1e-5 * least, `${found} for ${least} at ${q}, ${i}`);
      const score = scores[q * k + i]!;
      assert.ok(Math.abs(score - found) <= 1e-5 * found, `${score} for ${found} at ${q}, ${i}`);
    }
  });
}

const CLUSTERS = "distances within clusters that lie apart are exact";
testOnEveryVariant(CLUSTERS, assertClusters);
// Strips of 128 rows: in later ones only candidates for the nearest rows are computed again.
testInPieces(CLUSTERS, 2 ** 15, assertClusters);

async function assertClusters(compute: Compute): Promise<void> {
  const { random } = sample(64, 400, 16);
  for (const width of [16, 15]) {
    for (const spacing of [0.1, 0.01, 0.001]) {
      const clusters = (rows: number) =>
        random(rows, width).map((row, i) =>
          row.map((value) => Math.fround((i % 2 ? 1 : -1) + spacing * value))
        );
      const queries = clusters(64), database = clusters(400);
      for (const k of [1, 7]) await assertNearestToDigits(compute, queries, database, k);
    }
  }
}

// ‖x - y‖² is a share of ‖x‖² + ‖y‖² about the mean of the queries, here 0: where products are still
// used, and where they are not.
testOnEveryVariant(
  "distances keep five digits at any share of the lengths",
  async (compute) => {
    const { random } = sample(2, 300, 512);
    const [query] = random(1, 512) as [number[]];
    for (const share of [0.001, 0.02, 0.09, 0.12, 0.5]) {
      const database = random(300, 512).map((row) =>
        row.map((value, j) => Math.fround(query[j]! + Math.sqrt(2 * share) * value))
      );
      await assertNearestToDigits(compute, [query, query.map((value) => -value)], database, 100);
    }
  },
);

for (const [rows, width] of [[32_769, 64], [4097, 512]] as const) {
  testOnEveryDevice(
    `equal rows tie where the second of them, of ${rows} × ${width}, is a strip of its own`,
    async (compute) => {
      const { random } = sample(10, rows, width);
      const [twin] = random(1, width) as [number[]];
      const database = new Array<number[]>(rows).fill(new Array(width).fill(0));
      database[0] = database[rows - 1] = twin;
      const queries = map(random(4, width), (noise, _, j) => Math.fround(twin[j]! + noise));
      for (const metric of METRICS) {
        const answer = await search(compute, metric, queries, database, 2);
        queries.forEach((_, q) => {
          const [first, second] = answer.scores.subarray(2 * q);
          assert.equal(first, second);
          assert.deepEqual([...answer.rows.subarray(2 * q, 2 * q + 2)], [0, rows - 1]);
        });
      }
    },
  );
}

testOnEveryDevice("cosines of very long and very short rows are right", async (compute) => {
  const directions = [[1, 1, 0], [1, 0, 0], [0, 1, 2], [-1, -1, 0], [0, 0, 0]];
  const [query] = directions as [number[]];
  const expected = directions.map((row) => dot(query, row) / Math.sqrt(2 * dot(row, row)) || 0);
  const order = [0, 1, 2, 4, 3];
  for (const length of [1e30, 1e20, 1e-20, 1e-23, 1e-30]) {
    for (const queryLength of [length, 1]) {
      const scaled = (row: number[], to: number) => row.map((value) => Math.fround(value * to));
      const database = directions.map((row) => scaled(row, length));
      const queries = [scaled(query, queryLength)];
      const { scores, rows } = await search(compute, "cosine", queries, database, 5);
      assert.deepEqual([...rows], order);
      order.forEach((row, i) => assert.ok(Math.abs(scores[i]! - expected[row]!) < 1e-6));
    }
  }
});

testOnEveryDevice("distances whose squares leave float32 are right", async (compute) => {
  for (const size of [1e30, 1e20, 1e-20, 1e-23]) {
    for (const width of [4, 3]) {
      const { random } = sample(5, 30, width);
      const sized = (matrix: Matrix) => map(matrix, (value) => Math.fround(value * size));
      await assertNearestToDigits(compute, sized(random(5, width)), sized(random(30, width)), 30);
    }
  }
});

testOnEveryDevice(
  "rows of the greatest width are searched, wider ones refused",
  async (compute) => {
    const { random } = sample(2, 3, 32_704);
    const queries = random(2, 32_704), database = random(3, 32_704);
    await assertNearestToDigits(compute, queries, database, 3);
    const { scores, rows } = await search(compute, "cosine", queries, database, 3);
    rows.forEach((row, i) => {
      const query = queries[Math.floor(i / 3)]!, found = database[row]!;
      const cosine = dot(query, found) / Math.sqrt(dot(query, query) * dot(found, found));
      assert.ok(Math.abs(scores[i]! - cosine) < 1e-6);
    });
    if (!isAdapter(compute)) return;
    const wide = random(1, 32_705);
    await assert.rejects(search(compute, "cosine", wide, wide, 1), (thrown: Error) => {
      assert.ok(thrown instanceof DeviceError);
      assert.match(thrown.message, /1×32705 queries in 1×32705.* at most 32704 columns; /);
      return true;
    });
  },
);

testOnEveryDevice(
  "a long search is submitted in parts, a short one at once",
  (compute) => isAdapter(compute) ? assertSubmissions(compute) : Promise.resolve(),
);

function isAdapter({ device }: Compute): boolean {
  return device.class === "hardware" || device.class === "software";
}

async function assertSubmissions(compute: Compute): Promise<void> {
  const submit = GPUQueue.prototype.submit;
  for (const [queries, parts] of [[1024, 1], [64, 0]] as const) {
    const operands = {
      queries: compute.tensor(queries, 512),
      database: compute.tensor(9000, 512),
      scores: compute.tensor(queries, 1),
      rows: compute.indices(queries, 1, new Uint32Array(queries)),
    };
    await compute.read(operands.scores);
    let submissions = 0;
    GPUQueue.prototype.submit = function (buffers) {
      submissions++;
      return submit.call(this, buffers);
    };
    try {
      compute.nearestRows({ ...operands, metric: "inner-product" });
    } finally {
      GPUQueue.prototype.submit = submit;
    }
    assert.ok((await compute.readIndices(operands.rows)).every((row) => row === 0));
    assert.equal(submissions, parts);
    compute.release(...Object.values(operands));
  }
}
