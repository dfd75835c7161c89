import assert from "node:assert/strict";
import { InputError } from "../../../src/basics/errors.ts";
import { type Matrix, matrixOf, selectRows } from "../../../src/basics/matrix.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { type Compute, type Metric, NO_ROW } from "../../../src/compute/compute.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { assembleCandidates } from "../../../scripts/make_candidates.ts";
import { CandidateFilter } from "../../../src/measures/retrieval/candidates.ts";
import { mergeLists } from "../../../src/measures/retrieval/nearest_lists.ts";
import { packLists, unpackLists } from "../../../src/measures/retrieval/packed_lists.ts";
import { searchRows } from "../../../src/measures/retrieval/search_nearest.ts";
import { SearchRun } from "../../../src/measures/retrieval/search_run.ts";
import { testOnEveryDevice } from "../../compute/devices.ts";

const METRICS: readonly Metric[] = ["cosine", "inner-product", "euclidean"];

/** Random rows; some are replaced by earlier ones, by their multiples, or by zeros. */
function rowsWithTies(random: RandomStream, rows: number, columns: number): Matrix {
  const values = Float32Array.from({ length: rows * columns }, () => random.normal());
  for (let row = 1; row < rows; row++) {
    const kind = random.below(8);
    const own = values.subarray(row * columns, (row + 1) * columns);
    const earlier = random.below(row) * columns;
    if (kind === 0) own.fill(0);
    if (kind === 1) own.set(values.subarray(earlier, earlier + columns));
    if (kind === 2) own.forEach((_, i) => own[i] = 2 * values[earlier + i]!);
  }
  return matrixOf(columns, values);
}

/** One search on the device, of the whole database at once. */
async function whole(
  compute: Compute,
  queries: Matrix,
  database: Matrix,
  k: number,
  metric: Metric,
) {
  const tensors = {
    queries: compute.tensor(queries.rows, queries.columns, queries.values),
    database: compute.tensor(database.rows, database.columns, database.values),
    scores: compute.tensor(queries.rows, k),
    rows: compute.indices(queries.rows, k, new Uint32Array(queries.rows * k)),
  };
  compute.nearestRows({ ...tensors, metric });
  const scores = await compute.read(tensors.scores), rows = await compute.readIndices(tensors.rows);
  compute.release(...Object.values(tensors));
  return { scores, rows };
}

const bits = (scores: Float32Array) => [...new Uint32Array(scores.slice().buffer)];

/** A database in blocks whose lengths `next` gives. */
function cut(database: Matrix, next: () => number) {
  return {
    name: "blocks",
    rows: database.rows,
    *blocks(from: number, to: number) {
      for (let row = from; row < to;) {
        const count = Math.min(next(), to - row);
        yield selectRows(database, Array.from({ length: count }, (_, i) => row + i));
        row += count;
      }
    },
  };
}

testOnEveryDevice("blocks and parts of any size give the bits of one search", async (compute) => {
  const random = new RandomStream(3, "blocks of a search");
  for (let round = 0; round < 12; round++) {
    const columns = 1 + random.below(14), k = 1 + random.below(round % 2 ? 40 : 6);
    const database = rowsWithTies(random, 1 + random.below(40), columns);
    const queries = rowsWithTies(random, 1 + random.below(9), columns);
    const most = round % 3 === 0 ? 1 : 1 + random.below(30);
    const metric = METRICS[round % 3]!;
    const expected = await whole(compute, queries, database, k, metric);
    const blocks = cut(database, () => 1 + random.below(most));
    const middle = random.below(database.rows + 1);
    const parts = [
      await searchRows(compute, { queries, database: blocks }, { k, metric, from: middle }),
      await searchRows(compute, { queries, database: blocks }, { k, metric, to: middle }),
    ];
    const merged = mergeLists(parts.map((part) => unpackLists(packLists(part), "part")));
    const streamed = await searchRows(compute, { queries, database: blocks }, { k, metric });
    for (const found of [streamed, merged]) {
      assert.deepEqual([...found.rows], [...expected.rows], `round ${round}`);
      assert.deepEqual(bits(found.scores), bits(expected.scores), `round ${round}`);
    }
    checkAgainstOracle(streamed, queries, database, metric);
  }
});

