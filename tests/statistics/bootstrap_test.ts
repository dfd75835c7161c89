import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { InputError } from "../../src/basics/errors.ts";
import { RandomStream } from "../../src/basics/random.ts";
import { bootstrap, type Estimate, type Quantity } from "../../src/statistics/bootstrap.ts";
import { difference, intervalOf } from "../../src/statistics/intervals.ts";
import { groupSources, type SourceTable, sumBySource } from "../../src/statistics/sources.ts";

const OPTIONS = { resamples: 200, seed: 5 };

/** Creates items of `classes` classes, each of `sources` sources with 1 to 3 items. */
function tableOf(classes: number, sources: number): { table: SourceTable; classOf: number[] } {
  const items = Array.from({ length: classes * sources }, (_, s) => s)
    .flatMap((source) => new Array<number>(1 + source % 3).fill(source));
  const classOf = items.map((source) => source % classes);
  return { table: groupSources(classOf, items.map(String)), classOf };
}

function randomHits(table: SourceTable, share: number, random: RandomStream): Float64Array {
  return sumBySource(table, Array.from(table.sourceOf, () => random.uniform() < share ? 1 : 0));
}

function quantity(
  table: SourceTable,
  share: number,
  { trainings = 3, seedList = "seeds", mean = "classes" as Quantity["mean"], seed = 1 } = {},
): Quantity {
  const random = new RandomStream(seed, `hits ${share}`);
  return {
    mean,
    values: "shares",
    seedList,
    trainings: Array.from({ length: trainings }, () => randomHits(table, share, random)),
  };
}

const width = (estimate: Estimate) => {
  const { low, high } = intervalOf(estimate);
  return high - low;
};

Deno.test("values are the plain means over items and over classes", () => {
  const table = groupSources([0, 0, 0, 1], ["a", "a", "b", "c"]);
  const trainings = [[1, 0, 1, 0], [1, 1, 1, 1]].map((hits) => sumBySource(table, hits));
  const [items, classes] = bootstrap(table, [
    { mean: "items", values: "shares", seedList: "s", trainings },
    { mean: "classes", values: "shares", seedList: "s", trainings },
  ], OPTIONS);
  assert.equal(items!.value, (2 / 4 + 1) / 2);
  assert(Math.abs(classes!.value - ((2 / 3 + 0) / 2 + 1) / 2) < 1e-15);
});

Deno.test("only the seed decides", () => {
  const { table } = tableOf(5, 6);
  const cells = [quantity(table, 0.5), quantity(table, 0.8, { seedList: "other", trainings: 7 })];
  const first = bootstrap(table, cells, OPTIONS);
  assert.deepEqual(bootstrap(table, cells, OPTIONS), first);
  assert.deepEqual(
    cells.toReversed().map((cell) => bootstrap(table, [cell], OPTIONS)[0]),
    first.toReversed(),
    "quantities of separate calls are paired too",
  );
  assert.notDeepEqual(bootstrap(table, cells, { ...OPTIONS, seed: 6 }), first);
});

Deno.test("resamples match their counts, as computed item by item", () => {
  // Every source has one item and a value of its own power of ten, so a mean shows how often each was drawn.
  const table = groupSources([0, 0, 0, 0, 0], [..."abcde"]);
  const trainings = [sumBySource(table, [1, 10, 100, 1_000, 10_000])];
  const quantity = { mean: "items", values: "unbounded", seedList: "s", trainings } as const;
  const [estimate] = bootstrap(table, [quantity], OPTIONS);
  for (const value of estimate!.theseClasses) {
    // Deviations of five drawn from five are multiplied by the root of 5/4.
    const mean = 11_111 / 5 + (value - 11_111 / 5) / Math.sqrt(5 / 4);
    const counts = [...Math.round(mean * 5).toString().padStart(5, "0")].map(Number);
    assert.equal(counts.length, 5);
    assert.equal(counts.reduce((sum, count) => sum + count), 5);
  }
});

Deno.test("a constant without bounds has an interval of no width", () => {
  const { table } = tableOf(6, 4);
  const same = table.itemCounts;
  for (const mean of ["classes", "items"] as const) {
    const trainings = [Float64Array.from(same), Float64Array.from(same)];
    const quantity = { mean, values: "unbounded", seedList: "s", trainings } as const;
    const [estimate] = bootstrap(table, [quantity], OPTIONS);
    for (const end of Object.values(intervalOf(estimate!))) assert(Math.abs(end - 1) < 1e-12);
  }
});

