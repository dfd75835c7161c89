import assert from "node:assert/strict";
import { matrixOf } from "../../../src/basics/matrix.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { classifyByNeighbors } from "../../../src/measures/separability/neighbors.ts";
import { drawCompared, MOST_COMPARED } from "../../../src/measures/separability/sample.ts";
import { euclideanSilhouette } from "../../../src/measures/separability/silhouette.ts";
import { testOnEveryDevice } from "../../compute/devices.ts";

/** Clouds of unequal sizes, in mixed order. */
function clouds(items: number) {
  const random = new RandomStream(3, "clouds");
  const classes = random.shuffled(Array.from({ length: items }, (_, item) => {
    return item < items / 2 ? 0 : item < items - 3 ? 1 + item % 3 : 4;
  }));
  const values = Float32Array.from(
    { length: items * 5 },
    (_, at) => random.normal() + (at % 5 === classes[Math.floor(at / 5)] ? 1.5 : 0),
  );
  const sources = classes.map((_, item) => item % 3 === 0 ? undefined : `${item >> 2}`);
  return { items: { ...matrixOf(5, values), classes, classCount: 5 }, sources };
}

/** Gives items names that say nothing of their places. */
function named(classes: ArrayLike<number>) {
  return { classes, ids: Array.from(classes, (_, item) => `clip ${item * 7919 % 10_007}`) };
}

Deno.test("small sets are compared whole, of large ones each class's share is, and more of small ones", () => {
  const { items: { classes } } = clouds(400);
  assert.equal(drawCompared(named(classes), 0), undefined);
  assert.equal(drawCompared(named(new Uint32Array(MOST_COMPARED)), 0), undefined);
  const drawn = drawCompared(named(classes), 0, 100)!;
  const count = (of: number[], c: number) => of.filter((one) => one === c).length;
  const own = drawn.map((item) => classes[item]!);
  for (const c of [0, 1, 2, 3, 4]) {
    const expected = Math.max(Math.ceil(count(classes, c) / 4), Math.min(count(classes, c), 8));
    assert.equal(count(own, c), expected, `class ${c}`);
  }
  assert.deepEqual(drawn, [...new Set(drawn)].sort((a, b) => a - b));
  assert.deepEqual(drawCompared(named(classes), 0, 100), drawn);
  assert.notDeepEqual(drawCompared(named(classes), 1, 100), drawn);
});

Deno.test("the same items are drawn in whatever order they come", () => {
  for (let seed = 0; seed < 30; seed++) {
    const random = new RandomStream(seed, "orders");
    const { items: { classes } } = clouds(300 + random.below(200));
    const { ids } = named(classes);
    const draw = (order: readonly number[]) => {
      const own = { classes: order.map((item) => classes[item]!), ids: order.map((i) => ids[i]!) };
      return drawCompared(own, seed, 60)!.map((place) => own.ids[place]!).sort();
    };
    const items = [...classes.keys()];
    assert.deepEqual(draw(random.shuffled(items)), draw(items), `seed ${seed}`);
  }
});

Deno.test("every item of a class is drawn as often as another", () => {
  const classes = Array.from({ length: 40 }, (_, item) => item < 30 ? 0 : 1);
  const counts = new Array<number>(40).fill(0);
  const draws = 4000;
  const items = named(classes);
  for (let seed = 0; seed < draws; seed++) {
    for (const item of drawCompared(items, seed, 10)!) counts[item]! += 1;
  }
  // Shares of 8 of 30 and 5 of 10; five standard deviations of a count are 0.04 of the draws.
  counts.forEach((count, item) => {
    const expected = item < 30 ? 8 / 30 : 5 / 10;
    assert.ok(Math.abs(count / draws - expected) < 0.04, `item ${item}: ${count / draws}`);
  });
});

testOnEveryDevice(
  "items have the same values whether all are measured or some",
  async (compute) => {
    const { items, sources } = clouds(300);
    const only = drawCompared(named(items.classes), 0, 60)!;
    const all = await euclideanSilhouette(compute, items);
    const some = await euclideanSilhouette(compute, items, { only });
    only.forEach((item, i) => {
      assert.ok(Math.abs(all.perItem[item]! - some.perItem[i]!) < 1e-6, `item ${item}`);
    });
    const ks = [1, 5];
    const whole = await classifyByNeighbors(compute, { items, sources }, { ks });
    const part = await classifyByNeighbors(compute, { items, sources }, { ks, only });
    whole.forEach(({ predicted }, k) => {
      assert.deepEqual([...part[k]!.predicted], only.map((item) => predicted[item]));
    });
  },
);
