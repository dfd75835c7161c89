import assert from "node:assert/strict";
import { type Matrix, matrixOf, matrixRow } from "../../../src/basics/matrix.ts";
import fc from "npm:fast-check@4.10.2";
import { InputError } from "../../../src/basics/errors.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import type { Metric } from "../../../src/compute/compute.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { neighborhoodOverlap } from "../../../src/measures/separability/overlap.ts";
import { testOnEveryDevice } from "../../compute/devices.ts";

const METRICS: readonly Metric[] = ["cosine", "inner-product", "euclidean"];

function similarity(metric: Metric, a: number[], b: number[]): number {
  const dot = (x: number[], y: number[]) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  if (metric === "inner-product") return dot(a, b);
  if (metric === "euclidean") return -Math.hypot(...a.map((value, i) => value - b[i]!));
  return dot(a, b) / (Math.sqrt(dot(a, a) * dot(b, b)) || 1);
}

/**
 * Finds the k nearest others of each item by sorting, equal ones in the given order; undefined if rounding may decide
 * between two.
 */
function neighbors(
  metric: Metric,
  matrix: Matrix,
  k: number,
  order: readonly number[],
): Set<number>[] | undefined {
  const rows = Array.from({ length: matrix.rows }, (_, i) => [...matrixRow(matrix, i)]);
  const placeOf = (item: number) => order.indexOf(item);
  const sets = rows.map((row, i) => {
    const near = rows.map((other, j) => ({ j, by: similarity(metric, row, other) }))
      .filter(({ j }) => j !== i).sort((a, b) => b.by - a.by || placeOf(a.j) - placeOf(b.j));
    const last = near[k - 1]!.by;
    const isClear = near.every(({ by }) => by === last || Math.abs(by - last) > 1e-5);
    return isClear ? new Set(near.slice(0, k).map(({ j }) => j)) : undefined;
  });
  return sets.every((set) => set !== undefined) ? sets : undefined;
}

/** Normal numbers, with a share of rows of zeros, as silence and unknown words give. */
function withZeros(random: RandomStream, count: number, dim: number, share: number): Matrix {
  const set = vectors(random, count, dim);
  for (let item = 0; item < count; item++) {
    if (random.uniform() < share) set.values.fill(0, item * dim, (item + 1) * dim);
  }
  return set;
}

function vectors(random: RandomStream, count: number, dim: number): Matrix {
  return matrixOf(dim, Float32Array.from({ length: count * dim }, () => random.normal()));
}

Deno.test("overlap and p-value equal those of sorting, intersecting and permuting", async () => {
  const compute = openCpu();
  let compared = 0;
  const property = fc.asyncProperty(fc.integer(), async (seed) => {
    const random = new RandomStream(seed, "overlap test");
    const count = 2 + random.below(40);
    const k = 1 + random.below(Math.max(1, Math.floor(count / 10)));
    const metric = METRICS[random.below(3)]!;
    const share = random.below(2) * 0.4;
    const first = withZeros(random, count, 2 + random.below(5), share);
    const second = random.below(2) ? first : withZeros(random, count, 2 + random.below(5), share);
    const items = Array.from({ length: count }, (_, i) => i);
    const orderOf = (space: string) =>
      new RandomStream(7, `neighborhood overlap, ${space} space`).shuffled(items);
    const a = neighbors(metric, first, k, orderOf("first"));
    const b = neighbors(metric, second, k, orderOf("second"));
    if (a === undefined || b === undefined) return;
    compared++;
    const shares = (partner: number[]) =>
      a.map((near, i) => [...near].filter((j) => b[partner[i]!]!.has(partner[j]!)).length);
    const total = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0);
    const own = shares(items);
    const stream = new RandomStream(7, "neighborhood overlap");
    const drawn = Array.from({ length: 19 }, () => total(shares(stream.shuffled(items))));
    const atLeast = drawn.filter((number) => number >= total(own)).length;
    const options = { k, metric, permutations: 19, seed: 7 };
    const found = await neighborhoodOverlap(compute, { first, second }, options);
    assert.deepEqual([...found.perItem], own.map((number) => number / k));
    assert.ok(Math.abs(found.overlap - total(own) / count / k) < 1e-12);
    assert.equal(found.chance, k / (count - 1));
    assert.equal(found.pValue, (1 + atLeast) / 20);
    assert.equal(found.k, k);
  });
  await fc.assert(property, { seed: 1, numRuns: 100 });
  assert.ok(compared > 70);
  compute.close();
});

Deno.test("spaces of one order overlap completely, unrelated ones by chance", async () => {
  const compute = openCpu();
  const random = new RandomStream(3, "overlap test");
  const first = vectors(random, 300, 8), other = vectors(random, 300, 5);
  const doubled = matrixOf(8, first.values.map((value) => 2 * value));
  const options = { k: 20, permutations: 199, seed: 1 };
  const same = await neighborhoodOverlap(compute, { first, second: doubled }, options);
  assert.equal(same.overlap, 1);
  assert.equal(same.pValue, 1 / 200);
  const unrelated = await neighborhoodOverlap(compute, { first, second: other }, options);
  assert.ok(Math.abs(unrelated.overlap - unrelated.chance) < 0.01);
  assert.ok(unrelated.pValue > 0.05);
  compute.close();
});

testOnEveryDevice("spaces that only ties have in common overlap by chance", async (compute) => {
  const random = new RandomStream(4, "overlap test");
  const equal = matrixOf(3, new Float32Array(300).fill(1));
  const spaces = [
    () => withZeros(random, 100, 8, 0.2),
    () => (matrixOf(1, Float32Array.from({ length: 100 }, () => random.below(6)))),
    () => equal,
  ];
  for (const drawSpace of spaces) {
    const pValues: number[] = [];
    for (let seed = 0; seed < 40; seed++) {
      const options = { k: 5, metric: "euclidean", permutations: 99, seed } as const;
      pValues.push(
        (await neighborhoodOverlap(compute, { first: drawSpace(), second: drawSpace() }, options))
          .pValue,
      );
    }
    // Of 40 draws from a uniform distribution, 7 or more are at most 0.05 once in 300 times.
    assert.ok(pValues.filter((p) => p <= 0.05).length < 7, `${pValues}`);
  }
});

Deno.test("invalid comparisons are refused", async () => {
  const compute = openCpu();
  const set = (...values: number[]) => (matrixOf(1, Float32Array.from(values)));
  const options = { k: 1, permutations: 9, seed: 1 };
  const good = set(1, 2, 3);
  const refused = [
    [set(1, 2), good, options, /3 in the other/],
    [set(1), set(1), options, /at least 2/],
    [set(1, NaN, 2), good, options, /Item 1 has NaN/],
    [good, good, { ...options, k: 2 }, /k is 2; expected an integer from 1 to 1/],
    [good, good, { ...options, k: 0 }, /k is 0/],
    [good, good, { ...options, permutations: 0 }, /permutations is 0/],
  ] as const;
  for (const [first, second, chosen, message] of refused) {
    await assert.rejects(neighborhoodOverlap(compute, { first, second }, chosen), (error) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, message);
      return true;
    });
  }
  compute.close();
});
