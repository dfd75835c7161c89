/**
 * Means over classes that each have one value: no sources to resample within them, only classes.
 * @module
 */
import { bootstrap, type BootstrapOptions } from "../statistics/bootstrap.ts";
import { type Measured, measuredOf } from "../statistics/measured.ts";
import { groupSources, sumBySource } from "../statistics/sources.ts";

/**
 * The mean over classes and trainings, both resampled. For these classes there is nothing but trainings to resample: of
 * one, the interval is the value.
 *
 * @param trainings for each training a value of each class
 * @param seedList trainings of one list are resampled together, see `Quantity`
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const options = { resamples: 100, seed: 0 };
 * const { value, low_fixed, high_fixed } = meanOverClasses([[0, 1]], "no trainings", options);
 * assert.deepEqual([value, low_fixed, high_fixed], [0.5, 0.5, 0.5]);
 * ```
 */
export function meanOverClasses(
  trainings: readonly ArrayLike<number>[],
  seedList: string,
  options: BootstrapOptions,
): Measured {
  const classes = Array.from(trainings[0]!, (_, number) => number);
  const table = groupSources(classes, classes.map(() => undefined));
  const sums = trainings.map((values) => sumBySource(table, values));
  return measuredOf(
    bootstrap(table, [{ mean: "classes", seedList, trainings: sums }], options)[0]!,
  );
}
