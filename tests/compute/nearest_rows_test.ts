import assert from "node:assert/strict";
import { type Metric, NO_ROW } from "../../src/compute/compute.ts";
import { testInPieces, testOnEveryDevice, testOnEveryVariant } from "./devices.ts";
import { assertSameBits, overShapes, type Sample, sample, upload } from "./matrices.ts";
import { type Answer, type Groups, METRICS, search } from "./nearest.ts";
import { dot, map, type Matrix } from "./oracle.ts";

/** Computes scores by definition; a distance becomes a score by its negative. */
function scoreOf(metric: Metric, x: number[], y: number[]): number {
  if (metric === "inner-product") return dot(x, y);
  if (metric === "euclidean") return -Math.sqrt(x.reduce((sum, v, j) => sum + (v - y[j]!) ** 2, 0));
  const lengths = Math.sqrt(dot(x, x)) * Math.sqrt(dot(y, y));
  return lengths === 0 ? 0 : dot(x, y) / lengths;
}

/** Compares scores: falling, then NaN. */
const falling = (a: number, b: number) =>
  Number.isNaN(a) || Number.isNaN(b) ? Number(Number.isNaN(a)) - Number(Number.isNaN(b)) : b - a;

/** Fails unless an answer matches the definition except for the order of scores within a tolerance. */
function assertNearest(
  { scores, rows }: Answer,
  metric: Metric,
  queries: Matrix,
  database: Matrix,
  k: number,
  groups?: Groups,
  tolerance = 2e-6,
): void {
  queries.forEach((query, q) => {
    const all = database.map((row) => scoreOf(metric, query, row));
    const allowed = all.filter((_, row) => !groups || groups.database[row] !== groups.queries[q]);
    const expected = allowed.sort(falling).slice(0, k);
    const found = [...rows.subarray(q * k, (q + 1) * k)];
    const sign = metric === "euclidean" ? -1 : 1;
    const values = [...scores.subarray(q * k, (q + 1) * k)].map((score) => sign * score);
    const filled = found.slice(0, expected.length);
    assert.equal(new Set(filled).size, filled.length, "a row is named twice");
    assert.ok(found.slice(filled.length).every((row) => row === NO_ROW));
    assert.ok(values.slice(filled.length).every((score) => score === -Infinity));
    const finite = all.filter(Number.isFinite).map(Math.abs);
    const near = tolerance * Math.max(1e-6, ...finite);
    expected.forEach((score, i) => {
      const row = found[i]!;
      assert.ok(row < database.length, `query ${q} names row ${row}`);
      if (groups) assert.notEqual(groups.database[row], groups.queries[q]);
      const close = (value: number) => Object.is(value, score) || Math.abs(value - score) <= near;
      const message = `query ${q}, place ${i}: ${values[i]} of row ${row}, ${
        all[row]
      }, is not ${score}`;
      assert.ok(close(values[i]!) && close(all[row]!), message);
      if (i === 0) return;
      const order = falling(values[i - 1]!, values[i]!);
      assert.ok(order < 0 || (order === 0 && found[i - 1]! < row), `order at ${q}, ${i}`);
    });
  });
}

function someGroups({ stream }: Sample, queries: number, database: number): Groups {
  const ids = (count: number) => Array.from({ length: count }, () => stream.below(4));
  return { queries: ids(queries), database: ids(database) };
}

testOnEveryVariant(
  "nearestRows returns the nearest rows, for any shape, with and without groups",
  (compute) =>
    overShapes(80, async (some) => {
      const { rows, columns, inner, random, stream } = some;
      const queries = random(rows, inner), database = random(columns, inner);
      database[stream.below(columns)] = database[0]!;
      database[stream.below(columns)] = new Array(inner).fill(0);
      for (const metric of METRICS) {
        const k = 1 + stream.below(columns + 3);
        for (const groups of [undefined, someGroups(some, rows, columns)]) {
          const answer = await search(compute, metric, queries, database, k, groups);
          assertNearest(answer, metric, queries, database, k, groups);
        }
      }
    }),
);

testOnEveryVariant(
  "nearestRows ranks whole numbers exactly, ties by the lower row, NaN last",
  (compute) =>
    overShapes(70, async ({ rows, columns, inner, random, stream }) => {
      const whole = (matrix: Matrix) => map(matrix, (value) => Math.round(2 * value) || 0);
      const queries = whole(random(rows, inner)), database = whole(random(columns, inner));
      for (let i = 0; i < 3; i++) database[stream.below(columns)]![stream.below(inner)] = NaN;
      const k = 1 + stream.below(columns);
      const { scores, rows: found } = await search(
        compute,
        "inner-product",
        queries,
        database,
        k,
      );
      const expected = queries.map((query) => {
        const all = database.map((row) => dot(query, row) || 0);
        const isNaN = database.map((row) => row.some(Number.isNaN));
        all.forEach((_, row) => all[row] = isNaN[row] ? NaN : all[row]!);
        const order = all.map((_, row) => row).sort((a, b) => falling(all[a]!, all[b]!) || a - b);
        return order.slice(0, k).map((row) => [row, all[row]!]);
      }).flat();
      assert.deepEqual([...found], expected.map(([row]) => row));
      assert.deepEqual([...scores], expected.map(([, score]) => score));
    }),
);

testOnEveryVariant("nearestRows of many rows, in any order", async (compute) => {
  const { random } = sample(5, 3001, 8);
  const queries = random(5, 8), database = random(3001, 8);
  const byFirst = database.toSorted((a, b) => dot(queries[0]!, a) - dot(queries[0]!, b));
  for (const rows of [database, byFirst, byFirst.toReversed()]) {
    for (const metric of METRICS) {
      for (const k of [10, 1024]) {
        assertNearest(await search(compute, metric, queries, rows, k), metric, queries, rows, k);
      }
    }
  }
});

