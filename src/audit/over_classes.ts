/**
 * Means over classes that each have one value: no sources to resample within them, only classes.
 * @module
 */
import { bootstrap, type BootstrapOptions } from "../statistics/bootstrap.ts";
import { type Measured, measuredOf } from "../statistics/measured.ts";
import { groupSources, sumBySource } from "../statistics/sources.ts";

/**
 * The mean of a value of each class, classes resampled. For these classes there is nothing to resample, so the interval
 * is the value.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { value, low_fixed, high_fixed } = meanOverClasses([0, 1], { resamples: 100, seed: 0 });
 * assert.deepEqual([value, low_fixed, high_fixed], [0.5, 0.5, 0.5]);
 * ```
 */
export function meanOverClasses(values: ArrayLike<number>, options: BootstrapOptions): Measured {
  const classes = Array.from(values, (_, number) => number);
  const table = groupSources(classes, classes.map(() => undefined));
  const trainings = [sumBySource(table, values)];
  return measuredOf(
    bootstrap(table, [{ mean: "classes", seedList: "no trainings", trainings }], options)[0]!,
  );
}
