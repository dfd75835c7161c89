import assert from "node:assert/strict";
import { matrixOf, matrixRow } from "../../../src/basics/matrix.ts";
import fc from "npm:fast-check@4.10.2";
import { InputError } from "../../../src/basics/errors.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { classifyByCentroids } from "../../../src/measures/separability/centroids.ts";
import type { LabeledVectors } from "../../../src/measures/labeled_vectors.ts";
import { classifyByNeighbors } from "../../../src/measures/separability/neighbors.ts";
import {
  cosineSilhouette,
  euclideanSilhouette,
} from "../../../src/measures/separability/silhouette.ts";
import { testOnEveryDevice } from "../../compute/devices.ts";

type Distance = (a: readonly number[], b: readonly number[]) => number;

const inner: Distance = (a, b) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const cosine: Distance = (a, b) => inner(a, b) / (Math.sqrt(inner(a, a) * inner(b, b)) || 1);
const euclidean: Distance = (a, b) => Math.hypot(...a.map((value, i) => value - b[i]!));

const rowsOf = (set: LabeledVectors) => Array.from(set.classes, (_, i) => [...matrixRow(set, i)]);

/** Rousseeuw's definition, pair by pair. */
function silhouettes(set: LabeledVectors, distance: Distance): number[] {
  const rows = rowsOf(set);
  const labels = Array.from(set.classes);
  return rows.map((row, i) => {
    const meanTo = (label: number) => {
      const others = rows.filter((_, j) => j !== i && labels[j] === label);
      return others.reduce((sum, other) => sum + distance(row, other), 0) / others.length;
    };
    const a = meanTo(labels[i]!);
    const b = Math.min(...[...new Set(labels)].filter((l) => l !== labels[i]).map(meanTo));
    return Number.isNaN(a) || Math.max(a, b) === 0 ? 0 : (b - a) / Math.max(a, b);
  });
}

/** Small sets: classes of any size, some empty, some of one item; repeated rows, rows of zeros. */
const sets = fc.record({
  classes: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 15 }),
  dim: fc.integer({ min: 1, max: 6 }),
  offset: fc.constantFrom(0, 10),
  seed: fc.integer(),
}).map(({ classes, dim, offset, seed }) => {
  const random = new RandomStream(seed, "vectors");
  const values = Float32Array.from(
    { length: classes.length * dim },
    () => random.below(3) === 0 ? 0 : offset + random.normal(),
  );
  if (random.below(2) === 0) values.copyWithin(dim, 0, dim);
  const sources = classes.map(() => random.below(3) === 0 ? undefined : "abcde"[random.below(5)]!);
  return { set: { rows: classes.length, columns: dim, values, classes, classCount: 5 }, sources };
}).filter(({ set, sources }) => {
  const present = new Set(set.classes).size;
  const isOneSource = sources.every((source) => source !== undefined && source === sources[0]);
  return present > 1 && present < set.classes.length && !isOneSource;
});

function closeTo(actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) =>
    assert(Math.abs(actual[i]! - value) <= tolerance, `item ${i}: ${actual[i]} is not ${value}`)
  );
}

testOnEveryDevice("silhouettes equal their definition, pair by pair", async (compute) => {
  await fc.assert(
    fc.asyncProperty(sets, async ({ set }) => {
      const byCosine = silhouettes(set, (a, b) => a === b ? 0 : 1 - cosine(a, b));
      closeTo(cosineSilhouette(set).perItem, byCosine, 1e-5);
      const { perItem } = await euclideanSilhouette(compute, set);
      closeTo(perItem, silhouettes(set, euclidean), 1e-5);
    }),
    { seed: 1, numRuns: 100 },
  );
});

/** 1 - cosine similarity as half the squared distance of unit vectors, which keeps its digits where it is small. */
const betweenDirections: Distance = (a, b) => {
  const [x, y] = [a, b].map((row) => row.map((value) => value / Math.sqrt(inner(row, row))));
  return euclidean(x!, y!) ** 2 / 2;
};