// Here an invocation that keeps lists of 1,024 for 4 queries loops down its heaps more than 65,535 times, where
// lavapipe ends loops: the strips must be cut for it.
testOnEveryDevice("nearestRows fills long lists of many queries", async (compute) => {
  const { random } = sample(132, 3001, 8);
  const queries = random(132, 8);
  const rows = random(3001, 8).sort((a, b) => dot(queries[0]!, a) - dot(queries[0]!, b));
  const answer = await search(compute, "inner-product", queries, rows, 1024);
  assertNearest(answer, "inner-product", queries, rows, 1024);
});

testOnEveryVariant("nearestRows of more queries than one block holds", async (compute) => {
  const { random } = sample(2111, 37, 3);
  const queries = random(2111, 3), database = random(37, 3);
  for (const metric of METRICS) {
    const answer = await search(compute, metric, queries, database, 3);
    assertNearest(answer, metric, queries, database, 3);
  }
});

testOnEveryDevice(
  "rows that beat a score are found, and no other takes their place",
  async (compute) => {
    const { random } = sample(40, 301, 12);
    const queries = random(40, 12), database = random(301, 12);
    const k = 6;
    for (const metric of METRICS) {
      const whole = await search(compute, metric, queries, database, k);
      // What two, all and none of the rows beat, and what says nothing.
      const toBeat = Float32Array.from(queries, (_, q) => {
        const beaten = metric === "euclidean" ? 1e6 : -1e6;
        return [whole.scores[q * k + 2]!, beaten, -beaten, NaN][q % 4]!;
      });
      const some = await search(compute, metric, queries, database, k, undefined, toBeat);
      const sign = metric === "euclidean" ? -1 : 1;
      queries.forEach((_, q) => {
        const count = [2, k, 0, k][q % 4]!;
        const [start, end] = [q * k, q * k + count];
        assert.deepEqual(some.rows.slice(start, end), whole.rows.slice(start, end));
        assert.deepEqual(some.scores.slice(start, end), whole.scores.slice(start, end));
        for (let at = end; at < (q + 1) * k; at++) {
          const isLeftOut = some.rows[at] === NO_ROW && some.scores[at] === -sign * Infinity;
          assert.ok(
            isLeftOut || sign * some.scores[at]! <= sign * toBeat[q]!,
            `query ${q} at ${at}`,
          );
        }
      });
    }
  },
);

testOnEveryVariant("small distances far from zero keep their digits", async (compute) => {
  const { random } = sample(20, 90, 12);
  const far = (matrix: Matrix) => map(matrix, (value) => Math.fround(1000 + value / 10));
  const queries = far(random(20, 12)), database = far(random(90, 12));
  const answer = await search(compute, "euclidean", queries, database, 20);
  assertNearest(answer, "euclidean", queries, database, 20, undefined, 1e-5);
});

testOnEveryVariant(
  "a query or a row that is not finite ranks last and harms no other",
  async (compute) => {
    const { random } = sample(6, 40, 5);
    const queries = random(6, 5), database = random(40, 5);
    const clean = await Promise.all(METRICS.map((m) => search(compute, m, queries, database, 3)));
    const spoiled = [...queries.slice(0, 5), [1, NaN, 1, 1, 1], [1, Infinity, 1, 1, 1]];
    const rows = [...database, [0, 0, NaN, 0, 0], [-Infinity, 0, 0, 0, 0]];
    for (const [i, metric] of METRICS.entries()) {
      const answer = await search(compute, metric, spoiled, rows, 3);
      if (metric === "inner-product") continue;
      assert.deepEqual(answer.rows.slice(0, 15), clean[i]!.rows.slice(0, 15));
      assert.deepEqual([...answer.rows.slice(15, 18)], [0, 1, 2]);
      assert.ok(answer.scores.slice(15, 21).every((score) => !Number.isFinite(score)));
    }
  },
);

testOnEveryDevice("one tensor can be queries and database", async (compute) => {
  const points = sample(30, 7, 1).random(30, 7);
  const tensor = upload(compute, points);
  const scores = compute.tensor(30, 2), rows = compute.indices(30, 2, new Uint32Array(60));
  compute.nearestRows({ queries: tensor, database: tensor, metric: "euclidean", scores, rows });
  const found = await compute.readIndices(rows);
  assert.deepEqual([...found].filter((_, at) => at % 2 === 0), points.map((_, i) => i));
  assert.equal((await compute.read(scores))[0], 0);
});

for (const width of [12, 13]) {
  testInPieces(
    `nearestRows of width ${width} gives the same result in pieces`,
    2 ** 15,
    async (compute) => {
      const some = sample(150, 900, width);
      const queries = some.random(150, width), database = some.random(900, width);
      const groups = someGroups(some, 150, 900);
      for (const metric of METRICS) {
        const answer = await search(compute, metric, queries, database, 9, groups);
        assertNearest(answer, metric, queries, database, 9, groups);
      }
    },
  );
}

testOnEveryVariant("nearestRows gives the same bits twice", async (compute) => {
  const { random } = sample(70, 500, 33);
  const queries = random(70, 33), database = random(500, 33);
  for (const metric of METRICS) {
    await assertSameBits(async () => {
      const { scores, rows } = await search(compute, metric, queries, database, 20);
      return Float32Array.of(...scores, ...rows);
    });
  }
});
