/**
 * Claims about what flagged pairs give, and what the rest gives.
 * @module
 */
import type { Claim } from "../results/claims.ts";
import type { ChosenPair } from "./chosen_pairs.ts";
import { sideOf } from "./evidence.ts";
import { sentences } from "./sentences.ts";

/**
 * Decides what is said of leakage: that none can show, that it is shown, that flagged pairs hurt, or how large it may be
 * at most. Where the control does not match the clean pool, this is about flagged pairs, and says so. Undefined where
 * dirty or clean was not trained on flagged pairs, or with one seed only.
 */
export function leakageClaim(
  { audio, text, name, words, attribution, isFlagged, hasSeeds }: ChosenPair,
) {
  const pair = { audio, text };
  if (!isFlagged) {
    const sentence = sentences.nothingFlagged(name);
    return { kind: "nothing-flagged", ...pair, numbers: {}, sentence } satisfies Claim;
  }
  if (attribution === undefined || !hasSeeds) return undefined;
  const { path: { leakage }, flaggedPairs } = attribution;
  const part = leakage ?? flaggedPairs;
  const effect = leakage ? "control minus clean" : "dirty minus clean";
  const numbers: Claim["numbers"] = leakage ? { leakage } : { flaggedPairs };
  switch (sideOf(part)) {
    case "above": {
      const sentence = sentences.leakage(name, part, effect);
      return { kind: "leakage", ...pair, numbers, sentence } satisfies Claim;
    }
    case "below": {
      const sentence = sentences.flaggedPairsHurt(words, name, part, effect);
      return { kind: "flagged-pairs-hurt", ...pair, numbers, sentence } satisfies Claim;
    }
    case "neither": {
      const sentence = sentences.noLeakageShown(name, part, effect);
      return { kind: "no-leakage-shown", ...pair, numbers, sentence } satisfies Claim;
    }
  }
}

/** Says what the rest of the pairs gives or takes, where that is not zero. */
export function volumeClaim(
  { audio, text, name, words, attribution, isFlagged, hasSeeds }: ChosenPair,
): Claim | undefined {
  const volume = attribution?.path.volume;
  if (!isFlagged || !hasSeeds || volume === undefined || sideOf(volume) === "neither") {
    return undefined;
  }
  const sentence = sentences.volume(words, name, volume);
  return { kind: "volume", audio, text, numbers: { volume }, sentence };
}
