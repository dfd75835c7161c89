/**
 * The shuffled pool: the clean pairs with their texts permuted, so that only the distributions of sounds and texts are
 * left to learn across modalities.
 * @module
 */
import { RandomStream } from "../../basics/random.ts";
import type { TrainingPair } from "../findings.ts";
import { soundOf } from "./sounds.ts";

/**
 * Permutes the texts of pairs. Where all pairs have labels, the texts of each label move together to one label (to its
 * pairs in turn, in order of id), so that pairs of a class still share their texts; otherwise the captions of each sound
 * move together to one sound. All permutations have the same probability, so a label may keep its texts by chance (one does in
 * expectation): over many trainings, accuracy averages to that of pairs drawn at random. The permutation depends only
 * on the pairs' ids, the seed and its number.
 *
 * @param pairs the clean pool
 * @param seed the training's seed
 * @param permutation the number of the permutation; each number of a seed has an independent draw
 * @returns for each pair's id the id of the pair whose text it gets
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const pairs = [
 *   { id: "a", text: "hen", label: "hen" },
 *   { id: "b", text: "hen", label: "hen" },
 *   { id: "c", text: "pig", label: "pig" },
 * ];
 * const donors = shuffleTexts(pairs, 0, 1);
 * assert.deepEqual([...donors.keys()], ["a", "b", "c"]);
 * assert.equal(donors.get("a") === "c", donors.get("b") === "c");
 * ```
 */
export function shuffleTexts(
  pairs: readonly TrainingPair[],
  seed: number,
  permutation: number,
): Map<string, string> {
  const labeled = pairs.every(({ label }) => label !== undefined);
  const firstOf = new Map<string, string>();
  for (const pair of pairs) {
    const first = firstOf.get(soundOf(pair));
    if (first === undefined || pair.id < first) firstOf.set(soundOf(pair), pair.id);
  }
  const groups = Map.groupBy(pairs, (pair) => labeled ? pair.label! : firstOf.get(soundOf(pair))!);
  const names = [...groups.keys()].sort();
  const sortedIds = (name: string) => groups.get(name)!.map(({ id }) => id).sort();
  const donors = new RandomStream(seed, `shuffled texts ${permutation}`).shuffled(names);
  return new Map(names.flatMap((name, i) => {
    const donorIds = sortedIds(donors[i]!);
    return sortedIds(name).map((
      id,
      rank,
    ): [string, string] => [id, donorIds[rank % donorIds.length]!]);
  }));
}
