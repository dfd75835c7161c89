import assert from "node:assert/strict";
import type { Transpose } from "../../src/compute/compute.ts";
import { testOnEveryVariant } from "./devices.ts";
import {
  assertSameBits,
  assertTensor,
  kinds,
  overShapes,
  type Sample,
  sample,
  upload,
} from "./matrices.ts";
import { map, type Matrix, product, transposed } from "./oracle.ts";

const TRANSPOSES: readonly Transpose[] = ["none", "left", "right"];

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
  testOnEveryVariant(anyShape, (compute) =>
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

  const several = `a product of several blocks with transpose ${transpose} is right`;
  testOnEveryVariant(several, async (compute) => {
    const { left, right, expected } = operands(sample(133, 267, 37), transpose);
    const found = compute.tensor(133, 267);
    compute.matrixMultiply(upload(compute, left), upload(compute, right), found, { transpose });
    await assertTensor(compute, found, expected);
  });
}

testOnEveryVariant("a product takes views of one row as operands", async (compute) => {
  const row = compute.tensor(1, 256, Float32Array.from({ length: 256 }, (_, i) => i));
  const left = compute.view(row, 64, 1, 2), right = compute.view(row, 128, 2, 1);
  const found = compute.tensor(1, 1);
  compute.matrixMultiply(left, right, found);
  await assertTensor(compute, found, [[64 * 128 + 65 * 129]]);
});

testOnEveryVariant(
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

testOnEveryVariant("the same product has the same bits", (compute) => {
  const { random } = sample(61, 67, 59);
  const left = upload(compute, random(61, 59)), right = upload(compute, random(59, 67));
  return assertSameBits(() => {
    const found = compute.tensor(61, 67);
    compute.matrixMultiply(left, right, found);
    return compute.read(found);
  });
});
