import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { matrixOf } from "../../../src/basics/matrix.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { jointProbabilities } from "../../../src/measures/tsne/affinities.ts";
import { leadingComponents } from "../../../src/measures/tsne/principal_components.ts";
import { squaredDistances } from "../../../src/measures/tsne/squared_distances.ts";
import { tsne } from "../../../src/measures/tsne/tsne.ts";
import { testOnEveryDevice } from "../../compute/devices.ts";

/** Centered rows of normal numbers, each column with another deviation. */
function centeredRows(count: number, dim: number, seed: number): Float64Array {
  const random = new RandomStream(seed, "rows");
  const rows = Float64Array.from(
    { length: count * dim },
    (_, at) => random.normal() / (1 + at % dim),
  );
  for (let column = 0; column < dim; column++) {
    let mean = 0;
    for (let at = column; at < rows.length; at += dim) mean += rows[at]! / count;
    for (let at = column; at < rows.length; at += dim) rows[at]! -= mean;
  }
  return rows;
}

const distance = (values: ArrayLike<number>, dim: number, i: number, j: number) => {
  let sum = 0;
  for (let c = 0; c < dim; c++) sum += (values[i * dim + c]! - values[j * dim + c]!) ** 2;
  return Math.sqrt(sum);
};

async function squaresOf(rows: ArrayLike<number>, dim: number): Promise<Float32Array> {
  using compute = openCpu();
  return await squaredDistances(compute, Float64Array.from(rows), dim);
}

testOnEveryDevice("squared distances are those of float64, of near pairs too", async (compute) => {
  // 2,100 items take more than one product; every seventh lies 1e-3 beside the one before.
  for (const [n, dim] of [[2, 1], [30, 7], [2100, 2]] as const) {
    const rows = centeredRows(n, dim, n).map((value) => value / 8);
    for (let item = 7; item < n; item += 7) {
      for (let c = 0; c < dim; c++) rows[item * dim + c] = rows[(item - 1) * dim + c]! + 1e-3;
    }
    let products = 0;
    const squares = await squaredDistances(compute, rows, dim, () => {
      products += 1;
      return Promise.resolve();
    });
    assert.equal(products, n > 2048 ? 2 : 1);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j += 1 + j % 5) {
        const expected = distance(rows, dim, i, j) ** 2, found = squares[i * n + j]!;
        assert(Math.abs(found - expected) <= 2e-5 * expected, `${i}, ${j}: ${found}, ${expected}`);
        assert.equal(found, squares[j * n + i]);
      }
      assert.equal(squares[i * n + i], 0);
    }
  }
});

Deno.test("joint probabilities come from normal weights of the requested perplexity", async () => {
  const shapes = fc.record({
    n: fc.integer({ min: 4, max: 40 }),
    dim: fc.integer({ min: 1, max: 6 }),
    scale: fc.constantFrom(1e-12, 1, 1e12),
    seed: fc.integer(),
  });
  await fc.assert(
    fc.asyncProperty(shapes, async ({ n, dim, scale, seed }) => {
      const rows = centeredRows(n, dim, seed).map((value) => value * scale);
      const perplexity = n / 3 + 0.5;
      const joint = await jointProbabilities(await squaresOf(rows, dim), n, perplexity);
      // The same by a direct search for each item's deviation.
      const shares = Array.from({ length: n }, (_, i) => {
        let [low, high] = [-60, 60];
        let row: number[] = [];
        for (let step = 0; step < 100; step++) {
          const beta = Math.exp((low + high) / 2) / scale ** 2;
          const squares = Array.from(
            { length: n },
            (_, j) => j === i ? Infinity : distance(rows, dim, i, j) ** 2,
          );
          const least = Math.min(...squares);
          const weights = squares.map((square) => Math.exp(-beta * (square - least)));
          const sum = weights.reduce((a, b) => a + b);
          row = weights.map((weight) => weight / sum);
          const entropy = row.reduce((total, p) => p > 0 ? total - p * Math.log(p) : total, 0);
          if (entropy > Math.log(perplexity)) low = (low + high) / 2;
          else high = (low + high) / 2;
        }
        return row;
      });
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          const expected = (shares[i]![j]! + shares[j]![i]!) / (2 * n);
          const found = joint[i * n + j]!;
          assert(Math.abs(found - expected) < 2e-5 / n, `${i}, ${j}: ${found} is not ${expected}`);
          assert.equal(found, joint[j * n + i]);
        }
      }
      assert(Math.abs(joint.reduce((a, b) => a + b, 0) - 1) < 1e-5);
    }),
    { seed: 1, numRuns: 30 },
  );
});

