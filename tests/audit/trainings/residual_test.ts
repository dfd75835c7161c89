import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import {
  checkResidual,
  LEAST_AUC,
  type ResidualPool,
} from "../../../src/audit/trainings/residual.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { countFindings } from "../../studies/residual/count.ts";
import { exactInterval } from "../../studies/residual/exact_interval.ts";
import { type Kind, KINDS } from "../../studies/residual/world.ts";
import { matrixOf } from "../hand_inputs.ts";

type Rows = readonly (readonly number[])[];

/** A pool as plain arrays. */
interface Plain {
  readonly sounds: Rows;
  readonly topics: readonly (readonly number[])[];
  readonly topicTexts: Rows;
  readonly items: Rows;
  readonly classes: readonly number[];
  readonly sources: readonly (string | undefined)[];
  readonly labelTexts: Rows;
}

function poolOf(
  { sounds, topics, topicTexts, items, classes, sources, labelTexts }: Plain,
): ResidualPool {
  return {
    sounds: matrixOf(sounds),
    topics,
    topicTexts: matrixOf(topicTexts),
    items: { ...matrixOf(items), classes, classCount: labelTexts.length },
    sources,
    labelTexts: matrixOf(labelTexts),
  };
}

/** The direction of an angle in degrees, so that cosines are known. */
const at = (
  degrees: number,
) => [Math.cos(degrees * Math.PI / 180), Math.sin(degrees * Math.PI / 180)];

// Class 0: items at 0°, 10° and 30°, whose nearest others are 10°, 10° and 20° away. Class 1 lies at 90° and beyond.
const ITEMS = [0, 10, 30, 90, 100, 130].map(at);
const HAND: Plain = {
  sounds: [],
  topics: [],
  topicTexts: [],
  items: ITEMS,
  classes: [0, 0, 0, 1, 1, 1],
  sources: ["a", "b", "c", "d", "e", "f"],
  labelTexts: [at(0), at(90)],
};

Deno.test("AUC is the probability of lying nearer, by hand", async () => {
  // Distances to class 0 are 5, 15 and 25: nearer than 3, 1 and 0 of its own 10, 10 and 20. Those to class 1 are 2 and 40.
  const { findings, unjudged } = await checkResidual(poolOf({
    ...HAND,
    sounds: [-5, 45, 55, 102, 170].map(at),
    topics: [[0, 1, 2], [3, 4]],
    topicTexts: [at(40), at(50)],
  }));
  assert.deepEqual(unjudged, []);
  assert.deepEqual(findings.map(({ topic, label, status }) => [topic, label, status]), [
    [0, 0, "listed"],
    [1, 1, "listed"],
  ]);
  assert.ok(Math.abs(findings[0]!.auc - (3 + 1 + 0) / 9) < 1e-12);
  // Class 1's own distances are 10, 10 and 30.
  assert.ok(Math.abs(findings[1]!.auc - (3 + 0) / 6) < 1e-12);
  assert.deepEqual(findings[0]!.runnerUp, { label: 1, auc: 0 });
});

Deno.test("items that are not compared are still among the nearest ones", async () => {
  // Of class 0 the items at 0° and 30° are compared: their nearest others, 10° and 20° away, are both the one at 10°.
  const pool = poolOf({
    ...HAND,
    sounds: [-5, 45, 55].map(at),
    topics: [[0, 1, 2]],
    topicTexts: [at(40)],
  });
  const { findings } = await checkResidual({ ...pool, comparedItems: [[0, 2], [4]] });
  assert.ok(Math.abs(findings[0]!.auc - (2 + 1 + 0) / 6) < 1e-12);
  // Of class 1 the item at 100° is compared, 70° away from class 0; were it near, it would be the only one to say so.
  assert.deepEqual(findings[0]!.runnerUp, { label: 1, auc: 0 });
});

Deno.test("equal distances count by half", async () => {
  const items = [[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1]];
  const { findings } = await checkResidual(poolOf({
    ...HAND,
    items,
    classes: [0, 0, 1, 1, 0, 0],
    sounds: [[2, 0, 0], [0, 0, 3], [1, 1, 0]],
    topics: [[0, 1, 2]],
    topicTexts: [at(1)],
  }));
  assert.deepEqual(findings.map(({ auc }) => auc), [(0.5 + 0.5 + 0) / 3]);
});

