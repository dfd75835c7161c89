import assert from "node:assert/strict";
import { assemble } from "../../../scripts/make_wasm.ts";
import { type Matrix, matrixOf } from "../../../src/basics/matrix.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { greatestCosines, measured } from "../../../src/audit/trainings/cosines.ts";
import { errorOfProducts, productsOf } from "../../../src/audit/trainings/row_products.ts";
import { LENGTH } from "../../../src/measures/retrieval/cut_row.ts";

type IsLeftOut = (row: number, other: number) => boolean;

/** The inner product of two rows in float64, in the order of the columns. */
function inner(
  { columns, values: x }: Matrix,
  i: number,
  { values: y }: Matrix,
  j: number,
): number {
  let sum = 0;
  for (let c = 0; c < columns; c++) sum += x[i * columns + c]! * y[j * columns + c]!;
  return sum;
}

/** The cosine of two rows, by its definition. */
function cosineOf(a: Matrix, i: number, b: Matrix, j: number): number {
  const squares = inner(a, i, a, i) * inner(b, j, b, j);
  return squares > 0 ? inner(a, i, b, j) / Math.sqrt(squares) : 0;
}

/** The greatest cosines, by their definition. */
function plainly(
  a: Matrix,
  rows: readonly number[],
  b: Matrix,
  others: readonly number[],
  isLeftOut: IsLeftOut,
): number[] {
  return rows.map((row) =>
    others.filter((other) => !isLeftOut(row, other))
      .reduce((most, other) => Math.max(most, cosineOf(a, row, b, other)), -Infinity)
  );
}

/** Rows of all lengths that float32 has: zeros, copies, multiples, near copies, single large values. */
function hardRows(random: RandomStream, rows: number, columns: number): Matrix {
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const own = values.subarray(row * columns, (row + 1) * columns);
    const kind = random.below(8);
    const earlier = columns * random.below(Math.max(1, row));
    const copied = values.slice(earlier, earlier + columns);
    if (kind === 0 || row > 0 && kind < 4) {
      // Zeros in the first row; then copies, their multiples, and copies but for the last bits of some values.
      own.set(
        copied.map((value) =>
          kind === 1
            ? 3 * value
            : kind === 2 && random.below(4) === 0
            ? value * (1 + 2 ** -22 * random.normal())
            : value
        ),
      );
    } else if (kind < 7) {
      const scale = [1, 1e-40, 1e-30, 1e15, 1e37][random.below(5)]!;
      own.set(own.map(() => scale * random.normal()));
    } else if (random.below(3) > 0) {
      own.set(own.map(() => 1e-3 * random.normal()));
      own[random.below(columns)] = random.below(2) === 0 ? 1 : -1;
    }
  }
  return matrixOf(columns, values);
}

/** Some numbers below a count, with repetitions. */
function someOf(random: RandomStream, count: number, most: number): number[] {
  return count === 0 ? [] : Array.from({ length: random.below(most) }, () => random.below(count));
}

Deno.test("the greatest cosines are those of plain sums, bit for bit", () => {
  const random = new RandomStream(7, "cosines");
  for (let round = 0; round < 400; round++) {
    const columns = 1 + random.below(67);
    const [x, y] = [
      hardRows(random, random.below(41), columns),
      hardRows(random, random.below(41), columns),
    ];
    // Rows meet those of their own matrix, as items do, or others.
    const other = round % 2 === 0 ? x : y;
    const [rows, others] = [someOf(random, x.rows, 41), someOf(random, other.rows, 41)];
    const groups = [0, 1, 2, 5][round % 4]!;
    const isLeftOut: IsLeftOut = groups === 0 ? () => false : (i, j) => (i - j) % groups === 0;
    assert.deepEqual(
      greatestCosines(measured(x), rows, measured(other), others, isLeftOut),
      plainly(x, rows, other, others, isLeftOut),
      `round ${round}: ${rows.length} rows, ${others.length} others, ${columns} columns`,
    );
  }
});

Deno.test("so they are over several strips, and for rows beyond the memory that the kernel begins with", () => {
  const random = new RandomStream(8, "cosines");
  for (const [columns, count] of [[2, 600], [3000, 50], [40_000, 9]] as const) {
    const [x, y] = [hardRows(random, count, columns), hardRows(random, count + 3, columns)];
    const [rows, others] = [x, y].map(({ rows }) => Array.from({ length: rows }, (_, i) => i));
    const isLeftOut: IsLeftOut = (i, j) => (i + j) % 3 === 0;
    assert.deepEqual(
      greatestCosines(measured(x), rows!, measured(y), others!, isLeftOut),
      plainly(x, rows!, y, others!, isLeftOut),
    );
  }
});

Deno.test("products of whole rows are as near the cosines as is claimed, and not always much nearer", () => {
  const random = new RandomStream(9, "cosines");
  let most = 0;
  for (const columns of [1, 2, 3, 8, 31, 67, 512]) {
    // Beside random rows, rows of equal values that lie just below whole numbers: cutting takes most from these.
    const whole = Math.floor(LENGTH / Math.sqrt(columns));
    const worst = new Float32Array(columns).fill(whole - 1e-3);
    worst[0] = Math.sqrt(Math.max(0, LENGTH ** 2 - (columns - 1) * (whole - 1e-3) ** 2));
    const values = Float32Array.of(...hardRows(random, 20, columns).values, ...worst);
    const x = matrixOf(columns, values);
    const rows = Array.from({ length: x.rows }, (_, i) => i);
    const { whole: cut } = measured(x);
    for (const { products, stride } of productsOf(cut, rows, cut, rows)) {
      for (const i of rows) {
        for (const j of rows) {
          const error = Math.abs(products[i * stride + j]! - LENGTH ** 2 * cosineOf(x, i, x, j));
          most = Math.max(most, error / errorOfProducts(columns));
        }
      }
    }
  }
  assert.ok(most <= 1 && most > 0.5, `${most} of the bound`);
});

Deno.test("the kernel of row products is up to date", async () => {
  const binary = await Deno.readFile(
    new URL("../../../kernels/row_products.wasm", import.meta.url),
  );
  assert.deepEqual(binary, await assemble("row_products.wasm"));
});
