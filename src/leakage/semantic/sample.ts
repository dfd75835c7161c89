/**
 * Samples a stream of unknown length.
 * @module
 */
import type { RandomStream } from "../../basics/random.ts";

/**
 * Draws at most `size` elements of a stream, each with the same probability, and holds no more than that: algorithm R
 * of Vitter, "Random sampling with a reservoir" (ACM TOMS 11, 1985). A stream of at most `size` elements is returned
 * whole and in order.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { RandomStream } from "../../basics/random.ts";
 * assert.deepEqual(await sampled(["a", "b"], 3, new RandomStream(0, "example")), ["a", "b"]);
 * ```
 */
export async function sampled<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  size: number,
  random: RandomStream,
): Promise<Item[]> {
  const kept: Item[] = [];
  let seen = 0;
  for await (const item of items) {
    seen++;
    if (kept.length < size) kept.push(item);
    else {
      const place = random.below(seen);
      if (place < size) kept[place] = item;
    }
  }
  return kept;
}
