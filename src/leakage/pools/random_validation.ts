/**
 * Random validation: holds sounds drawn at random out of training, as papers do that keep a share of their pairs.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { RandomStream } from "../../basics/random.ts";
import type { TrainingPair } from "../findings.ts";
import { LEAST_TEXTS } from "./notes.ts";
import { soundOf } from "./sounds.ts";

/**
 * Holds out a share of the sounds without a flagged pair, each with all its captions, so that every pool can contain
 * them and all pools are judged by the same pairs. Sounds of one recording or class may be on both sides, so the loss on
 * them says little about unseen classes.
 *
 * @param pairs every training pair, in any order
 * @param flagged ids of the flagged pairs
 * @param share share of the unflagged sounds, above 0 and below 1
 * @returns ids of the pairs, sorted
 * @throws {InputError} when the pairs held out, or those left, have fewer than 2 distinct texts
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const pairs = ["a#1", "a#2", "b", "c", "d", "e"].map((id) => ({ id, text: id }));
 * const held = randomValidation(pairs, new Set(["c"]), 0.5, 0);
 * assert.equal(held.includes("a#1"), held.includes("a#2"));
 * assert.ok(held.length >= 2 && !held.includes("c"));
 * ```
 */
export function randomValidation(
  pairs: readonly TrainingPair[],
  flagged: ReadonlySet<string>,
  share: number,
  seed: number,
): string[] {
  const sorted = pairs.toSorted((a, b) => a.id < b.id ? -1 : 1);
  const sounds = [...Map.groupBy(sorted, soundOf).values()]
    .filter((own) => own.every(({ id }) => !flagged.has(id)));
  const drawn = new RandomStream(seed, "random validation").shuffled(sounds)
    .slice(0, Math.round(share * sounds.length)).flat();
  const ids = new Set(drawn.map(({ id }) => id));
  const left = sorted.filter(({ id }) => !flagged.has(id) && !ids.has(id));
  for (const [what, own] of [["held out", drawn], ["left to train on", left]] as const) {
    const texts = new Set(own.map(({ text }) => text)).size;
    if (texts >= LEAST_TEXTS) continue;
    throw new InputError(
      `a random share of ${share} of ${sounds.length} unflagged sounds: ${texts} distinct texts ` +
        `are ${what}; expected at least ${LEAST_TEXTS}`,
    );
  }
  return [...ids].sort();
}
