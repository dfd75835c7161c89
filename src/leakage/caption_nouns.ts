/**
 * The nouns of all captions among training pairs, which are the topics that control pools are matched in.
 * @module
 */
import type { TrainingPair } from "./findings.ts";
import type { CaptionNouns } from "./pools/sounds_and_topics.ts";
import { nounFinder } from "./text/nouns.ts";
import { type Dictionary, NO_WORDS } from "./wordnet/dictionary.ts";
import { WordNet } from "./wordnet/wordnet.ts";

/**
 * Finds the noun lemmas of the pairs without a label. Where every pair has one, no dictionary is opened.
 *
 * @param dictionary WordNet, where it is open already
 * @throws {SurroundingsError} when WordNet is needed and cannot be fetched
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
  dictionary: Dictionary = NO_WORDS,
): Promise<CaptionNouns> {
  const captions = pairs.filter(({ label }) => label === undefined);
  if (captions.length === 0) return new Map();
  const nounsOf = nounFinder(dictionary === NO_WORDS ? await WordNet.open() : dictionary);
  return new Map(captions.map(({ id, text }) => [id, nounsOf(text)]));
}
