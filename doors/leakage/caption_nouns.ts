/**
 * Loads `src/leakage/caption_nouns.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { TrainingPair } from "../../src/leakage/findings.ts";
import type { CaptionNouns } from "../../src/leakage/pools/sounds_and_topics.ts";
import type { Dictionary } from "../../src/leakage/wordnet/dictionary.ts";

const loading = later<typeof import("../../src/leakage/caption_nouns.ts")>(
  new URL("../../src/leakage/caption_nouns.ts", import.meta.url),
);

/**
 * Finds the noun lemmas of the pairs without a label. Where every pair has one, no dictionary is opened; where WordNet
 * cannot be fetched, their content words take the place of nouns.
 *
 * @param dictionary WordNet, where it is open already
 * @param onNote called where content words were taken
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const nouns = await captionNouns([
 *   { id: "a.wav#1", text: "Two dogs bark at a train" },
 *   { id: "b.wav", text: "hen", label: "hen" },
 * ]);
 * assert.deepEqual([...nouns], [["a.wav#1", ["dog", "train"]]]);
 * ```
 */
export async function captionNouns(
  pairs: readonly TrainingPair[],
  dictionary?: Dictionary,
  onNote?: (note: string) => void,
): Promise<CaptionNouns> {
  return await (await loading()).captionNouns(pairs, dictionary, onNote);
}