Deno.test("items of one source do not show how near a class's own are", async () => {
  // Without its source, each item of class 0 has its nearest at 30° and 20°: a topic 15° away lies nearer.
  const pool = {
    ...HAND,
    sources: ["a", "a", "c", "d", "e", "f"],
    sounds: [at(-15)],
    topics: [[0]],
    topicTexts: [at(1)],
  };
  assert.equal((await checkResidual(poolOf(pool))).findings[0]!.auc, 1);
  assert.deepEqual(
    (await checkResidual(poolOf({ ...pool, sources: HAND.sources }))).findings[0]!.auc,
    1 / 3,
  );
});

Deno.test("nothing is compared with a class of one source", async () => {
  const { findings, unjudged } = await checkResidual(poolOf({
    ...HAND,
    sources: ["a", "a", "a", "d", "e", "f"],
    sounds: [at(0), at(90)],
    topics: [[0], [1]],
    topicTexts: [at(1), at(89)],
  }));
  assert.deepEqual(unjudged, [0]);
  assert.deepEqual(findings.map(({ topic }) => topic), [1]);
});

Deno.test("where another class comes as near, the check cannot tell", async () => {
  const confused = {
    ...HAND,
    items: [...ITEMS.slice(0, 3), at(2), at(12), at(130)],
    sounds: [at(1), at(131)],
    topics: [[0], [1]],
    topicTexts: [at(1), at(2)],
  };
  const [finding, ...rest] = (await checkResidual(poolOf(confused))).findings;
  assert.deepEqual(rest, []);
  assert.equal(finding!.status, "cannot tell");
  // Two of class 1's items lie 2° from one of class 0, whose own are 10° and more apart.
  assert.deepEqual(finding!.runnerUp, { label: 1, auc: 2 / 3 });
  // Where these are from the very recordings of class 0's items, they do not show that classes are confusable.
  const same = { ...confused, sources: ["a", "b", "c", "a", "b", "f"] };
  const [own] = (await checkResidual(poolOf(same))).findings;
  assert.ok(own!.runnerUp!.auc < 2 / 3);
});

/** The definition, pair by pair. */
function oracle({ sounds, topics, topicTexts, items, classes, sources, labelTexts }: Plain) {
  const cosine = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, i) => sum + value * b[i]!, 0) /
    (Math.hypot(...a) * Math.hypot(...b) || 1);
  const source = (item: number) => sources[item] ?? `item ${item}`;
  const members = (label: number) => [...items.keys()].filter((item) => classes[item] === label);
  const nearest = (row: readonly number[], among: readonly number[]) =>
    among.length === 0 ? Infinity : Math.min(...among.map((item) => 1 - cosine(row, items[item]!)));
  const elsewhere = (item: number, label: number) =>
    nearest(items[item]!, members(label).filter((other) => source(other) !== source(item)));
  const auc = (distances: readonly number[], label: number) => {
    const own = members(label).map((item) => elsewhere(item, label));
    const wins = distances.flatMap((a) =>
      own.map((b) => Math.abs(a - b) < 1e-9 ? 0.5 : a < b ? 1 : 0)
    );
    return wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
  };
  return topics.flatMap((rows, topic) => {
    const similarities = labelTexts.map((text) => cosine(topicTexts[topic]!, text));
    const label = similarities.indexOf(Math.max(...similarities));
    if (new Set(members(label).map(source)).size < 2) return [];
    const found = auc(rows.map((row) => nearest(sounds[row]!, members(label))), label);
    const others = labelTexts.flatMap((_, other) =>
      other === label ? [] : [auc(members(other).map((item) => elsewhere(item, label)), label)]
    );
    if (found < LEAST_AUC) return [];
    return [{ topic, label, found, most: Math.max(...others) }];
  });
}

