/**
 * Claims about the dirty score of a pair of backbones. They are about this score, so their intervals are those for these
 * classes.
 * @module
 */
import type { Claim } from "../results/claims.ts";
import { chanceOf, type ChosenPair } from "./chosen_pairs.ts";
import { isAboveChance, notAboveChance, valueOf } from "./evidence.ts";
import { sentences } from "./sentences.ts";

/** Largest lead over the audio reference of the same pairs that does not count as better. */
const CLOSE = 0.05;

/**
 * Decides what is said of the dirty score: that it is not shown to be above chance, and then nothing else; or what it
 * can be reached without. Nothing where its permutation test was not made.
 *
 * @param isLeaky whether leakage is claimed of this pair
 */
export function dirtyClaims(pair: ChosenPair, isLeaky: boolean): Claim[] {
  const { conditions: { dirty } } = pair;
  const p = dirty?.permutation_p;
  if (dirty === undefined || p === undefined) return [];
  if (!isAboveChance(p)) return [notAboveChance(pair, "dirty", valueOf(dirty.accuracy), p)];
  if (!pair.isCovered || !pair.hasSeeds || !pair.hasSources) return [];
  return [isLeaky ? withoutMeaning(pair) : undefined, withoutText(pair)]
    .filter((claim) => claim !== undefined);
}

/** Says that the score needs no text meaning, where random codes reach nine tenths of its rise over chance. */
function withoutMeaning(pair: ChosenPair): Claim | undefined {
  const { audio, text, name, words, attribution } = pair;
  const chance = chanceOf(pair, "dirty");
  const codes = attribution?.codes;
  if (codes === undefined || codes.over_nine_tenths.low_fixed <= 0) return undefined;
  const { dirty } = attribution!;
  return {
    kind: "needs-no-text-meaning",
    audio,
    text,
    condition: "dirty",
    numbers: { dirty, chance, codes: codes.accuracy, over_nine_tenths: codes.over_nine_tenths },
    sentence: sentences.needsNoTextMeaning(words, name, dirty, chance, codes.accuracy),
  };
}

/** Says that the score is no better than what audio alone gets from the same pairs, where the lead is below 0.05. */
function withoutText({ audio, text, name, words, attribution }: ChosenPair): Claim | undefined {
  const lead = attribution?.over_same_pairs;
  if (lead === undefined || lead.high_fixed >= CLOSE) return undefined;
  const { dirty } = attribution!;
  return {
    kind: "no-better-than-audio-alone",
    audio,
    text,
    condition: "dirty",
    numbers: { dirty, over_same_pairs: lead },
    sentence: sentences.noBetterThanAudioAlone(words, name, dirty, lead),
  };
}
