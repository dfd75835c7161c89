import assert from "node:assert/strict";
import type { Compute, Transpose } from "../../../src/compute/compute.ts";
import { testInPieces } from "../devices.ts";
import { assertTensor, sample, upload } from "../matrices.ts";
import { map, product, transposed } from "../oracle.ts";

/** Largest binding in bytes: 64 rows of 255, or of 252 with the padding. */
const LIMIT = 2 ** 16;
const WIDEST = 252;

/** The operands that exceed the limit: rows × columns of the product, and the inner size. */
const SHAPES: [what: string, rows: number, columns: number, inner: number][] = [
  ["left and product", 501, 37, 41],
  ["left alone", 350, 7, 235],
  ["left alone, many inner", 235, 7, 350],
  ["right alone", 5, 203, 245],
  ["right, whose padding exceeds", 3, 126, 130],
  ["all three", 243, 187, 231],
  ["the product alone", 597, 131, 3],
  ["nothing", 128, 128, 128],
];

for (const transpose of ["none", "left", "right"] as Transpose[]) {
  for (const [what, rows, columns, inner] of SHAPES) {
    if ((transpose === "left" ? rows : inner) > WIDEST) continue;
    const name = `a product in pieces is right: ${what}, transpose ${transpose}`;
    testInPieces(name, LIMIT, (compute) => check(compute, rows, columns, inner, transpose));
  }
}

async function check(
  compute: Compute,
  rows: number,
  columns: number,
  inner: number,
  transpose: Transpose,
): Promise<void> {
  const { random } = sample(rows, columns, inner);
  const [left, right, bias] = [random(rows, inner), random(inner, columns), random(1, columns)];
  const expected = map(product(left, right), (value, _, j) => value + bias[0]![j]!);
  const found = compute.tensor(rows, columns), output = compute.tensor(rows, columns);
  compute.matrixMultiply(
    upload(compute, transpose === "left" ? transposed(left) : left),
    upload(compute, transpose === "right" ? transposed(right) : right),
    found,
    { transpose, bias: upload(compute, bias), activation: { kind: "relu", output } },
  );
  await assertTensor(compute, found, expected);
  await assertTensor(compute, output, map(expected, (value) => Math.max(value, 0)));
}

testInPieces("a matrix too wide to bind 64 of its rows is refused", LIMIT, (compute) => {
  const [left, right] = [compute.tensor(3, 53), compute.tensor(53, 1311)];
  assert.throws(
    () => compute.matrixMultiply(left, right, compute.tensor(3, 1311)),
    /^DeviceError: Cannot bind a \d+×1\d+ tensor .*, the device binds at most 65536/,
  );
  return Promise.resolve();
});