Deno.test("each level of resampling shows only what varies on it", () => {
  const classOf = Array.from({ length: 40 }, (_, i) => i % 8);
  const table = groupSources(classOf, classOf.map(() => undefined));
  const estimateOf = (...trainings: ((item: number) => number)[]) =>
    bootstrap(table, [{
      mean: "classes",
      values: "unbounded",
      seedList: "s",
      trainings: trainings.map((value) => sumBySource(table, classOf.map((_, i) => value(i)))),
    }], OPTIONS)[0]!;
  const ofClasses = intervalOf(estimateOf((item) => classOf[item]! % 2));
  assert(ofClasses.high - ofClasses.low > 0.3);
  assert(Math.abs(ofClasses.high_fixed - ofClasses.low_fixed) < 1e-12);
  const ofSources = intervalOf(estimateOf((item) => item < 20 ? 1 : 0));
  assert(ofSources.high_fixed - ofSources.low_fixed > 0.1);
  const ofTrainings = intervalOf(estimateOf(() => 0, () => 0, () => 1, () => 1));
  // Four trainings spread as much as they do in truth: the root of 4/3 times as far as four of four.
  const spread = Math.sqrt(4 / 3) / 2;
  assert(Math.abs(ofTrainings.low_fixed - (0.5 - spread)) < 1e-12);
  assert(Math.abs(ofTrainings.high_fixed - (0.5 + spread)) < 1e-12);
});

Deno.test("the parts of the path add up in every resample", () => {
  const { table } = tableOf(10, 8);
  const [dirty, clean, baseline] = bootstrap(table, [
    quantity(table, 0.95),
    quantity(table, 0.5),
    quantity(table, 0.2),
  ], OPTIONS) as [Estimate, Estimate, Estimate];
  const parts = [difference(baseline, 0.1), difference(clean, baseline), difference(dirty, clean)];
  for (const kind of ["theseClasses", "classesLikeThese"] as const) {
    for (let i = 0; i < OPTIONS.resamples; i++) {
      const sum = parts.reduce((total, part) => total + part[kind][i]!, 0.1);
      assert(Math.abs(sum - dirty[kind][i]!) < 1e-12);
    }
  }
  assert(Math.abs(parts.reduce((total, { value }) => total + value, 0.1) - dirty.value) < 1e-12);
});

Deno.test("pairing makes the interval of a difference narrower", () => {
  const classOf = Array.from({ length: 200 }, (_, i) => i % 20);
  const table = groupSources(classOf, classOf.map(() => undefined));
  const level = sumBySource(table, classOf.map((c) => c / 20));
  const higher = sumBySource(table, classOf.map((c) => c / 20 + 0.05));
  const cells = [level, higher].map((sums): Quantity => ({
    mean: "classes",
    values: "unbounded",
    seedList: "s",
    trainings: [sums],
  }));
  const [low, high] = bootstrap(table, cells, OPTIONS);
  assert(width(low!) > 0.1);
  assert(width(difference(high!, low!)) < 1e-12);
});

Deno.test("intervals cover: 95 % of simulated data sets, within what 20 classes allow", () => {
  const random = new RandomStream(11, "simulated data");
  const truth = 0.5;
  let covered = 0;
  for (let run = 0; run < 150; run++) {
    const classOf = Array.from({ length: 120 }, (_, i) => i % 20);
    const table = groupSources(classOf, classOf.map(() => undefined));
    const classEffect = Array.from({ length: 20 }, () => 0.2 * random.normal());
    const trainings = Array.from({ length: 5 }, () => {
      const effect = 0.02 * random.normal();
      const value = (c: number) => truth + effect + classEffect[c]! + 0.2 * random.normal();
      return sumBySource(table, classOf.map(value));
    });
    const cell: Quantity = { mean: "classes", values: "unbounded", seedList: "s", trainings };
    const [estimate] = bootstrap(table, [cell], { resamples: 200, seed: run });
    const { low, high } = intervalOf(estimate!);
    if (low <= truth && truth <= high) covered++;
  }
  assert(covered / 150 > 0.87 && covered / 150 <= 1, `covers ${covered} of 150`);
});

