/**
 * Leaves an item's whole source out of its classification: clips from one source identify each other too easily.
 * @module
 */
import { InputError } from "../../basics/errors.ts";

/**
 * Numbers the sources of items: equal for items of one source; an item without a source is its own.
 *
 * @throws {InputError} when there are not as many sources as items, or all items come from one source
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual([...numberSources(["a", undefined, "a", undefined], 4)], [0, 1, 0, 3]);
 * ```
 */
export function numberSources(
  sources: readonly (string | undefined)[],
  items: number,
): Uint32Array {
  if (sources.length !== items) {
    throw new InputError(`${sources.length} sources for ${items} items; expected as many`);
  }
  const first = new Map<string, number>();
  const numbers = Uint32Array.from(sources, (source, item) => {
    if (source === undefined) return item;
    if (!first.has(source)) first.set(source, item);
    return first.get(source)!;
  });
  if (numbers.every((number) => number === numbers[0])) {
    throw new InputError(`All ${items} items come from one source; expected at least 2 sources`);
  }
  return numbers;
}
