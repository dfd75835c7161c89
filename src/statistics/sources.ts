/**
 * Groups items by class and source, the units that a bootstrap resamples. Clips of one recording are near copies, so
 * the recording is the unit, not the clip.
 * @module
 */
import { InputError } from "../basics/errors.ts";

/** The items of each source and the sources of each class. Sources are numbered class by class. */
export interface SourceTable {
  /** Source number of each item. A source with items of two classes counts as one source in each. */
  readonly sourceOf: Uint32Array;
  /** Number of items of each source. */
  readonly itemCounts: Uint32Array;
  /** The c-th class that has items has the sources `starts[c]` to `starts[c + 1]` - 1. */
  readonly starts: Uint32Array;
  /**
   * Where the items were drawn from more: number of all items of each class that has items, which is what the class
   * weighs in a mean over items.
   */
  readonly classSizes?: Uint32Array;
}

/**
 * Groups items by class and source.
 *
 * @param classes class number of each item, from 0; a class without items is left out
 * @param sources source id of each item; an item without one is its own source
 * @throws {InputError} when there are no items, or the numbers of sources and classes differ
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const table = groupSources([1, 0, 1, 1], ["a", "a", "b", "a"]);
 * assert.deepEqual([...table.sourceOf], [1, 0, 2, 1]);
 * assert.deepEqual([...table.itemCounts], [1, 2, 1]);
 * assert.deepEqual([...table.starts], [0, 1, 3]);
 * ```
 */
export function groupSources(
  classes: ArrayLike<number>,
  sources: readonly (string | undefined)[],
): SourceTable {
  if (classes.length === 0 || classes.length !== sources.length) {
    throw new InputError(
      `${classes.length} items with ${sources.length} sources; expected as many, at least 1`,
    );
  }
  const items = sources.map((_, item) => item);
  const byClass = Map.groupBy(items, (item) => classes[item]!);
  const sourceOf = new Uint32Array(items.length);
  const itemCounts: number[] = [];
  const starts = [0];
  for (const label of [...byClass.keys()].sort((a, b) => a - b)) {
    for (const members of Map.groupBy(byClass.get(label)!, (i) => sources[i] ?? i).values()) {
      for (const item of members) sourceOf[item] = itemCounts.length;
      itemCounts.push(members.length);
    }
    starts.push(itemCounts.length);
  }
  return { sourceOf, itemCounts: Uint32Array.from(itemCounts), starts: Uint32Array.from(starts) };
}

/**
 * Sums a value over each source's items: the number of items named right, for instance.
 *
 * @param values a value of each item
 * @throws {InputError} when the numbers of values and items differ
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const table = groupSources([0, 0, 1], ["a", "a", "b"]);
 * assert.deepEqual([...sumBySource(table, [1, 1, 0])], [2, 0]);
 * ```
 */
export function sumBySource(table: SourceTable, values: ArrayLike<number>): Float64Array {
  const { sourceOf, itemCounts } = table;
  if (values.length !== sourceOf.length) {
    throw new InputError(`${values.length} values of ${sourceOf.length} items; expected as many`);
  }
  const sums = new Float64Array(itemCounts.length);
  for (let item = 0; item < sourceOf.length; item++) sums[sourceOf[item]!]! += values[item]!;
  return sums;
}

/**
 * Sums a value of each source over the sources of each class.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const table = groupSources([0, 0, 1], ["a", "b", "a"]);
 * assert.deepEqual([...sumByClass(table, Float64Array.of(1, 2, 4))], [3, 4]);
 * ```
 */
export function sumByClass({ starts }: SourceTable, values: Float64Array): Float64Array {
  return Float64Array.from(
    starts.subarray(1),
    (end, c) => values.subarray(starts[c], end).reduce((sum, value) => sum + value, 0),
  );
}