function scoreOf(x: Float32Array, y: Float32Array, metric: Metric): number {
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, v, i) => sum + v * b[i]!, 0);
  if (metric === "euclidean") return -Math.hypot(...x.map((v, i) => v - y[i]!));
  const lengths = metric === "cosine" ? Math.sqrt(dot(x, x) * dot(y, y)) : 1;
  return lengths === 0 ? 0 : dot(x, y) / lengths;
}

/** Each list holds the best scores, and each of its rows the score that stands beside it. */
function checkAgainstOracle(
  { k, scores, rows }: { k: number; scores: Float32Array; rows: Uint32Array },
  queries: Matrix,
  database: Matrix,
  metric: Metric,
) {
  const rowOf = (set: Matrix, row: number) => selectRows(set, [row]).values;
  for (let query = 0; query < queries.rows; query++) {
    const all = Array.from(
      { length: database.rows },
      (_, row) => scoreOf(rowOf(queries, query), rowOf(database, row), metric),
    );
    const best = all.toSorted((a, b) => b - a);
    for (let at = 0; at < k; at++) {
      const row = rows[query * k + at]!;
      if (at >= database.rows) {
        assert.equal(row, NO_ROW);
        continue;
      }
      const score = (metric === "euclidean" ? -1 : 1) * scores[query * k + at]!;
      const near = 1e-5 * Math.max(1, Math.abs(best[at]!));
      assert.ok(Math.abs(score - best[at]!) < near && Math.abs(score - all[row]!) < near);
    }
  }
}

testOnEveryDevice("no row that belongs on a list is left out as no candidate", async (compute) => {
  const random = new RandomStream(5, "candidates");
  let total = 0;
  for (const metric of METRICS) {
    for (const [columns, scale] of [[1, 1], [7, 1e-6], [24, 1], [130, 1e8]] as const) {
      const all = rowsWithTies(random, 3000, columns);
      const database = matrixOf(columns, all.values.map((value) => value * scale));
      const queries = matrixOf(
        columns,
        rowsWithTies(random, 11, columns).values.map((v) => v * scale),
      );
      const early = matrixOf(columns, database.values.subarray(0, 1000 * columns));
      const late = matrixOf(columns, database.values.subarray(1000 * columns));
      const before = await whole(compute, queries, early, 5, metric);
      const after = await whole(compute, queries, database, 5, metric);
      const filter = new CandidateFilter(queries, metric);
      const candidates = new Set(filter.candidates(late, { k: 5, ...before }));
      const entered = [...after.rows].filter((row) => row >= 1000);
      total += entered.length;
      assert.ok(entered.every((row) => candidates.has(row - 1000)), `${metric} of ${columns}`);
      // Of 2,000 rows, 11 lists of 5 take about 55 ln 3; rows of one column have few cosines.
      if (columns === 24) assert.ok(candidates.size < 600, `${candidates.size} candidates`);
    }
  }
  assert.ok(total > 100, `${total} rows entered`);
});

testOnEveryDevice(
  "a search that looks for candidates gives the bits of one that does not",
  async (compute) => {
    const random = new RandomStream(6, "long search");
    const database = rowsWithTies(random, 30_000, 8), queries = rowsWithTies(random, 6, 8);
    for (const metric of METRICS) {
      const expected = await whole(compute, queries, database, 10, metric);
      const found = await searchRows(compute, { queries, database: cut(database, () => 5000) }, {
        k: 10,
        metric,
      });
      assert.deepEqual([...found.rows], [...expected.rows], metric);
      assert.deepEqual(bits(found.scores), bits(expected.scores), metric);
    }
  },
);

Deno.test("candidates of vectors that float32 cannot scale are not guessed", () => {
  const queries = matrixOf(2, Float32Array.of(1, 0));
  const filter = new CandidateFilter(queries, "inner-product");
  const lists = { k: 1, scores: Float32Array.of(5) };
  assert.equal(filter.candidates(matrixOf(2, Float32Array.of(1e13, 0)), lists), undefined);
  assert.deepEqual(
    filter.candidates(matrixOf(2, Float32Array.of(1, 0, 9, 0)), lists),
    Uint32Array.of(1),
  );
});