Deno.test("cosine silhouettes keep their digits where vectors have a long part in common", () => {
  const random = new RandomStream(1, "vectors");
  const classes = Array.from({ length: 60 }, (_, item) => item % 3);
  for (const common of [1, 1e2, 1e4, 1e6]) {
    const values = Float32Array.from(
      { length: 60 * 5 },
      (_, at) => common + random.normal() + classes[Math.floor(at / 5)]! * (at % 5),
    );
    const set = { rows: 60, columns: 5, values, classes, classCount: 3 };
    closeTo(cosineSilhouette(set).perItem, silhouettes(set, betweenDirections), 1e-8);
  }
});

Deno.test("cosine silhouettes of one direction are 0, however long its vectors are", () => {
  const direction = [0.1, -0.7, 0.3];
  const values = Float32Array.from(
    { length: 60 },
    (_, at) => direction[at % 3]! * (1 + Math.floor(at / 3) ** 3),
  );
  const classes = Array.from({ length: 20 }, (_, item) => item % 2);
  const set = { rows: 20, columns: 3, values, classes, classCount: 2 };
  assert.deepEqual([...cosineSilhouette(set).perItem], new Array(20).fill(0));
});

Deno.test("an item alone in its class has silhouette 0, and an empty class none", async () => {
  const set = {
    ...matrixOf(2, Float32Array.of(1, 0, 1, 0.2, 0, 1)),
    classes: [0, 0, 2],
    classCount: 3,
  };
  const compute = openCpu();
  for (const silhouette of [cosineSilhouette(set), await euclideanSilhouette(compute, set)]) {
    assert.equal(silhouette.perItem[2], 0);
    assert.equal(silhouette.perClass[1], undefined);
    assert.equal(silhouette.perClass[2], 0);
  }
  compute.close();
});

testOnEveryDevice(
  "a distance much smaller than that from the center keeps its digits",
  async (compute) => {
    const values = Float32Array.of(
      100,
      1,
      100,
      1.001,
      100,
      1.003,
      -100,
      1,
      -100,
      1.002,
      -100,
      1.005,
    );
    const set = { ...matrixOf(2, values), classes: [0, 0, 1, 1, 0, 1], classCount: 2 };
    const { perItem } = await euclideanSilhouette(compute, set);
    closeTo(perItem, silhouettes(set, euclidean), 1e-5);
  },
);

testOnEveryDevice("no measure depends on the scale of the values", async (compute) => {
  const random = new RandomStream(6, "scales");
  const classes = Array.from({ length: 24 }, (_, item) => item % 3);
  const values = Float32Array.from({ length: 24 * 4 }, () => random.normal());
  const sources = classes.map(() => undefined);
  const measure = async (scale: number) => {
    const set = { ...matrixOf(4, values.map((value) => value * scale)), classes, classCount: 3 };
    return {
      neighbors: await classifyByNeighbors(compute, { items: set, sources }, { ks: [1, 3] }),
      centroids: classifyByCentroids({ items: set, sources }),
      cosine: cosineSilhouette(set).perItem,
      euclidean: (await euclideanSilhouette(compute, set)).perItem,
    };
  };
  const expected = await measure(1);
  for (const scale of [2 ** -100, 2 ** 66, 2 ** 122]) {
    assert.deepEqual(await measure(scale), expected, `scale ${scale}`);
  }
});

/** The other items that may vote for an item: those of other sources. */
function others(sources: readonly (string | undefined)[], item: number): number[] {
  return sources.flatMap((source, other) =>
    other !== item && (source === undefined || source !== sources[item]) ? [other] : []
  );
}

Deno.test("neighbors vote as sorting and counting vote, with sources left out", async () => {
  const compute = openCpu();
  const ks = [1, 3, 5];
  await fc.assert(
    fc.asyncProperty(sets, async ({ set, sources }) => {
      const rows = rowsOf(set);
      const results = await classifyByNeighbors(compute, { items: set, sources }, { ks });
      rows.forEach((row, item) => {
        const near = others(sources, item).map((other) => ({
          other,
          by: cosine(row, rows[other]!),
        }))
          .sort((a, b) => b.by - a.by);
        const gaps = near.slice(1).map(({ by }, i) => near[i]!.by - by);
        if (gaps.some((gap) => gap < 1e-6)) return;
        ks.forEach((k, at) => {
          const votes = new Array<number>(set.classCount).fill(0);
          for (const { other } of near.slice(0, k)) votes[set.classes[other]!]! += 1;
          assert.equal(results[at]!.predicted[item], votes.indexOf(Math.max(...votes)));
        });
      });
    }),
    { seed: 2, numRuns: 150 },
  );
  compute.close();
});