const pools = fc.integer().map((seed): Plain => {
  const random = new RandomStream(seed, "residual pools");
  const rows = (count: number, columns: number) =>
    Array.from(
      { length: count },
      () => Array.from({ length: columns }, () => Math.fround(random.normal())),
    );
  const labels = 2 + random.below(3);
  const classes = Array.from({ length: labels * 4 }, (_, item) => item % labels);
  const items = rows(classes.length, 4);
  // Some sounds and items are copies of items, so that distances are equal, or zero.
  const withCopies = (all: Rows) =>
    all.map((row) =>
      [row, items[random.below(items.length)]!, row.map(() => 0)][random.below(4)] ?? row
    );
  const count = 1 + random.below(5);
  return {
    sounds: withCopies(rows(12, 4)),
    topics: Array.from(
      { length: count },
      () => Array.from({ length: 1 + random.below(4) }, () => random.below(12)),
    ),
    topicTexts: rows(count, 3),
    items: withCopies(items),
    classes,
    sources: classes.map(() => random.below(4) === 0 ? undefined : `${random.below(6)}`),
    labelTexts: rows(labels, 3),
  };
});

Deno.test("findings are the definition on random pools, with ties, zeros and shared sources", async () => {
  await fc.assert(
    fc.asyncProperty(pools, async (plain) => {
      const { findings } = await checkResidual(poolOf(plain));
      const expected = oracle(plain);
      assert.deepEqual(
        findings.map(({ topic, label }) => [topic, label]),
        expected.map(({ topic, label }) => [topic, label]),
      );
      findings.forEach(({ auc, runnerUp, status }, i) => {
        assert.ok(Math.abs(auc - expected[i]!.found) < 1e-9);
        assert.ok(Math.abs(runnerUp!.auc - expected[i]!.most) < 1e-9);
        assert.equal(status, expected[i]!.most >= LEAST_AUC ? "cannot tell" : "listed");
      });
    }),
    { seed: 5, numRuns: 300 },
  );
});

Deno.test("planted worlds: few false alarms, and nearly every hidden class is listed", async () => {
  const seeds = [100, 101, 102, 103];
  const count = (kind: Kind) => countFindings(kind, "standardized", seeds);
  const counted = await Promise.all(KINDS.slice(0, 5).map(count));
  const total = (key: "falseAlarms" | "hits") => counted.reduce((sum, one) => sum + one[key], 0);
  // The study counts 5 % and 89 % in 500 such worlds; more than 3 of 20 and fewer than 14 come by chance in 2 % and 1 %.
  assert.ok(total("falseAlarms") <= 3, `${total("falseAlarms")} of 20`);
  assert.ok(total("hits") >= 14, `${total("hits")} of 20`);
  const confusable = await count(KINDS.at(-1)!);
  assert.ok(
    confusable.hits + confusable.cannotTell >= 3,
    "a confusable class is not passed over",
  );
});

Deno.test("exact intervals are those of Clopper and Pearson", () => {
  // SciPy: scipy.stats.binomtest(k, n).proportion_ci(method="exact")
  for (
    const [count, of, low, high] of [
      [0, 20, 0, 0.168433],
      [7, 100, 0.028605, 0.138919],
      [95, 100, 0.887166, 0.983568],
      [20, 20, 0.831567, 1],
    ] as const
  ) {
    const found = exactInterval(count, of);
    assert.ok(Math.abs(found[0] - low) < 1e-5 && Math.abs(found[1] - high) < 1e-5, `${found}`);
  }
});

Deno.test("sounds of both classes do not tell how near the other class lies", async () => {
  // Two sounds each of a class, and one more that is of both; it has an entry for each.
  const rows = [[1, 0], [1, 0.1], [0, 1], [0.1, 1], [1, 0.05], [1, 0.05]];
  const pool = {
    sounds: matrixOf([[1, 0.02]]),
    topics: [[0]],
    topicTexts: matrixOf([[1, 0]]),
    items: {
      ...matrixOf(rows),
      classes: [0, 0, 1, 1, 0, 1],
      classCount: 2,
    },
    sources: ["a", "b", "c", "d", "e", "e"],
    labelTexts: matrixOf([[1, 0], [0, 1]]),
  };
  const apart = await checkResidual({ ...pool, soundOf: [0, 1, 2, 3, 4, 4] });
  assert.equal(apart.findings[0]!.runnerUp!.auc, 0);
  const counted = await checkResidual(pool);
  assert.ok(counted.findings[0]!.runnerUp!.auc > 0);
});