Deno.test("if no deviation gives the perplexity, the nearest items share evenly", async () => {
  const rounded = async (rows: number[], perplexity: number) =>
    [...await jointProbabilities(await squaresOf(rows, 1), rows.length, perplexity)]
      .map((p) => +p.toFixed(6));
  const sixth = 0.166667;
  assert.deepEqual(await rounded([2, 2, 2], 1), [
    0,
    sixth,
    sixth,
    sixth,
    0,
    sixth,
    sixth,
    sixth,
    0,
  ]);
  assert.deepEqual(await rounded([0, 7], 1), [0, 0.5, 0.5, 0]);
  // Item 0 has two equally near neighbors, and each of them has item 0.
  assert.deepEqual(await rounded([0, -1, 1], 1), [0, 0.25, 0.25, 0.25, 0, 0, 0.25, 0, 0]);
});

Deno.test("items have the same probabilities after and before many that are the same", async () => {
  const rows = Float64Array.from({ length: 40 }, (_, i) => i < 20 ? 0 : Math.sin(i * i));
  const joint = await jointProbabilities(await squaresOf(rows, 1), 40, 10);
  const reversed = await jointProbabilities(await squaresOf(rows.toReversed(), 1), 40, 10);
  reversed.reverse().forEach((p, at) => assert(Math.abs(p - joint[at]!) < 1e-6, `${at}`));
});

Deno.test("leading components hidden by a rotation are found in few rounds", async () => {
  const random = new RandomStream(5, "rotation");
  const n = 60, dim = 7;
  // The coordinates have deviation 3, 2, 1 and less at right angles, in a random orthonormal frame.
  const frame: number[][] = [];
  while (frame.length < dim) {
    let axis = Array.from({ length: dim }, () => random.normal());
    for (const other of frame) {
      const along = axis.reduce((sum, value, c) => sum + value * other[c]!, 0);
      axis = axis.map((value, c) => value - along * other[c]!);
    }
    const length = Math.hypot(...axis);
    frame.push(axis.map((value) => value / length));
  }
  // Sines of whole frequencies are uncorrelated and have mean 0.
  const hidden = (i: number, k: number) =>
    [3, 2, 1, 0.9, 0.5, 0.1, 0][k]! * Math.sin(2 * Math.PI * (k + 1) * (i + 0.3) / n);
  const rows = Float64Array.from({ length: n * dim }, (_, at) => {
    const [i, c] = [Math.floor(at / dim), at % dim];
    return frame.reduce((sum, axis, k) => sum + hidden(i, k) * axis[c]!, 0);
  });
  let rounds = 0;
  const components = await leadingComponents(rows, dim, () => Promise.resolve(void rounds++));
  // The second component grows by 4 times the third in each round: 1e-5 takes 9 rounds, and some to leave the start.
  assert(rounds < 15, `${rounds} rounds`);
  for (const k of [0, 1]) {
    const largest = frame[k]!.reduce((a, b) => Math.abs(b) > Math.abs(a) ? b : a);
    components[k]!.forEach((value, i) => {
      const expected = Math.sign(largest) * hidden(i, k);
      assert(Math.abs(value - expected) < 1e-4, `${value} is not ${expected}`);
    });
  }
});

Deno.test("rows of one direction have one component, equal rows have none", async () => {
  const [first, second] = await leadingComponents(Float64Array.of(-1, -2, -2, 1, 2, 2), 3);
  assert.deepEqual([...first!].map((value) => +value.toFixed(9)), [-3, 3]);
  assert.equal(second, undefined);
  assert.deepEqual(await leadingComponents(new Float64Array(6), 3), [undefined, undefined]);
});

