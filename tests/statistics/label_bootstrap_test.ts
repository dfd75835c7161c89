import assert from "node:assert/strict";
import { InputError } from "../../src/basics/errors.ts";
import { difference, intervalOf } from "../../src/statistics/intervals.ts";
import {
  bootstrapLabels,
  eachLabel,
  type LabelValues,
} from "../../src/statistics/label_bootstrap.ts";
import { mean } from "../../src/statistics/means.ts";

const UNITS = { labels: 3, blocks: 4, sources: 4 };
const OPTIONS = { resamples: 2000, seed: 0 };

/** Values with the same derivatives for every label; those of the blocks add up to 0. */
function valuesOf(values: readonly number[], derivatives: readonly number[]): LabelValues {
  return {
    values: Float64Array.from(values),
    influences: Float64Array.from(derivatives.flatMap((one) => values.map(() => one))),
  };
}

const sd = (values: Float64Array) => {
  const center = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - center) ** 2)));
};

Deno.test("resamples deviate as sources and labels do, and their means are the estimate", () => {
  const one = valuesOf([0.2, 0.5, 0.8], [0.02, -0.02, 0.03, -0.03]);
  const quantity = { trainings: [one], seedList: "no trainings" };
  const [estimate] = bootstrapLabels([quantity], UNITS, OPTIONS);
  const { value, theseClasses, classesLikeThese } = estimate!;
  assert(Math.abs(value - 0.5) < 1e-12);
  assert(Math.abs(mean(theseClasses) - value) < 0.003);
  assert(Math.abs(mean(classesLikeThese) - value) < 0.01);
  // Of n draws from n sources, deviations are multiplied by √(n / (n - 1)).
  const ofSources = Math.sqrt((2 * 0.02 ** 2 + 2 * 0.03 ** 2) * 4 / 3);
  assert(Math.abs(sd(theseClasses) / ofSources - 1) < 0.06);
  const ofBoth = Math.sqrt(ofSources ** 2 + 0.06 / 3);
  assert(Math.abs(sd(classesLikeThese) / ofBoth - 1) < 0.06);
});

Deno.test("quantities are paired: what differs by a constant has an interval of one point", () => {
  const derivatives = [0.1, -0.2, 0.05, 0.05];
  const of = (values: number[]) => ({ trainings: [valuesOf(values, derivatives)], seedList: "s" });
  const [high, low] = bootstrapLabels([of([0.4, 0.6, 0.9]), of([0.3, 0.5, 0.8])], UNITS, OPTIONS);
  const lead = difference(high!, low!);
  for (const resamples of [lead.theseClasses, lead.classesLikeThese]) {
    assert(resamples.every((value) => Math.abs(value - 0.1) < 1e-12));
  }
});

Deno.test("each label has the interval of its own sources", () => {
  const one = valuesOf([0.2, 0.5, 1], [0.02, -0.02, 0.03, -0.03]);
  const estimates = eachLabel(one, UNITS, [2, 3, 4], OPTIONS);
  assert.deepEqual(estimates.map(({ value }) => value), [0.2, 0.5, 1]);
  assert.deepEqual(estimates.map(({ bounds }) => bounds!.sources), [2, 3, 4]);
  const { low_fixed, high_fixed } = intervalOf(estimates[2]!);
  assert(low_fixed < 0.9 && high_fixed === 1);
});

Deno.test("lists of different lengths under one name are refused", () => {
  const one = valuesOf([0.2, 0.5, 0.8], [0, 0, 0, 0]);
  const quantities = [[one], [one, one], []].map((trainings) => ({ trainings, seedList: "seeds" }));
  assert.throws(
    () => bootstrapLabels(quantities.slice(0, 2), UNITS, OPTIONS),
    (thrown) => thrown instanceof InputError && /"seeds" has 2 trainings/.test(thrown.message),
  );
  assert.throws(() => bootstrapLabels(quantities.slice(2), UNITS, OPTIONS), InputError);
});