Deno.test("any grouping keeps every item once, and any interval holds its share and keeps to its ends", () => {
  const item = fc.record({
    label: fc.integer({ min: 0, max: 4 }),
    source: fc.option(fc.constantFrom("a", "b", "c"), { nil: undefined }),
    hit: fc.integer({ min: 0, max: 1 }),
  });
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 30 }), fc.integer(), (items, seed) => {
      const table = groupSources(items.map((i) => i.label), items.map((i) => i.source));
      assert.equal(table.itemCounts.reduce((a, b) => a + b), items.length);
      assert.equal(table.starts.length - 1, new Set(items.map((i) => i.label)).size);
      const trainings = [sumBySource(table, items.map((i) => i.hit))];
      const cells = (["items", "classes"] as const).map((mean) => ({
        mean,
        values: "shares" as const,
        seedList: "",
        trainings,
      }));
      for (const estimate of bootstrap(table, cells, { resamples: 20, seed })) {
        const { low, high, low_fixed, high_fixed } = intervalOf(estimate);
        for (const [lower, upper] of [[low, high], [low_fixed, high_fixed]] as const) {
          assert(0 <= lower && lower <= estimate.value && estimate.value <= upper && upper <= 1);
        }
      }
    }),
    { seed: 1, numRuns: 100 },
  );
});

Deno.test("shapes that do not fit are refused", () => {
  const { table } = tableOf(3, 2);
  const good = quantity(table, 0.5);
  const refuse = (quantities: Quantity[], message: RegExp) =>
    assert.throws(
      () => bootstrap(table, quantities, OPTIONS),
      (error) => error instanceof InputError && message.test(error.message),
    );
  refuse([good, quantity(table, 0.5, { trainings: 4 })], /"seeds" has 4 trainings; expected 3/);
  refuse([{ ...good, trainings: [] }], /has 0 trainings; expected some/);
  refuse([{ ...good, trainings: [new Float64Array(5)] }], /values of 5 sources; expected 6/);
  assert.throws(() => groupSources([], []), InputError);
  assert.throws(() => groupSources([0, 1], ["a"]), InputError);
  assert.throws(() => sumBySource(table, [1]), InputError);
  const [few] = bootstrap(table, [good], { resamples: 2, seed: 0 });
  const [many] = bootstrap(table, [good], { resamples: 3, seed: 0 });
  assert.throws(() => difference(few!, many!), InputError);
});

Deno.test("a class's items enter classes like these by their mean alone", () => {
  // Two classes of mean 1/2, one of which has items that differ: classes like these do not differ.
  const table = groupSources([0, 0, 1, 1], [..."abcd"]);
  const trainings = [sumBySource(table, [0, 1, 0.5, 0.5])];
  const quantity = { mean: "classes", values: "unbounded", seedList: "s", trainings } as const;
  const { low, high, low_fixed, high_fixed } = intervalOf(
    bootstrap(table, [quantity], OPTIONS)[0]!,
  );
  assert.deepEqual([low, high], [0.5, 0.5]);
  assert(high_fixed - low_fixed > 0.2);
});

Deno.test("the mean over items weighs a drawn class by its items", () => {
  const table = groupSources([0, 0, 0, 1], [..."abcd"]);
  const trainings = [sumBySource(table, [1, 1, 1, 0])];
  const quantity = { mean: "items", values: "shares", seedList: "s", trainings } as const;
  const [{ classesLikeThese }] = bootstrap(table, [quantity], OPTIONS) as [Estimate];
  assert.deepEqual(new Set(classesLikeThese), new Set([0, 3 / 4, 1]));
});

Deno.test("few sources and few trainings spread as much as their variance says", () => {
  const random = new RandomStream(3, "few");
  const classOf = Array.from({ length: 40 }, (_, i) => i % 20);
  const table = groupSources(classOf, classOf.map(() => undefined));
  let [expected, found] = [0, 0];
  for (let run = 0; run < 200; run++) {
    const trainings = [sumBySource(table, classOf.map(() => random.normal()))];
    const quantity = { mean: "classes", values: "unbounded", seedList: "s", trainings } as const;
    const [{ theseClasses, value }] = bootstrap(table, [quantity], OPTIONS) as [Estimate];
    found += theseClasses.reduce((sum, one) => sum + (one - value) ** 2, 0) / theseClasses.length;
    expected += 1 / 40;
  }
  // Two sources a class: plain resampling gives half of the variance.
  assert(Math.abs(found / expected - 1) < 0.15, `${found / expected}`);
});