Deno.test("centroids name items as centroids of the other sources do", () => {
  fc.assert(
    fc.property(sets, ({ set, sources }) => {
      const rows = rowsOf(set);
      const { predicted } = classifyByCentroids({ items: set, sources });
      rows.forEach((row, item) => {
        const similarities = Array.from({ length: set.classCount }, (_, c) => {
          const members = others(sources, item).filter((other) => set.classes[other] === c);
          if (members.length === 0) return -Infinity;
          const centroid = row.map((_, column) =>
            members.reduce(
              (sum, other) => sum + rows[other]![column]! / (Math.hypot(...rows[other]!) || 1),
              0,
            )
          );
          // A sum that cancels out has no direction to compare.
          return Math.hypot(...centroid) < 1e-6 ? NaN : cosine(row, centroid);
        });
        if (similarities.some(Number.isNaN)) return;
        const most = Math.max(...similarities);
        assert(similarities[predicted[item]!]! > most - 1e-6);
      });
    }),
    { seed: 3, numRuns: 150 },
  );
});

Deno.test("equally near items and equally many votes go to the lower number", async () => {
  const values = Float32Array.of(1, 0, 1, 0, 1, 0);
  const set = { ...matrixOf(2, values), classes: [2, 1, 0], classCount: 3 };
  const compute = openCpu();
  const alone = [undefined, undefined, undefined];
  const [first, both] = await classifyByNeighbors(compute, { items: set, sources: alone }, {
    ks: [1, 2],
  });
  assert.deepEqual([...first!.predicted], [1, 2, 2]);
  assert.deepEqual([...both!.predicted], [0, 0, 1]);
  assert.deepEqual([...classifyByCentroids({ items: set, sources: alone }).predicted], [0, 0, 1]);
  compute.close();
});

Deno.test("invalid sets are refused", async () => {
  const compute = openCpu();
  const good = {
    ...matrixOf(1, Float32Array.of(1, 2, 3, 4)),
    classes: [0, 0, 1, 1],
    classCount: 2,
  };
  const sources = ["a", "b", "c", "d"];
  const refused: [Partial<LabeledVectors>, RegExp][] = [
    [{ columns: 2 }, /4 values for 4 items of width 2/],
    [{ rows: 3 }, /3 rows with 4 classes; expected one for each/],
    [{ values: Float32Array.of(1, 2, NaN, 4) }, /Item 2 has NaN in column 0/],
    [{ classes: [0, 0, 1, 2] }, /Item 3 has class 2; expected 0 to 1/],
  ];
  for (const [change, message] of refused) {
    const set = { ...good, ...change };
    assert.throws(() => cosineSilhouette(set), message);
    await assert.rejects(euclideanSilhouette(compute, set), message);
    assert.throws(() => classifyByCentroids({ items: set, sources }), message);
    await assert.rejects(
      classifyByNeighbors(compute, { items: set, sources }, { ks: [1] }),
      message,
    );
  }
  for (const classes of [[0, 0, 0, 0], [0, 1, 2, 3]]) {
    assert.throws(() => cosineSilhouette({ ...good, classes, classCount: 4 }), InputError);
  }
  assert.throws(
    () => classifyByCentroids({ items: good, sources: ["a", "a", "a", "a"] }),
    /one source/,
  );
  assert.throws(
    () => classifyByCentroids({ items: good, sources: ["a"] }),
    /1 sources for 4 items/,
  );
  await assert.rejects(
    classifyByNeighbors(compute, { items: good, sources }, { ks: [0] }),
    /k is 0/,
  );
  assert.deepEqual(await classifyByNeighbors(compute, { items: good, sources }, { ks: [] }), []);
  compute.close();
});
