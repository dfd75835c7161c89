/**
 * Claims about the scores that published models have as they are.
 * @module
 */
import type { PublishedResult } from "../results/backbones.ts";
import type { Claim } from "../results/claims.ts";
import { type MeasureWords, wordsOf } from "../results/measure_names.ts";
import type { UnclaimedResults } from "../results/results.ts";
import { isAboveChance } from "./evidence.ts";
import { sentences } from "./sentences.ts";

/** Says of each published model that its score is above chance, or not shown to be; nothing without a test of it. */
export function publishedClaims({ published, chance, measure }: UnclaimedResults): Claim[] {
  return published.flatMap((model) => {
    const { permutation_p: p } = model;
    return p === undefined
      ? []
      : [publishedClaim(wordsOf(measure), model, p, model.chance ?? chance)];
  });
}

function publishedClaim(
  words: MeasureWords,
  model: PublishedResult,
  permutation_p: number,
  chance: number,
): Claim {
  const { name, balanced_top1: accuracy, prompts } = model;
  const numbers = { accuracy, chance, permutation_p };
  if (!isAboveChance(permutation_p)) {
    const score = `${words.accuracy} of ${sentences.modelName(name)} as it is`;
    const sentence = sentences.notAboveChance(score, accuracy, chance, permutation_p);
    return { kind: "not-above-chance", model: name, numbers, sentence };
  }
  const singles = prompts?.single.map(({ balanced_top1 }) => balanced_top1) ?? [];
  const spread = singles.length === 0
    ? undefined
    : { lowest_prompt: Math.min(...singles), highest_prompt: Math.max(...singles) };
  return {
    kind: "published-score",
    model: name,
    numbers: { ...numbers, ...spread },
    sentence: sentences.publishedScore(words, name, accuracy, chance, permutation_p, spread),
  };
}
