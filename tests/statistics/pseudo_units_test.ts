import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { RandomStream } from "../../src/basics/random.ts";
import { bootstrap, type Estimate, type Quantity } from "../../src/statistics/bootstrap.ts";
import { accuracyBounds } from "../../src/statistics/bounds.ts";
import { combine, difference, intervalOf } from "../../src/statistics/intervals.ts";
import { mean } from "../../src/statistics/means.ts";
import { addPseudoUnits, pseudoValues } from "../../src/statistics/pseudo_units.ts";
import { groupSources, sumBySource } from "../../src/statistics/sources.ts";

const OPTIONS = { resamples: 2000, seed: 3 };

/** Estimates quantities of 8 items a class, each of its own source, from the share of them that is right. */
function accuraciesOf(...perClass: readonly (readonly number[])[]): Estimate[] {
  const classes = perClass[0]!.flatMap((_, c) => new Array<number>(8).fill(c));
  const table = groupSources(classes, classes.map(() => undefined));
  return bootstrap(
    table,
    perClass.map((rights): Quantity => ({
      mean: "classes",
      values: "shares",
      seedList: "s",
      trainings: [
        sumBySource(table, classes.map((c, item) => item % 8 < Math.round(8 * rights[c]!) ? 1 : 0)),
      ],
    })),
    OPTIONS,
  );
}

Deno.test("ten classes that are all named right leave room below 1, and none above", () => {
  const [perfect] = accuraciesOf(new Array(10).fill(1));
  const { low, high, low_fixed, high_fixed } = intervalOf(perfect!);
  // Three or more of twelve draws hit the pseudo-class of 0 in 7 % of resamples, four or more in 2 %.
  assert.ok(Math.abs(low - 9 / 12) < 1e-9, `${low}`);
  assert.equal(high, 1);
  assert.ok(low_fixed > 0.9 && low_fixed < 1, "80 sources bound more than 10 classes");
  assert.equal(high_fixed, 1);
});

Deno.test("an effect in all classes is shown, a rare one is not", () => {
  const rights = (...values: number[]) => values;
  const none = new Array<number>(15).fill(0);
  const [all, rare, zero] = accuraciesOf(
    none.map(() => 1),
    rights(1, ...none.slice(1)),
    none,
  ) as [Estimate, Estimate, Estimate];
  assert.ok(intervalOf(difference(all, zero)).low > 0.5);
  const { low, high } = intervalOf(difference(rare, zero));
  // One class of 15: the truth may be none, and may be three times as much.
  assert.ok(low < 0 && high > 0.2, `${low} ${high}`);
  const [, , otherZero] = accuraciesOf(none, none, none);
  const nothing = intervalOf(difference(zero, otherZero!));
  assert.ok(
    Math.abs(nothing.low + nothing.high) < 0.03 && nothing.high > 0.05,
    "0 is in the middle",
  );
});

Deno.test("pseudo-values are the ends of a contrast, and of its sign", () => {
  const one = accuracyBounds(10, 80);
  assert.deepEqual(pseudoValues(one, 0.3), [[0, 1, 0, 1]]);
  const estimate = (value: number): Estimate => ({
    value,
    theseClasses: new Float64Array(1),
    classesLikeThese: new Float64Array(1),
    bounds: one,
  });
  const [a, b] = [estimate(0.8), estimate(0.3)];
  assert.deepEqual(pseudoValues(difference(a, b).bounds!, 0.5), [[0, 0, -1, 1], [0, 0, 1, 1]]);
  assert.deepEqual(pseudoValues(difference(a, b).bounds!, -0.5)[1], [0, 0, -1, -1]);
  assert.equal(pseudoValues(difference(a, b).bounds!, 0).length, 1);
  assert.deepEqual(pseudoValues(difference(a, 0.25).bounds!, 0.5), [[-0.25, 0.75, -0.25, 0.75]]);
  const interaction = combine([[1, a], [-1, estimate(0.8)], [-1, b], [1, estimate(0.3)]]);
  assert.deepEqual(pseudoValues(interaction.bounds!, 0.1)[0], [0, 0, -2, 2]);
  const ninths = pseudoValues(combine([[1, a], [-0.9, b]]).bounds!, 0.1)[0]!;
  assert.deepEqual(ninths.map((value) => Number(value.toFixed(9))), [0, 0.1, -0.9, 1]);
  const { bounds: _, ...unbounded } = a;
  assert.equal(difference(unbounded, b).bounds, undefined);
});

Deno.test("pseudo-units are those of a bootstrap in which they are drawn like classes", () => {
  const random = new RandomStream(1, "drawn one by one");
  const rights = [1, 1, 0.5, 0.25, 0.75, 1, 0, 0.5];
  const [estimate] = accuraciesOf(rights);
  const units = [...rights, 0, 1];
  const drawn = Float64Array.from(
    { length: 20_000 },
    () => mean(units.map(() => units[random.below(units.length)]!)),
  ).sort();
  const added = addPseudoUnits(estimate!.classesLikeThese, rights.length, [0, 1, 0, 1]).sort();
  for (const share of [0.025, 0.25, 0.5, 0.75, 0.975]) {
    const [expected, found] = [drawn, added].map((all) => all[Math.floor(share * all.length)]!);
    assert.ok(Math.abs(expected! - found!) < 0.025, `${share}: ${expected} ${found}`);
  }
});

Deno.test("intervals of any accuracies and differences hold the estimate and keep to its range", () => {
  const rights = fc.array(fc.constantFrom(0, 0.25, 0.5, 1), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(rights, rights, (first, second) => {
      const [a, b] = accuraciesOf(first, second) as [Estimate, Estimate];
      for (const [estimate, least, most] of [[a, 0, 1], [difference(a, b), -1, 1]] as const) {
        const { low, high, low_fixed, high_fixed } = intervalOf(estimate);
        const held = low - 1e-12 <= estimate.value && estimate.value <= high + 1e-12;
        assert.ok(least <= low && held && high <= most);
        assert.ok(least <= low_fixed && low_fixed <= estimate.value + 1e-12);
        // An end that is 0 but for rounding is exactly 0, since claims ask on which side of it an interval lies.
        for (const end of [low, high]) assert.equal(end, Math.round(end * 1e12) / 1e12);
        assert.ok(estimate.value <= high_fixed + 1e-12 && high_fixed <= most);
      }
    }),
    { seed: 1, numRuns: 40 },
  );
});

Deno.test("what stands on both sides of a difference leaves exactly nothing", () => {
  const [one] = accuraciesOf([1, 0.5, 0, 0.25, 1]);
  const nothing = { low: 0, high: 0, low_fixed: 0, high_fixed: 0 };
  assert.deepEqual(intervalOf(difference(one!, one!)), nothing);
  const [same, twin] = accuraciesOf([1, 1, 1, 1, 1], [1, 1, 1, 1, 1]);
  assert.ok(intervalOf(difference(same!, twin!)).high > 0, "two trainings can differ");
});

Deno.test("rounding gives an estimate no sign", () => {
  const difference = { classes: 10, sources: 80, none: 0, all: 0, least: -1, most: 1 };
  assert.deepEqual(pseudoValues(difference, 1e-16), pseudoValues(difference, 0));
  assert.equal(pseudoValues(difference, 1e-3).length, 2);
});
