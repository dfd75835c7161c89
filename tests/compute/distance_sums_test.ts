import { openWebGpu } from "../../src/compute/webgpu/open_webgpu.ts";
import type { Compute, Tensor } from "../../src/compute/compute.ts";
import { testOnEveryVariant } from "./devices.ts";
import {
  assertClose,
  assertSameBits,
  assertTensor,
  overShapes,
  sample,
  upload,
} from "./matrices.ts";
import { build, type Matrix } from "./oracle.ts";

/** Classes of sorted rows; some are empty. */
function randomStarts(rows: number, classes: number, below: (bound: number) => number): number[] {
  const inner = Array.from({ length: classes - 1 }, () => below(rows + 1)).sort((a, b) => a - b);
  return [0, ...inner, rows];
}

function run(
  compute: Compute,
  x: Matrix,
  starts: readonly number[],
  queries?: Matrix,
): Tensor {
  const sums = compute.tensor((queries ?? x).length, starts.length - 1);
  const indices = compute.indices(1, starts.length, Uint32Array.from(starts));
  const asked = queries && { queries: upload(compute, queries) };
  compute.distanceSums({ x: upload(compute, x), starts: indices, sums, ...asked });
  return sums;
}

function oracle(x: Matrix, starts: readonly number[], queries = x): Matrix {
  const distance = (i: number, j: number) =>
    Math.hypot(...queries[i]!.map((v, c) => v - x[j]![c]!));
  return build(queries.length, starts.length - 1, (i, c) => {
    let sum = 0;
    for (let j = starts[c]!; j < starts[c + 1]!; j++) sum += distance(i, j);
    return sum;
  });
}

testOnEveryVariant(
  "distanceSums, also of rows that are nearly the same",
  (compute) =>
    overShapes(70, async ({ rows, columns, inner, random, stream }) => {
      const x = random(rows, columns);
      // Some rows are close to another one, some repeat it.
      for (let row = 1; row < rows; row++) {
        const near = [0, 1e-3, undefined][stream.below(3)];
        if (near !== undefined) {
          x[row] = x[row - 1]!.map((v) => Math.fround(v + near * stream.normal()));
        }
      }
      const starts = randomStarts(rows, inner, (bound) => stream.below(bound));
      await assertTensor(compute, run(compute, x, starts), oracle(x, starts), 2e-6);
    }),
);

testOnEveryVariant("distanceSums over more rows than a block has", async (compute) => {
  const { random } = sample(2101, 5, 1);
  const x = random(2101, 5), starts = [0, 1, 900, 900, 1100, 2101];
  await assertTensor(compute, run(compute, x, starts), oracle(x, starts), 1e-6);
});

testOnEveryVariant(
  "distanceSums where every pair of a block is nearly the same",
  async (compute) => {
    // With the slow path for all pairs, an invocation takes more than 65,535 rounds of loops.
    const [rows, columns] = [1030, 260];
    const { stream } = sample(rows, columns, 1);
    const place = Array.from({ length: rows }, () => Math.fround(1e-3 * stream.normal()));
    const side = (i: number) => i < 1024 ? 9 : -9;
    const x = build(rows, columns, (i, j) => j === 0 ? side(i) : j === columns - 1 ? place[i]! : 0);
    const distance = (i: number, j: number) => Math.hypot(side(i) - side(j), place[i]! - place[j]!);
    const near = Array.from({ length: 1024 }, (_, j) => j),
      far = [1024, 1025, 1026, 1027, 1028, 1029];
    const sums = build(rows, 2, (i, c) => {
      return (c === 0 ? near : far).reduce((sum, j) => sum + distance(i, j), 0);
    });
    // Only the distances within the first class are compared: those to the other one are 10,000 times as long.
    const found = await compute.read(run(compute, x, [0, 1024, rows]));
    const own = Float32Array.from({ length: 1024 }, (_, i) => found[2 * i]!);
    assertClose(own, sums.slice(0, 1024).map(([first]) => [first!]), 2e-6);
    assertClose(found, sums, 2e-6);
  },
);

testOnEveryVariant(
  "distanceSums of queries, also of some that are nearly rows",
  (compute) =>
    overShapes(70, async ({ rows, columns, inner, random, stream }) => {
      const x = random(rows, columns), queries = random(1 + stream.below(70), columns);
      for (const query of queries.keys()) {
        const near = [0, 1e-3, undefined][stream.below(3)];
        if (near === undefined) continue;
        queries[query] = x[stream.below(rows)]!.map((v) => Math.fround(v + near * stream.normal()));
      }
      const starts = randomStarts(rows, inner, (bound) => stream.below(bound));
      const sums = run(compute, x, starts, queries);
      await assertTensor(compute, sums, oracle(x, starts, queries), 2e-6);
    }),
);

testOnEveryVariant("distanceSums of more queries and rows than a block has", async (compute) => {
  const { random } = sample(1101, 8, 1);
  const x = random(1101, 8), queries = random(1030, 8), starts = [0, 1, 500, 500, 700, 1101];
  const sums = run(compute, x, starts, queries);
  await assertTensor(compute, sums, oracle(x, starts, queries), 1e-6);
});

testOnEveryVariant("distanceSums in 70,000 classes, most of them empty", async (compute) => {
  // A loop over all classes would take more than 65,535 rounds.
  const { random, stream } = sample(8, 2, 1);
  const x = random(8, 2), starts = randomStarts(7, 70_000, (bound) => stream.below(bound));
  starts[70_000] = 8;
  const sums = compute.tensor(8, 70_000, new Float32Array(8 * 70_000).fill(3));
  const indices = compute.indices(1, 70_001, Uint32Array.from(starts));
  compute.distanceSums({ x: upload(compute, x), starts: indices, sums });
  await assertTensor(compute, sums, oracle(x, starts), 2e-6);
  compute.release(sums, indices);
});

testOnEveryVariant("the same distanceSums have the same bits", (compute) => {
  const x = sample(1301, 12, 1).random(1301, 12);
  return assertSameBits(() => compute.read(run(compute, x, [0, 400, 1301])));
});

Deno.test("distanceSums of rows and sums that are larger than a binding", async () => {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) return console.warn("SKIPPED: no WebGPU adapter answers");
  // Of 200 rows 64 fit.
  const compute = await openWebGpu(adapter, { bindingBytes: 2 ** 18 });
  const { random } = sample(200, 400, 1);
  const x = random(200, 400), starts = Array.from({ length: 401 }, (_, c) => Math.floor(c / 2));
  await assertTensor(compute, run(compute, x, starts), oracle(x, starts), 2e-6);
  const queries = random(130, 400);
  await assertTensor(compute, run(compute, x, starts, queries), oracle(x, starts, queries), 2e-6);
  compute.close();
});
