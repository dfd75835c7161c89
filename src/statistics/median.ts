/**
 * The median of a value over items, with its bootstrap interval.
 * @module
 */
import { RandomStream } from "../basics/random.ts";
import type { BootstrapOptions, Estimate } from "./bootstrap.ts";
import { drawSources, takeAll } from "./draws.ts";
import type { SourceTable } from "./sources.ts";

/**
 * Returns the median of numbers; of an even number, the mean of the two in the middle.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(medianOf([9, 1, 2, 4]), 3);
 * ```
 */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
}

/**
 * Computes the median over items, and over each resample of the sources of these classes. With one class both estimands
 * are the same, so one set of resamples serves both.
 *
 * @param table the items, of one class
 * @param values a value of each item
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { groupSources } from "./sources.ts";
 * const table = groupSources([0, 0, 0, 0], ["a", "b", "c", "d"]);
 * assert.equal(bootstrapMedian(table, [1, 9, 2, 4], { resamples: 1, seed: 0 }).value, 3);
 * ```
 */
export function bootstrapMedian(
  table: SourceTable,
  values: ArrayLike<number>,
  { resamples, seed }: BootstrapOptions,
): Estimate {
  const items = Array.from(values, (_, item) => item).sort((a, b) => values[a]! - values[b]!);
  const weighted = (sourceCounts: Uint32Array) => {
    const countOf = (item: number) => sourceCounts[table.sourceOf[item]!]!;
    const total = items.reduce((sum, item) => sum + countOf(item), 0);
    let passed = 0;
    let lower: number | undefined;
    for (const item of items) {
      passed += countOf(item);
      if (2 * passed >= total) lower ??= values[item]!;
      if (2 * passed > total) return (lower! + values[item]!) / 2;
    }
    return NaN;
  };
  const all = takeAll(table);
  const random = new RandomStream(seed, "bootstrap median");
  const drawn = Float64Array.from(
    { length: resamples },
    () => weighted(drawSources(random, table).sourceCounts),
  );
  return { value: weighted(all.sourceCounts), theseClasses: drawn, classesLikeThese: drawn };
}
