/**
 * Conditions that several claims share.
 * @module
 */
import { LEVEL } from "../../statistics/permutation.ts";
import type { MeanAccuracy, PathPart } from "../results/attribution.ts";
import type { Claim } from "../results/claims.ts";
import { chanceOf, type ChosenPair } from "./chosen_pairs.ts";
import { sentences } from "./sentences.ts";

/** Whether a permutation test shows that an accuracy is above chance. */
export function isAboveChance(p: number): boolean {
  return p <= LEVEL;
}

/** On which side of zero the interval of an effect lies, for classes like these; `neither` where it holds zero. */
export function sideOf(
  { low, high }: Pick<PathPart, "low" | "high">,
): "above" | "below" | "neither" {
  if (low > 0) return "above";
  return high < 0 ? "below" : "neither";
}

/** Returns an accuracy in the form of claims' numbers. */
export function valueOf({ mean, low, high, low_fixed, high_fixed }: MeanAccuracy): PathPart {
  return { value: mean, low, high, low_fixed, high_fixed };
}

/** Says of a score that its permutation test does not show it to be above chance. */
export function notAboveChance(
  pair: ChosenPair,
  condition: "dirty" | "clean",
  accuracy: PathPart,
  permutation_p: number,
): Claim {
  const { audio, text, name, words } = pair;
  const chance = chanceOf(pair, condition);
  const score = `${condition} ${words.accuracy} of ${name}`;
  return {
    kind: "not-above-chance",
    audio,
    text,
    condition,
    numbers: { accuracy, chance, permutation_p },
    sentence: sentences.notAboveChance(score, accuracy, chance, permutation_p),
  };
}
