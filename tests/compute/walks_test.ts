import assert from "node:assert/strict";
import type { Compute, Tensor } from "../../src/compute/compute.ts";
import { testInPieces, testOnEveryDevice } from "./devices.ts";
import { assertTensor } from "./matrices.ts";
import { testOnEveryMatrixVariant } from "./matrix_variants.ts";

/** More than the rounds that the software adapter allows for the loops of an invocation. */
const LONG = 70_000;

/** Creates a matrix with the same value everywhere. */
function filled(compute: Compute, rows: number, columns: number, value = 1): Tensor {
  return compute.tensor(rows, columns, new Float32Array(rows * columns).fill(value));
}

for (const columns of [1, 4]) {
  testOnEveryDevice(`columnSums of ${LONG} rows of ${columns}`, async (compute) => {
    const sums = compute.tensor(1, columns);
    compute.columnSums(filled(compute, LONG, columns), sums);
    await assertTensor(compute, sums, [new Array(columns).fill(LONG)], 0);
  });

  testOnEveryDevice(`gatherRowsBackward of ${LONG} rows of ${columns}`, async (compute) => {
    const indices = compute.indices(1, LONG + 3, new Uint32Array(LONG + 3).fill(1));
    const gradient = compute.tensor(2, columns);
    compute.gatherRowsBackward(filled(compute, LONG, columns), indices, 3, gradient);
    await assertTensor(compute, gradient, [0, LONG].map((sum) => new Array(columns).fill(sum)), 0);
  });
}

testOnEveryDevice(`layerNormBackward of ${LONG} rows`, async (compute) => {
  const x = compute.tensor(LONG, 2, Float32Array.from({ length: 2 * LONG }, (_, i) => i % 2));
  const statistics = compute.tensor(
    LONG,
    2,
    Float32Array.from({ length: 2 * LONG }, (_, i) => i % 2 ? 2 : 0.5),
  );
  const [gainGradient, shiftGradient] = [compute.tensor(1, 2), compute.tensor(1, 2)];
  const xGradient = compute.tensor(LONG, 2);
  const [gain, ones] = [filled(compute, 1, 2), filled(compute, LONG, 2)];
  compute.layerNormBackward(x, gain, statistics, ones, xGradient, gainGradient, shiftGradient);
  await assertTensor(compute, gainGradient, [[-LONG, LONG]], 0);
  await assertTensor(compute, shiftGradient, [[LONG, LONG]], 0);
  assert.ok((await compute.read(xGradient)).every((value) => value === 0));
});

testOnEveryMatrixVariant("sums of a product may be long", async (compute) => {
  for (const [rows, columns, depth] of [[1, 1, 300_000], [2, 1, LONG + 1], [3, 5, LONG]] as const) {
    const ones = (height: number, width: number) => filled(compute, height, width);
    const expected = Array.from({ length: rows }, () => new Array(columns).fill(depth + 1));
    const found = compute.tensor(rows, columns), bias = ones(1, columns);
    compute.matrixMultiply(ones(rows, depth), ones(depth, columns), found, { bias });
    await assertTensor(compute, found, expected, 0);
    const left = { transpose: "left", bias } as const,
      right = { transpose: "right", bias } as const;
    compute.matrixMultiply(ones(depth, rows), ones(depth, columns), found, left);
    await assertTensor(compute, found, expected, 0);
    compute.matrixMultiply(ones(rows, depth), ones(columns, depth), found, right);
    await assertTensor(compute, found, expected, 0);
  }
});

testInPieces("rows that are too long for the kernels' loops are refused", 2 ** 27, (compute) => {
  const [x, y] = [compute.tensor(1, 21_847), compute.tensor(1, 21_847)];
  assert.throws(
    () => compute.normalizeRows(x, y, compute.tensor(1, 1)),
    /^DeviceError: Cannot run kernels\/normalize_rows.wgsl on 1×21847: it takes 65541 rounds of loops, and adapters may end them after 65535; use --device cpu$/,
  );
  const [queries, scores, rows] = [
    compute.tensor(1, 32_705),
    compute.tensor(1, 1),
    compute.indices(1, 1, new Uint32Array(1)),
  ];
  assert.throws(
    () =>
      compute.nearestRows({ queries, database: queries, metric: "inner-product", scores, rows }),
    /^DeviceError: Cannot search for 1×32705 queries in 1×32705: .* at most 32704 columns; use --device cpu$/,
  );
  return Promise.resolve();
});