/** Sets that are so small, or so uniform, that something has no direction or no deviation. */
const TINY: [name: string, dim: number, values: number[]][] = [
  ["two items", 1, [1, 2]],
  ["two items that are the same", 1, [5, 5]],
  ["four items, two and two the same", 1, [0, 0, 1, 1]],
  ["twenty items that are the same, whose mean is rounded", 1, new Array(20).fill(0.3)],
  ["a huge scale", 1, [1e30, -1e30, 2e30, 5e29]],
];

testOnEveryDevice("t-SNE maps tiny sets and sets of equal items", async (compute) => {
  for (const [name, dim, values] of TINY) {
    const map = await tsne(compute, matrixOf(dim, Float32Array.from(values)));
    assert.equal(map.positions.length, 2 * values.length / dim, name);
    assert(map.positions.every(Number.isFinite), `${name}: ${map.positions}`);
    assert(map.divergence > -1e-6 && map.divergence < 0.5, `${name}: ${map.divergence}`);
    assert.equal(map.perplexity, Math.max(1, values.length / dim / 3), name);
  }
});

testOnEveryDevice(
  "t-SNE keeps items near their own group, and reports its progress",
  async (compute) => {
    const [n, dim] = [63, 5];
    const rows = centeredRows(n, dim, 3);
    const values = Float32Array.from(rows, (value, at) => value + 8 * (Math.floor(at / dim) % 3));
    const reports: [number, number, string | undefined][] = [];
    const map = await tsne(compute, matrixOf(dim, values), {
      onProgress: ({ stage, done, total, note }) => {
        assert.equal(stage, "t-SNE");
        reports.push([done, total, note]);
      },
    });
    for (let i = 0; i < n; i++) {
      const others = Array.from({ length: n }, (_, j) => j).filter((j) => j !== i)
        .sort((a, b) => distance(map.positions, 2, i, a) - distance(map.positions, 2, i, b));
      assert.deepEqual(new Set(others.slice(0, 20).map((j) => j % 3)), new Set([i % 3]));
    }
    const preparation = Array.from({ length: 10 }, (_, i) => 10 * i);
    const iterations = Array.from({ length: 4 }, (_, i) => 100 + 50 * i);
    assert.deepEqual(reports.map(([done]) => done), [...preparation, ...iterations]);
    assert(reports.every(([, total]) => total === 250));
    assert.deepEqual(reports.at(-1), [250, 250, `divergence ${map.divergence.toFixed(3)}`]);
    assert.deepEqual(await tsne(compute, matrixOf(dim, values)), map);
  },
);

Deno.test("timers run while probabilities and components are computed", async () => {
  const compute = openCpu();
  const values = Float32Array.from(centeredRows(2000, 64, 8));
  let [ticks, ticksBefore] = [0, 0];
  const timer = setInterval(() => ticks++, 1);
  await tsne(compute, matrixOf(64, values), {
    onProgress: ({ done }) => {
      if (done > 100) throw new Error("prepared");
      ticksBefore = ticks;
    },
  }).catch(({ message }) => assert.equal(message, "prepared"));
  clearInterval(timer);
  compute.close();
  assert(ticksBefore >= 2, `${ticksBefore} ticks`);
});

Deno.test("invalid values are refused in one line", async () => {
  const compute = openCpu();
  const refused: [number[], number, string][] = [
    [[1, 2, 3], 2, "items: 3 values of width 2; expected at least one whole row"],
    [
      [1, 2],
      2,
      "The number of items for t-SNE is 1; expected 2 to 10000, as it takes memory for all pairs",
    ],
    [
      new Array(10_001).fill(0),
      1,
      "The number of items for t-SNE is 10001; expected 2 to 10000, as it takes memory for all pairs",
    ],
    [[1, 2, 3, Infinity], 2, "Item 1 has Infinity in column 1; expected finite values"],
  ];
  for (const [values, dim, message] of refused) {
    await assert.rejects(tsne(compute, matrixOf(dim, Float32Array.from(values))), {
      name: "InputError",
      message,
    });
  }
  compute.close();
});
