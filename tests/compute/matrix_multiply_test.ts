import assert from "node:assert/strict";
import type { Transpose } from "../../src/compute/compute.ts";
import {
  assertSameBits,
  assertTensor,
  kinds,
  overShapes,
  type Sample,
  sample,
  upload,
} from "./matrices.ts";
import { testOnEveryMatrixVariant } from "./matrix_variants.ts";
import { gelu, map, type Matrix, product, transposed } from "./oracle.ts";

const TRANSPOSES: readonly Transpose[] = ["none", "left", "right"];

/** Rows, columns and depth just below and above the sizes of tiles, blocks, vectors of four and rows of texels. */
const EDGES: [rows: number, columns: number, depth: number][] = [
  ...[[1, 64, 1], [64, 1, 1], [1, 64, 64], [1, 65, 36], [64, 1, 64], [67, 1, 36]],
  ...[[11, 15, 3], [12, 16, 4], [13, 17, 5], [24, 64, 16], [25, 66, 18]],
  ...[[31, 36, 100], [32, 32, 32], [33, 100, 12], [64, 64, 64], [65, 64, 68], [64, 68, 65]],
  ...[[133, 267, 37], [260, 256, 24]],
] as [number, number, number][];

function operands(
  { rows, columns, inner, random }: Sample,
  transpose: Transpose,
): { left: Matrix; right: Matrix; expected: Matrix } {
  const left = random(rows, inner), right = random(inner, columns);
  return {
    left: transpose === "left" ? transposed(left) : left,
    right: transpose === "right" ? transposed(right) : right,
    expected: product(left, right),
  };
}

for (const transpose of TRANSPOSES) {
  const anyShape = `a product with transpose ${transpose} is right for any shape`;
  testOnEveryMatrixVariant(anyShape, (compute) =>
    overShapes(70, async (shape) => {
      const { left, right, expected } = operands(shape, transpose);
      const bias = shape.random(1, shape.columns);
      const plain = compute.tensor(shape.rows, shape.columns);
      const biased = compute.tensor(shape.rows, shape.columns);
      const [l, r, b] = [left, right, bias].map((matrix) => upload(compute, matrix));
      compute.matrixMultiply(l!, r!, plain, { transpose });
      compute.matrixMultiply(l!, r!, biased, { transpose, bias: b! });
      await assertTensor(compute, plain, expected);
      await assertTensor(compute, biased, map(expected, (value, _, j) => value + bias[0]![j]!));
      compute.release(l!, r!, b!, plain, biased);
    }));

  const edges = `a product with transpose ${transpose} is right at the edges of tiles and blocks`;
  testOnEveryMatrixVariant(edges, async (compute) => {
    for (const [rows, columns, inner] of EDGES) {
      const { left, right, expected } = operands(sample(rows, columns, inner), transpose);
      const [l, r] = [left, right].map((matrix) => upload(compute, matrix));
      const found = compute.tensor(rows, columns);
      compute.matrixMultiply(l!, r!, found, { transpose });
      await assertTensor(compute, found, expected);
      compute.release(l!, r!, found);
    }
  });
}

const ACTIVATIONS = { relu: (x: Matrix) => map(x, (value) => Math.max(value, 0)), gelu };

for (const kind of ["relu", "gelu"] as const) {
  const name = `${kind} of a product is right at the edges of tiles and blocks`;
  testOnEveryMatrixVariant(name, async (compute) => {
    for (const [rows, columns, inner] of EDGES) {
      const shape = sample(rows, columns, inner);
      // The series of the oracle's erf ends too early for large numbers.
      const left = map(shape.random(rows, inner), (value) => value / 8);
      const right = shape.random(inner, columns), bias = shape.random(1, columns);
      const expected = product(left, right);
      const [l, r, b] = [left, right, bias].map((matrix) => upload(compute, matrix));
      const found = compute.tensor(rows, columns), output = compute.tensor(rows, columns);
      compute.matrixMultiply(l!, r!, found, { bias: b!, activation: { kind, output } });
      const biased = map(expected, (value, _, j) => value + bias[0]![j]!);
      await assertTensor(compute, found, biased);
      await assertTensor(compute, output, ACTIVATIONS[kind](biased));
      compute.release(l!, r!, b!, found, output);
    }
  });
}

testOnEveryMatrixVariant("the activation of a product has an operation's bits", async (compute) => {
  const { random } = sample(61, 64, 60);
  const left = upload(compute, random(61, 60)), right = upload(compute, random(60, 64));
  const found = compute.tensor(61, 64), output = compute.tensor(61, 64), y = compute.tensor(61, 64);
  compute.matrixMultiply(left, right, found, { activation: { kind: "relu", output } });
  compute.relu(found, y);
  assert.deepEqual(await compute.read(output), await compute.read(y));
  compute.write(left, (await compute.read(left)).fill(NaN));
  compute.matrixMultiply(left, right, found, { activation: { kind: "relu", output } });
  assert.ok((await compute.read(output)).every(Number.isNaN));
});

testOnEveryMatrixVariant("a product takes views of one row as operands", async (compute) => {
  const row = compute.tensor(1, 256, Float32Array.from({ length: 256 }, (_, i) => i));
  const left = compute.view(row, 64, 1, 2), right = compute.view(row, 128, 2, 1);
  const found = compute.tensor(1, 1);
  compute.matrixMultiply(left, right, found);
  await assertTensor(compute, found, [[64 * 128 + 65 * 129]]);
});

testOnEveryMatrixVariant(
  "NaN and infinity stay in their row and column of a product",
  async (compute) => {
    const left = compute.tensor(3, 2, Float32Array.of(1, NaN, Infinity, 1, 1, 1));
    const right = compute.tensor(2, 3, Float32Array.of(1, 1, -1, 1, 1, 1));
    const found = compute.tensor(3, 3);
    compute.matrixMultiply(left, right, found);
    assert.deepEqual(kinds(await compute.read(found)), [
      ...["nan", "nan", "nan"],
      ...["inf", "inf", "-inf"],
      ...["finite", "finite", "finite"],
    ]);
  },
);

testOnEveryMatrixVariant("the same product has the same bits", (compute) => {
  const { random } = sample(61, 67, 59);
  const left = upload(compute, random(61, 59)), right = upload(compute, random(59, 67));
  return assertSameBits(() => {
    const found = compute.tensor(61, 67);
    compute.matrixMultiply(left, right, found);
    return compute.read(found);
  });
});

testOnEveryMatrixVariant(
  "a product may take more work groups than a grid is wide",
  async (compute) => {
    const rows = 2_100_000;
    const values = Float32Array.from({ length: rows }, (_, i) => i);
    const left = compute.tensor(rows, 1, values), right = compute.tensor(1, 1, Float32Array.of(2));
    const found = compute.tensor(rows, 1);
    compute.matrixMultiply(left, right, found);
    const wrong = (await compute.read(found)).findIndex((value, i) => value !== Math.fround(2 * i));
    assert.equal(wrong, -1);
    compute.release(left, right, found);
  },
);