Deno.test("the bytes of the candidates' kernel are those of its source", async () => {
  const path = new URL("../../../src/measures/retrieval/candidates_binary.ts", import.meta.url);
  assert.equal(await Deno.readTextFile(path), await assembleCandidates());
});

Deno.test("an aborted search ends, and rows that change under it are refused", async () => {
  const compute = openCpu();
  const queries = matrixOf(1, Float32Array.of(1));
  const database = matrixOf(1, new Float32Array(100).fill(1));
  const controller = new AbortController();
  let done = 0;
  const onProgress = (report: { done: number }) => {
    done = report.done;
    if (done === 20) controller.abort(new Error("enough"));
  };
  const blocks = cut(database, () => 10);
  const options = { k: 1, onProgress, signal: controller.signal };
  await assert.rejects(searchRows(compute, { queries, database: blocks }, options), {
    message: "enough",
  });
  assert.equal(done, 20);
  const short = { ...blocks, rows: 101, blocks: () => blocks.blocks(0, 100) };
  await assert.rejects(searchRows(compute, { queries, database: short }, { k: 1 }), InputError);
  await assert.rejects(
    searchRows(compute, { queries, database: blocks }, { k: 1, from: 5, to: 101 }),
    {
      message: 'Rows 5 to 101 of "blocks", which has 100; expected a range of them',
    },
  );
  compute.close();
});

Deno.test("a row that cannot be computed with is named by its own file", async () => {
  const compute = openCpu();
  const run = new SearchRun(compute, matrixOf(1, Float32Array.of(1)), { k: 1 });
  const block = { ...matrixOf(1, Float32Array.of(1, NaN)), source: { name: "db/3", row: 40 } };
  await assert.rejects(run.add(block), {
    message: '"db/3" row 42 holds NaN in column 1; expected finite numbers',
  });
  compute.close();
});

Deno.test("lists that do not belong together, and bytes that are no lists, are refused", () => {
  const list = { k: 1, metric: "cosine" as const, queries: 1 };
  const part = (from: number, to: number) => ({
    ...list,
    from,
    to,
    scores: Float32Array.of(0.5),
    rows: Uint32Array.of(from),
  });
  assert.throws(() => mergeLists([]), { message: "No lists to merge; expected at least one" });
  assert.throws(() => mergeLists([part(0, 3), part(5, 6)]), {
    message: "Rows 3 to 5 are in no part; expected each row in one",
  });
  assert.throws(() => mergeLists([part(0, 3), part(2, 6)]), {
    message: "Rows 2 to 3 are in two parts; expected each row in one",
  });
  assert.throws(() => mergeLists([part(0, 3), { ...part(3, 6), k: 2 }]), /have k 1, .* have 2/);
  const bytes = packLists(part(7, 9));
  assert.deepEqual(unpackLists(bytes, "x"), part(7, 9));
  assert.throws(() => unpackLists(bytes.subarray(0, -1), "x"), /says 8 bytes of lists, it holds 7/);
  assert.throws(() => unpackLists(packLists({ ...part(7, 9), rows: Uint32Array.of(9) }), "x"), {
    message:
      'Cannot read "x": it has row 9, and its first line rows 7 to 9; search this part again',
  });
  for (const text of ["", "{}\n", "[1]\n", "null\n", '{"schema":"earnest/nearest-lists/1"}\n']) {
    assert.throws(() => unpackLists(new TextEncoder().encode(text), "x"), InputError);
  }
});

Deno.test("a slow machine searches steps of many rows, not ever fewer", async () => {
  using compute = openCpu();
  const random = new RandomStream(5, "a slow machine");
  const database = rowsWithTies(random, 12_000, 3), queries = rowsWithTies(random, 7, 3);
  const expected = await whole(compute, queries, database, 4, "cosine");
  const { now } = performance;
  let readings = 0;
  // A clock by which every step takes five seconds, however few its rows.
  performance.now = () => 5000 * readings++;
  const done: number[] = [];
  const run = new SearchRun(compute, queries, { k: 4 });
  try {
    await run.add(database, (rows) => void done.push(rows));
  } finally {
    performance.now = now;
  }
  assert.equal(done.at(-1), 12_000);
  assert.ok(done.length <= 20, `${done.length} steps`);
  assert.deepEqual(run.lists.rows, expected.rows);
});
