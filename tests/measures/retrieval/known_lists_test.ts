// What is known of other parts changes nothing of the merged lists, and spares exact comparisons.
import assert from "node:assert/strict";
import { type Matrix, matrixOf, selectRows } from "../../../src/basics/matrix.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import type { Compute, Metric } from "../../../src/compute/compute.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { KnownLists } from "../../../src/measures/retrieval/known_lists.ts";
import { CandidateFilter } from "../../../src/measures/retrieval/candidates.ts";
import {
  emptyLists,
  mergeLists,
  type NearestLists,
} from "../../../src/measures/retrieval/nearest_lists.ts";
import { searchRows } from "../../../src/measures/retrieval/search_nearest.ts";

const METRICS: readonly Metric[] = ["cosine", "inner-product", "euclidean"];
/** Rows that come at a time, each a step of a search. */
const BLOCK = 25;

/** Rows of few different values: many are equally near to a query, some are zeros. */
function rowsWithTies(random: RandomStream, rows: number, columns: number): Matrix {
  return matrixOf(
    columns,
    Float32Array.from({ length: rows * columns }, () => random.below(3) - 1),
  );
}

function inBlocks(database: Matrix) {
  return {
    name: "blocks",
    rows: database.rows,
    *blocks(from: number, to: number) {
      for (let row = from; row < to; row += BLOCK) {
        const count = Math.min(BLOCK, to - row);
        yield selectRows(database, Array.from({ length: count }, (_, i) => row + i));
      }
    },
  };
}

function partOf(
  compute: Compute,
  queries: Matrix,
  database: Matrix,
  shape: { readonly k: number; readonly metric: Metric },
  [from, to]: readonly [number, number],
  known?: KnownLists,
): Promise<NearestLists> {
  return searchRows(compute, { queries, database: inBlocks(database) }, {
    ...shape,
    from,
    to,
    known,
  });
}

Deno.test("parts that know of others merge to the lists of one search, ties included", async () => {
  const random = new RandomStream(11, "known lists");
  const compute = openCpu();
  for (let round = 0; round < 60; round++) {
    const metric = METRICS[round % 3]!, k = 1 + random.below(8), columns = 1 + random.below(7);
    const database = rowsWithTies(random, 200 + random.below(200), columns);
    const queries = rowsWithTies(random, 1 + random.below(5), columns);
    const ends = [0, random.below(100), 100 + random.below(100), database.rows];
    const ranges = random.shuffled([0, 1, 2]).map((i) => [ends[i]!, ends[i + 1]!] as const);
    const shape = { k, metric };
    const known = new KnownLists({ ...shape, queries: queries.rows });
    const parts: NearestLists[] = [];
    for (const range of ranges) {
      parts.push(await partOf(compute, queries, database, shape, range, known));
      known.add(parts.at(-1)!);
    }
    const merged = mergeLists(parts);
    const whole = await partOf(compute, queries, database, shape, [0, database.rows]);
    assert.deepEqual([merged.rows, merged.scores], [whole.rows, whole.scores], `round ${round}`);
  }
  compute.close();
});

Deno.test("rows that may be listed in the end stay candidates, and most others do not", async () => {
  const compute = openCpu();
  const random = new RandomStream(12, "known lists");
  for (let round = 0; round < 30; round++) {
    const shape = { k: 5, metric: METRICS[round % 3]!, queries: 4 };
    const made = round % 2 === 0 ? () => random.below(3) - 1 : () => Math.fround(random.normal());
    const rows = (count: number) => matrixOf(8, Float32Array.from({ length: count * 8 }, made));
    const [queries, database] = [rows(4), rows(1000)];
    const part = (...range: [number, number]) => partOf(compute, queries, database, shape, range);
    const known = new KnownLists(shape);
    known.add(await part(500, 1000));
    const listed = new Set((await part(0, 1000)).rows.filter((row) => row < 500));
    const least = known.leastOf(emptyLists(shape, 0), 0);
    const block = matrixOf(8, database.values.slice(0, 500 * 8));
    const found = new CandidateFilter(queries, shape.metric).candidates(block, least)!;
    assert.deepEqual([...listed].filter((row) => !found.includes(row)), [], `round ${round}`);
    if (round % 2 === 1) assert.ok(found.length < 100, `${found.length} of 500`);
  }
  compute.close();
});
