/**
 * Draws the items that are compared with all others where there are many: each comparison takes as long as there are
 * items, so that all of them together take their square.
 * @module
 */
import { hash32, threefry2x32 } from "../../basics/random.ts";

/** Most items that are each compared with all others, but for shares of classes that are not whole. */
export const MOST_COMPARED = 5_000;

/** What a class has drawn at least, where there are few classes: one item would show no spread, and two little of it. */
const MOST_OF_SMALL = 8;
/** What every class has drawn at least, however many classes there are. */
const LEAST_OF_SMALL = 2;

/** What a draw depends on. */
export interface DrawnItems {
  /** The class of each item. */
  readonly classes: ArrayLike<number>;
  /** What each item is known by: another one for each. */
  readonly ids: readonly string[];
}

/**
 * Draws items of each class at random, as many as its share of all, rounded up. Of small classes there are more: up to 8
 * of each while these are no more than `most` in all, and always 2, since a class weighs as much as others in a balanced
 * mean and its items must show how far they spread. Any mean over a class has the expectation of that over all of its
 * items. Seed and ids alone decide which are drawn: the same ones in every space, and in whatever order items come.
 *
 * @param most number of items that shares are of; there are more where small classes have more
 * @returns the items in ascending order; undefined where there are at most `most`
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const classes = [0, 0, 0, 0, 0, 0, 0, 0, 1];
 * const ids = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
 * const drawn = drawCompared({ classes, ids }, 0, 4)!;
 * assert.deepEqual(drawn.map((item) => classes[item]), [0, 0, 0, 0, 1]);
 * assert.equal(drawCompared({ classes, ids }, 0, 9), undefined);
 * ```
 */
export function drawCompared(
  { classes, ids }: DrawnItems,
  seed: number,
  most: number = MOST_COMPARED,
): number[] | undefined {
  const { length } = classes;
  if (length <= most) return undefined;
  const lots = ids.map((id) => lotOf(id, seed));
  const order = (a: number, b: number) => lots[a]! - lots[b]! || (ids[a]! < ids[b]! ? -1 : 1);
  const items = Array.from(classes, (_, item) => item);
  const groups = [...Map.groupBy(items, (item) => classes[item]!).values()];
  const even = Math.floor(most / groups.length);
  const least = Math.max(LEAST_OF_SMALL, Math.min(even, MOST_OF_SMALL));
  return groups.flatMap((own) =>
    own.sort(order).slice(0, Math.max(least, Math.ceil(most * own.length / length)))
  ).sort((a, b) => a - b);
}

const PURPOSE = hash32("compared items");

/** The lot of an item: those with the lowest are drawn. */
function lotOf(id: string, seed: number): number {
  const [lot] = threefry2x32(seed, PURPOSE, hash32(id), 0);
  return lot;
}
