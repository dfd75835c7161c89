/**
 * The shuffled pool: the clean pairs with their texts permuted, so that nothing is left to learn across
 * modalities but the distributions of sounds and texts.
 * @module
 */
import { RandomStream } from "../../basics/random.ts";
import type { TrainingPair } from "../findings.ts";

/**
 * Gives every pair another's text: where all pairs have labels, the texts of each label go to another label as a
 * whole (its items in turn, in order of id), so that items of a class still share their texts; otherwise texts
 * are permuted between pairs. The permutation is drawn evenly from all of them, so a label may keep its texts by
 * chance (one does in expectation): over many trainings, accuracy averages to that of pairs drawn at random.
 * It depends on the pairs' ids, the seed and the permutation's number alone.
 *
 * @param pairs the clean pool
 * @param seed of the training
 * @param permutation its number among those of one seed, each of which is drawn afresh
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
  const groups = Map.groupBy(pairs, ({ id, label }) => labeled ? label! : id);
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
