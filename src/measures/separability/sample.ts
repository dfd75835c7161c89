/**
 * Draws the items that are compared with all others where there are many: each comparison takes as long as there are
 * items, so that all of them together take their square.
 * @module
 */
import { RandomStream } from "../../basics/random.ts";

/** Most items that are each compared with all others, but for shares of classes that are not whole. */
export const MOST_COMPARED = 5_000;

/** What a class has drawn at least, where there are few classes: one item would show no spread, and two little of it. */
const MOST_OF_SMALL = 8;
/** What every class has drawn at least, however many classes there are. */
const LEAST_OF_SMALL = 2;

/**
 * Draws items of each class at random, as many as its share of all, rounded up. Of small classes there are more: up to 8
 * of each while these are no more than `most` in all, and always 2, since a class weighs as much as others in a balanced
 * mean and its items must show how far they spread. Any mean over a class has the expectation of that over all of its
 * items.
 *
 * @param classes the class of each item
 * @param seed with the same classes and seed the items are the same, whatever the space
 * @param most number of items that shares are of; there are more where small classes have more
 * @returns the items in ascending order; undefined where there are at most `most`
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const classes = [0, 0, 0, 0, 0, 0, 0, 0, 1];
 * const drawn = drawCompared(classes, 0, 4)!;
 * assert.deepEqual(drawn.map((item) => classes[item]), [0, 0, 0, 0, 1]);
 * assert.equal(drawCompared(classes, 0, 9), undefined);
 * ```
 */
export function drawCompared(
  classes: ArrayLike<number>,
  seed: number,
  most: number = MOST_COMPARED,
): number[] | undefined {
  if (classes.length <= most) return undefined;
  const random = new RandomStream(seed, "compared items");
  const items = Array.from(classes, (_, item) => item);
  const groups = [...Map.groupBy(items, (item) => classes[item]!)].sort(([a], [b]) => a - b);
  const even = Math.floor(most / groups.length);
  const least = Math.max(LEAST_OF_SMALL, Math.min(even, MOST_OF_SMALL));
  return groups.flatMap(([, own]) =>
    random.shuffled(own).slice(0, Math.max(least, Math.ceil(most * own.length / items.length)))
  ).sort((a, b) => a - b);
}
