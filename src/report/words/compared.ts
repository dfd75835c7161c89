/**
 * Says which items Euclidean silhouettes and neighbors are measured on, where these are not all.
 * @module
 */
import type { SpaceSeparability } from "../../audit/results/spaces.ts";
import { count } from "../../statistics/format.ts";

/**
 * Returns the sentence; undefined where every item was compared with all others.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const space = { space: "audio backbone", items: 20_000, compared: 5_000 } as const;
 * assert.match(comparedNote([space])!, /^Euclidean silhouettes and neighbors are those of 5,000 of /);
 * assert.equal(comparedNote([{ space: "text shared", items: 10 }]), undefined);
 * ```
 */
export function comparedNote(separability: readonly SpaceSeparability[]): string | undefined {
  const drawn = separability.find(({ compared }) => compared !== undefined);
  if (drawn === undefined) return undefined;
  return `Euclidean silhouettes and neighbors are those of ${count(drawn.compared!)} of the ` +
    `${count(drawn.items)} items, each compared with all: of every class its share was ` +
    "drawn at random, and more of small ones; the same items in every space.";
}
