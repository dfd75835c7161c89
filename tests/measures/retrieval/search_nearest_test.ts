import assert from "node:assert/strict";
import { matrixOf, matrixRow } from "../../../src/basics/matrix.ts";
import { InputError } from "../../../src/basics/errors.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { searchNearest } from "../../../src/measures/retrieval/search_nearest.ts";
import { testOnEveryDevice } from "../../compute/devices.ts";
import { sharedPath } from "../../shared.ts";
import { readEsc10 } from "../separability/esc10.ts";

/** The ten nearest other clips of each ESC-10 clip, from scikit-learn: 400 × 10 int32. */
function goldenNeighbors(): Int32Array | undefined {
  const path = sharedPath("golden/neighbours_cosine_10.npy");
  return path === undefined
    ? undefined
    : new Int32Array(Deno.readFileSync(path).slice(-400 * 10 * 4).buffer);
}

testOnEveryDevice(
  "the neighbors of ESC-10 clips are scikit-learn's except for ties",
  async (compute) => {
    const esc10 = readEsc10(), golden = goldenNeighbors();
    if (esc10 === undefined || golden === undefined) return;
    const { set } = esc10;
    const row = (item: number) => matrixRow(set, item);
    const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, v, j) => sum + v * b[j]!, 0);
    const cosine = (i: number, j: number) =>
      dot(row(i), row(j)) / Math.sqrt(dot(row(i), row(i)) * dot(row(j), row(j)));
    const { rows, scores } = await searchNearest(compute, { queries: set, database: set }, {
      k: 11,
    });
    for (let item = 0; item < 400; item++) {
      const others = [...rows.subarray(item * 11, (item + 1) * 11)].filter((other) =>
        other !== item
      );
      assert.ok(scores[item * 11]! > 1 - 1e-6);
      const expected = [...golden.subarray(item * 10, (item + 1) * 10)];
      const last = cosine(item, expected[9]!);
      const isTie = (other: number) => Math.abs(cosine(item, other) - last) < 1e-6;
      const found = others.slice(0, 10);
      assert.ok(found.every((other) => expected.includes(other) || isTie(other)), `clip ${item}`);
      assert.ok(expected.every((other) => found.includes(other) || isTie(other)), `clip ${item}`);
    }
  },
);

Deno.test("queries of several blocks are answered in order", async () => {
  const compute = openCpu();
  const database = matrixOf(1, Float32Array.of(0, 100, 200));
  const values = Float32Array.from({ length: 9000 }, (_, i) => i % 3 * 100 + 1);
  const options = { k: 4, metric: "euclidean" } as const;
  const { k, rows, scores } = await searchNearest(compute, {
    queries: matrixOf(1, values),
    database,
  }, options);
  assert.equal(k, 4);
  for (let query = 0; query < 9000; query++) {
    assert.equal(rows[query * 4], query % 3);
    assert.equal(scores[query * 4], 1);
    assert.equal(rows[query * 4 + 3], 0xffffffff);
    assert.equal(scores[query * 4 + 3], Infinity);
  }
  compute.close();
});

Deno.test("invalid searches are refused", async () => {
  const compute = openCpu();
  const pair = matrixOf(2, Float32Array.of(1, 2));
  const single = matrixOf(1, Float32Array.of(1, 2));
  const broken = matrixOf(2, Float32Array.of(1, 2, 3));
  const none = matrixOf(2, new Float32Array(0));
  const refused = [[pair, single], [broken, pair], [pair, broken], [none, pair]] as const;
  for (const [queries, database] of refused) {
    await assert.rejects(searchNearest(compute, { queries, database }, { k: 1 }), InputError);
  }
  for (const k of [-1, 0, 1.5, NaN, 1025, 1e12]) {
    await assert.rejects(searchNearest(compute, { queries: single, database: single }, { k }), {
      name: "InputError",
      message: `k is ${k}; expected an integer from 1 to 1024`,
    });
  }
  compute.close();
});

testOnEveryDevice(
  "rows of any length within the bounds are found, others are refused",
  async (compute) => {
    const random = new RandomStream(0, "long rows");
    const direction = Float32Array.from({ length: 8 * 20 }, () => random.normal());
    for (const scale of [1e-30, 1, 1e14]) {
      const set = matrixOf(8, direction.map((value) => value * scale));
      for (const metric of ["cosine", "euclidean"] as const) {
        const { rows, scores } = await searchNearest(compute, { queries: set, database: set }, {
          k: 1,
          metric,
        });
        assert.deepEqual([...rows], [...Array(20).keys()], `${metric} of ${scale}`);
        assert.ok(scores.every(Number.isFinite));
      }
    }
    const long = direction.with(3 * 8, 3e38);
    await assert.rejects(
      searchNearest(compute, { queries: matrixOf(8, direction), database: matrixOf(8, long) }, {
        k: 1,
      }),
      {
        name: "InputError",
        message: '"database" row 4 has length 3e+38; expected at most 1e15: scale the embeddings',
      },
    );
    const short = direction.map((value, i) => i < 8 ? 1e-41 * value : value);
    await assert.rejects(
      searchNearest(compute, { queries: matrixOf(8, short), database: matrixOf(8, direction) }, {
        k: 1,
      }),
      /"queries" row 1 has length \S+e-41; expected zero or at least 1e-35: scale the embeddings/,
    );
  },
);
